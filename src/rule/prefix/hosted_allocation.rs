use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("hosted-allocation", &["PFX-09"]),
    says: "A prefix_allocation on a hosted connection has been agreed on with the partner.",
    why: "A hosted connection has no pool of its own to share out; it is a part of the partner's. A vif starts with \
          {default_allocation} prefixes of each family, and of a hosted vif only the owner of the connection can change \
          that. If the number stands here alone, the session goes down at prefix {default_allocation} plus one.",
    breaks: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
vlan = 101
router = \"edge\"
port = \"GigabitEthernet0/0/1\"

[vif.prod]
prefix_allocation = { ipv4 = 300 }               # <-
"],
    keeps: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
vlan = 101
router = \"edge\"
port = \"GigabitEthernet0/0/1\"

[vif.prod]
advertise = [\"10.20.0.0/16\"]                     # well below 100
"],
    sources: &[Source::UserGuide("prefix-controls")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        let Some(connection) = world.intent.connection_of(vif) else {
            continue;
        };
        let hosted = connection.is_hosted();
        let Some(allocation) = vif.prefix_allocation.filter(|_| hosted) else {
            continue;
        };
        let message = format!(
            "vif {} states a prefix allocation on the hosted connection {}",
            vif.name.text, connection.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(allocation.place)
            .vif(&vif.name.text)
            .label("the partner's connection");
        found.push(diagnostic.help(
            "check with AWS or the partner that it is set, then: allow = [\"hosted-allocation\"]",
        ));
    }
}
