use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::code;
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("hosted-no-vlan", &["HST-01"]),
    says: "A hosted connection names the VLAN that its partner fixed.",
    why: "The partner chooses the VLAN of a hosted connection, and its vif has to use that one. With `vlan` on the \
          connection, a slip on the vif is found here and not on the router. AWS shows it for the connection.",
    breaks: &[r#"
[connection.dx]                 # <-
kind = "hosted"
speed = "500Mbps"
router = "edge"
port = "GigabitEthernet0/0/1"
"#],
    keeps: &[r#"
[connection.dx]
kind = "hosted"
speed = "500Mbps"
vlan = 101
router = "edge"
port = "GigabitEthernet0/0/1"
"#],
    sources: &[
        Source::UserGuide("hosted_connection"),
        Source::Api("Connection"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let wrong = |found: &&Diagnostic| found.code == &code::VLAN_RANGE;
    let wrong: HashSet<_> = found
        .iter()
        .filter(wrong)
        .filter_map(|found| found.subject.clone())
        .collect();
    for (connection, vifs) in connection::each(world.intent) {
        let names_one = connection.vlan.is_some()
            || wrong.contains(&format!("connection.{}", connection.name.text));
        if !connection.is_hosted() || names_one {
            continue;
        }
        let message = format!(
            "hosted connection {} does not name its VLAN",
            connection.name.text
        );
        let diagnostic = connection::about(RULE.found(message), connection, &vifs);
        found.push(
            diagnostic
                .at(connection.name.place)
                .label("fixed by the partner")
                .help("vlan = ..., as AWS shows it for the connection"),
        );
    }
}
