use crate::diagnostic::{Code, Findings};
use crate::intent::{Mtu, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("mtu-public", &["MTU-03"]),
    says: "The MTU of a public vif is 1500.",
    why: "Behind a public vif lies the Internet side of AWS, which has no jumbo frames. AWS does not even have \
          an MTU to set there. A value from [defaults] has to be put back to 1500 on public vifs.",
    breaks: &[r#"
[vif.prod]
type = "public"
mtu = 8500                      # <-
amazon_asn = 7224
advertise = ["198.51.100.0/24"]
accept = ["3.5.140.0/22"]

[[vif.prod.peer]]
customer = "203.0.113.2/30"
amazon = "203.0.113.1/30"
"#],
    keeps: &[r#"
[vif.prod]
type = "public"
mtu = 1500
amazon_asn = 7224
advertise = ["198.51.100.0/24"]
accept = ["3.5.140.0/22"]

[[vif.prod.peer]]
customer = "203.0.113.2/30"
amazon = "203.0.113.1/30"
"#],
    sources: &[
        Source::UserGuide("create-public-vif"),
        Source::Api("NewPublicVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(mtu) = vif.mtu.filter(|mtu| mtu.value != Mtu::STANDARD) else {
            continue;
        };
        if vif.is(VifType::Public) {
            let message = format!(
                "public vif {} has an MTU of {}; AWS has 1500 only",
                vif.name.text,
                mtu.value.get()
            );
            let diagnostic = RULE.found(message).at(mtu.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("1500 on a public vif")
                    .help(format!("mtu = 1500 in [vif.{}]", vif.name.text)),
            );
        }
    }
}
