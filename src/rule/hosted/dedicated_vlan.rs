use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("dedicated-vlan", &["HST-01"]),
    says: "Only a hosted connection has a VLAN of its own.",
    why: "On a dedicated connection every vif chooses its VLAN, and AWS shows none for the connection. If it does \
          show one, the connection is a hosted one, and what that may have is different.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
vlan = 101                      # <-
router = "edge"
port = "TenGigabitEthernet0/1/0"
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[vif.prod]
vlan = 101
"#],
    sources: &[
        Source::UserGuide("hosted_connection"),
        Source::Api("Connection"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(vlan) = connection.vlan else {
            continue;
        };
        if connection.is_dedicated() {
            let message = format!(
                "dedicated connection {} has a VLAN of its own",
                connection.name.text
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(vlan.place)
                    .label("its vifs have their own")
                    .help("remove it, or kind = \"hosted\""),
            );
        }
    }
}
