use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("lag-hosted", &["LAG-08", "HST-05"]),
    says: "A hosted connection is no LAG and no member of one.",
    why: "A LAG bundles whole ports, and a hosted connection is a VLAN on somebody else's port. If the partner bundles \
          links between its network and you, that is between the two of you, and AWS does not see it.",
    breaks: &[r#"
[connection.dx]
kind = "hosted"
speed = "1Gbps"
vlan = 101
router = "edge"
port = "Port-channel1"
lag = { members = ["GigabitEthernet0/0/1", "GigabitEthernet0/0/2"] }    # <-
"#],
    keeps: &[
        r#"
[connection.dx]
kind = "dedicated"
speed = "1Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["GigabitEthernet0/0/1", "GigabitEthernet0/0/2"] }
"#,
        r#"
[connection.dx]
kind = "hosted"
speed = "1Gbps"
vlan = 101
router = "edge"
port = "Port-channel1"
"#,
    ],
    sources: &[
        Source::UserGuide("lags"),
        Source::UserGuide("hosted_connection"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(lag) = &connection.lag else { continue };
        if connection.is_hosted() {
            let message = format!(
                "connection {} is hosted and cannot be a LAG",
                connection.name.text
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(lag.place)
                    .label("not on a hosted connection")
                    .help("remove `lag`; `port` can be a bundle that you share with the partner"),
            );
        }
    }
}
