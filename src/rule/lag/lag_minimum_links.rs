use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("lag-minimum-links", &["LAG-05"]),
    says: "A LAG has at least as many members as `minimum_links` asks for.",
    why: "A LAG with fewer members up than its minimum is down, with all its vifs. \
          One that asks for more than there are can never come up.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"

[connection.dx.lag]
members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"]
minimum_links = 3               # <-
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"

[connection.dx.lag]
members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"]
minimum_links = 1
"#],
    sources: &[Source::UserGuide("lags"), Source::Api("Lag")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(lag) = connection.lag.as_ref().map(|lag| &lag.value) else {
            continue;
        };
        let (members, Some(minimum)) = (lag.members.len(), lag.minimum_links) else {
            continue;
        };
        if members > 0 && minimum.value as usize > members {
            let message = format!(
                "LAG {} needs {} links up and has {members}; it can never come up",
                connection.name.text, minimum.value
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(minimum.place)
                    .label(format!("more than its {members} members"))
                    .help("minimum_links = 1"),
            );
        }
    }
}
