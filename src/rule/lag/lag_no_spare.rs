use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("lag-no-spare", &["LAG-05"]),
    says: "A LAG stays up when one of its members goes down.",
    why: "With `minimum_links` at the number of members, every single fault takes the whole LAG down with all its \
          vifs: two links are then less reliable than one. It is right only where less bandwidth is worse than none, \
          and another connection takes over.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"

[connection.dx.lag]
members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"]
minimum_links = 2               # <-
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
    sources: &[
        Source::UserGuide("lags"),
        Source::Ours("a bundle should survive what it was made to survive"),
    ],
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
        if members > 1 && minimum.value as usize == members {
            let message = format!(
                "LAG {} goes down with the first of its {members} members",
                connection.name.text
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(minimum.place)
                    .label("all of its members")
                    .help(format!(
                        "minimum_links = {}, and the same for the LAG at AWS",
                        members - 1
                    )),
            );
        }
    }
}
