use super::{about, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("several-gateways", &["RES-06"]),
    says: "The vifs of a redundancy group are attached to the same gateway.",
    why: "A vif leads to the networks behind its own gateway. What is reached through the one is gone when it fails, \
          unless the other gateway happens to have the same behind it.",
    breaks: &[r#"
[vif.prod]
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"

[vif.spare]
connection = "dx-2"
vlan = 102
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee2"   # <-

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    keeps: &[r#"
[vif.prod]
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"

[vif.spare]
connection = "dx-2"
vlan = 102
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("direct-connect-gateways"),
        Source::UserGuide("high-resiliency-set-up"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        let mut gateways = legs
            .iter()
            .filter_map(|leg| Some((leg, leg.vif.gateway.as_ref()?)));
        let Some((first, gateway)) = gateways.next() else {
            continue;
        };
        let Some((other, another)) = gateways.find(|(_, other)| other.value != gateway.value)
        else {
            continue;
        };
        let message = format!(
            "vif {} backs up vif {} and is attached to another gateway, {}",
            other.vif.name.text, first.vif.name.text, another.value
        );
        let diagnostic =
            about(RULE.found(message).at(another.place), group, &legs).label("another gateway");
        found.push(diagnostic.related(gateway.place, format!("vif {} here", first.vif.name.text)));
    }
}
