use super::{about, each};
use crate::diagnostic::{Code, Findings};
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("dedicated-speed", &["PHY-02", "LAG-02"]),
    says: "A dedicated connection, and each member of a LAG, has one of these speeds: {dedicated_speeds}.",
    why: "A dedicated connection is a whole port of an AWS device, and these are the ports there are. Speeds between \
          them are sold by partners, as hosted connections. For a LAG, `speed` is that of one member, not the sum.",
    breaks: &[
        r#"
[connection.dx]
kind = "dedicated"
speed = "40Gbps"                # <-
router = "edge"
port = "FortyGigabitEthernet0/1/0"
"#,
        r#"
[connection.dx]
kind = "dedicated"
speed = "20Gbps"                # <-
router = "edge"
port = "Port-channel1"
lag = { members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"] }
"#,
    ],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"] }
"#],
    sources: &[
        Source::UserGuide("dedicated_connection"),
        Source::UserGuide("lags"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let (dedicated, hosted) = (&BANDWIDTHS.dedicated_speeds, &BANDWIDTHS.hosted_speeds);
    for (connection, vifs) in each(world.intent) {
        let (true, Some(speed)) = (connection.is_dedicated(), connection.speed) else {
            continue;
        };
        if dedicated.has(speed.value) {
            continue;
        }
        let what = match connection.lag {
            Some(_) => "a member of LAG",
            None => "dedicated connection",
        };
        let message = format!(
            "{what} {} cannot have {}; AWS has {dedicated}",
            connection.name.text, speed.value
        );
        let diagnostic = about(RULE.found(message), connection, &vifs).at(speed.place);
        let diagnostic = diagnostic.label(format!("one of {dedicated}"));
        found.push(match connection.lag {
            Some(_) => diagnostic
                .reference("LAG-02")
                .help("`speed` is that of one member; the sum is worked out"),
            None if hosted.has(speed.value) => {
                diagnostic.help("kind = \"hosted\", if a partner sold it to you")
            }
            None => diagnostic,
        });
    }
}
