use crate::diagnostic::{Code, Findings};
use crate::intent::{Mtu, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("mtu-transit", &["MTU-02"]),
    says: "The MTU of a transit vif is 1500 or 8500.",
    why: "A transit gateway carries 8500 bytes at most, so a transit vif never had more. \
          The 9001 of old private vifs would be cut off behind it.",
    breaks: &[r#"
[vif.prod]
type = "transit"
mtu = 9001                      # <-
"#],
    keeps: &[r#"
[vif.prod]
type = "transit"
mtu = 8500
"#],
    sources: &[
        Source::Api("NewTransitVirtualInterface"),
        Source::UserGuide("interface-set-mtu"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(mtu) = vif.mtu.filter(|mtu| mtu.value > Mtu::JUMBO) else {
            continue;
        };
        if vif.is(VifType::Transit) {
            let message = format!(
                "transit vif {} has an MTU of {}; AWS has 1500 and 8500 for it",
                vif.name.text,
                mtu.value.get()
            );
            let diagnostic = RULE.found(message).at(mtu.place).vif(&vif.name.text);
            found.push(diagnostic.label("1500 or 8500").help("mtu = 8500"));
        }
    }
}
