use crate::rule::{Check, Rule, Source, World};
use crate::diagnostic::{Code, Findings};
use crate::intent::ConnectionKind;

pub static RULE: Rule = Rule {
    code: Code::error("dedicated-vlan", &["VLAN-05"]),
    says: "Only a hosted connection has a VLAN of its own.",
    why: "On a dedicated connection you choose the VLAN of each vif; only a partner fixes one for a whole connection. \
          A file that says both is wrong about one of them, and the router would be configured for the wrong kind.",
    breaks: &[
        "
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
vlan = 101                      # <-
",
    ],
    keeps: &[
        "
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
",
    ],
    sources: &[Source::UserGuide("hosted_connection"), Source::Api("Connection")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for connection in &world.intent.connections {
        let dedicated = connection.kind.filter(|kind| kind.value == ConnectionKind::Dedicated);
        let (Some(kind), Some(vlan)) = (dedicated, connection.vlan) else { continue };
        let name = &connection.name.text;
        let message = format!("connection {name} is dedicated and has VLAN {}", vlan.value.get());
        let diagnostic = RULE.found(message).at(vlan.place).subject(format!("connection.{name}")).label("only of a hosted connection");
        found.push(diagnostic.related(kind.place, "dedicated").help("remove it, or write kind = \"hosted\""));
    }
}
