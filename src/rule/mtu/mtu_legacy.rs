use crate::diagnostic::{Code, Findings};
use crate::intent::{Mtu, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("mtu-legacy", &["MTU-01"]),
    says: "A private vif with jumbo frames has an MTU of 8500; 9001 is left to vifs from before 2023.",
    why: "AWS used to give private vifs 9001 and now gives 8500. A vif that was made with 9001 may still have it, \
          and both ends have to agree; a new one cannot be made with it. Look at what AWS shows for the vif.",
    breaks: &[r#"
[vif.prod]
mtu = 9001                      # <-
"#],
    keeps: &[
        r#"
[vif.prod]
mtu = 8500
"#,
        r#"
[vif.prod]
mtu = 9001
allow = ["mtu-legacy", "no-redundancy"]      # AWS shows 9001 for it
"#,
    ],
    sources: &[
        Source::Api("NewPrivateVirtualInterface"),
        Source::UserGuide("interface-set-mtu"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(mtu) = vif.mtu.filter(|mtu| mtu.value == Mtu::LEGACY) else {
            continue;
        };
        if vif.is(VifType::Private) {
            let message = format!("private vif {} has an MTU of 9001", vif.name.text);
            let diagnostic = RULE.found(message).at(mtu.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("8500 unless AWS shows 9001 for the vif")
                    .help("mtu = 8500"),
            );
        }
    }
}
