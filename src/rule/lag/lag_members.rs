use crate::diagnostic::{Code, Findings};
use crate::intent::Bandwidth;
use crate::rule::{Check, LIMITS, Limit, Rule, Source, World, connection};

/// From here on AWS takes fewer members.
const LARGE: Bandwidth = Bandwidth::mbps(100_000);

pub static RULE: Rule = Rule {
    code: Code::error("lag-members", &["QUO-09", "LAG-02"]),
    says: "A LAG has at most {lag_members} members, and {lag_members_from_100g} where they have 100 Gbps or more.",
    why: "AWS sets the bound and refuses one more. A LAG is for bandwidth, not for safety: all members end on the \
          same AWS device, so what is over the bound is better spent on a connection in another location.",
    breaks: &[
        r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"

[connection.dx.lag]
members = [
    "TenGigabitEthernet0/1/0",
    "TenGigabitEthernet0/1/1",
    "TenGigabitEthernet0/1/2",
    "TenGigabitEthernet0/1/3",
    "TenGigabitEthernet0/1/4",  # <-
]
"#,
        r#"
[connection.dx]
kind = "dedicated"
speed = "100Gbps"
router = "edge"
port = "Port-channel1"

[connection.dx.lag]
members = [
    "HundredGigE0/1/0",
    "HundredGigE0/2/0",
    "HundredGigE0/3/0",         # <-
]
"#,
    ],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "100Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["HundredGigE0/1/0", "HundredGigE0/2/0"] }
"#],
    sources: &[Source::UserGuide("limits"), Source::UserGuide("lags")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(lag) = &connection.lag else { continue };
        // What cannot be a LAG at all has a rule of its own.
        if connection.is_hosted() {
            continue;
        }
        let is_large = connection.speed.is_some_and(|speed| speed.value >= LARGE);
        let limit: &Limit = if is_large {
            &LIMITS.lag_members_from_100g
        } else {
            &LIMITS.lag_members
        };
        let members = &lag.value.members;
        if let Some(extra) = members.get(limit.value as usize) {
            let of = connection
                .speed
                .map_or(String::new(), |speed| format!(" of {}", speed.value));
            let message = format!(
                "LAG {} has {} members{of}; AWS takes {}",
                connection.name.text,
                members.len(),
                limit.value
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(extra.place)
                    .label("one too many")
                    .help("a second LAG, in another location if it can be"),
            );
        }
    }
}
