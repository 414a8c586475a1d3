use std::collections::HashMap;

use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vlan-in-use", &["VLAN-03"]),
    says: "A VLAN is used once per connection or LAG, across private, transit and public vifs.",
    why: "The tag is all that tells the vifs of a port apart. AWS refuses the second one with \
          \"VLAN ... is already in use\"; on the router it would take over the first one's sub-interface.",
    breaks: &["
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 101                      # <-

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    keeps: &["
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 102

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-transit-vif-dx"),
        Source::UserGuide("create-public-vif"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut first = HashMap::new();
    for vif in &intent.vifs {
        let (Some(connection), Some(vlan)) = (vif.connection, vif.vlan) else {
            continue;
        };
        // A hosted connection has one VLAN and takes one vif: a second one is too many, whatever its tag.
        if intent.connections[connection.value].is_hosted() {
            continue;
        }
        let Some(other) = first.insert((connection.value, vlan.value), vif) else {
            continue;
        };
        first.insert((connection.value, vlan.value), other);
        let connection = &intent.connections[connection.value].name.text;
        let place = if Some(vlan.place) == other.vlan.map(|at| at.place) {
            vif.name.place
        } else {
            vlan.place
        };
        let message = format!(
            "VLAN {} is already in use on connection {connection}, by vif {}",
            vlan.value.get(),
            other.name.text
        );
        let diagnostic = RULE.found(message).at(place).vif(&vif.name.text);
        let first_used = other.vlan.map_or(other.name.place, |at| at.place);
        found.push(
            diagnostic
                .label("used again")
                .related(first_used, "first used here"),
        );
    }
}
