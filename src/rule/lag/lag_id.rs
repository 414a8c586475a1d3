use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("lag-id", &["LAG-09"]),
    says: "A connection has a `lag` exactly if its id is that of a LAG, dxlag-...",
    why: "A vif on a LAG is attached to the LAG, not to one of its members. If AWS sees a LAG and the router a single \
          port, or the other way round, LACP does not come up, or the vif is looked for in the wrong place.",
    breaks: &[
        r#"
[connection.dx]
id = "dxlag-fgh4jk12"           # <-
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"
"#,
        r#"
[connection.dx]
id = "dxcon-ffabc123"           # <-
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"] }
"#,
    ],
    keeps: &[r#"
[connection.dx]
id = "dxlag-fgh4jk12"
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"] }
"#],
    sources: &[Source::UserGuide("lags"), Source::Api("Lag")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(id) = &connection.id else { continue };
        let name = &connection.name.text;
        let is_lag = id.value.starts_with("dxlag-");
        let is_single = id.value.starts_with("dxcon-");
        let (message, label, help) = match &connection.lag {
            None if is_lag => (
                format!("connection {name} has the id of a LAG and no `lag`"),
                "the id of a LAG",
                "lag = { members = [\"...\", \"...\"] }, or the id of the connection",
            ),
            // A hosted connection with a LAG is a fault of its own.
            Some(_) if is_single && connection.is_dedicated() => (
                format!("connection {name} is a LAG and has the id of a single connection"),
                "the id of a single connection",
                "id = \"dxlag-...\", as AWS shows it for the LAG",
            ),
            _ => continue,
        };
        let diagnostic = connection::about(RULE.found(message), connection, &vifs);
        found.push(diagnostic.at(id.place).label(label).help(help));
    }
}
