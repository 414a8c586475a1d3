use crate::diagnostic::{Code, Findings};
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World, lag};

pub static RULE: Rule = Rule {
    code: Code::error("rate-limit-bandwidth", &["RL-02"]),
    says: "A rate limit is no more than the bandwidth of its connection, or of all members of its LAG.",
    why: "AWS refuses a limit that the port could never reach. Most often the limit was meant for another \
          connection, or the speed in the intent is not the one that was ordered.",
    breaks: &[r#"
[vif.prod]
rate_limit = "12Gbps"           # <-
"#],
    keeps: &[
        r#"
[vif.prod]
rate_limit = "10Gbps"
"#,
        r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "Port-channel1"
lag = { members = ["TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1"] }

[vif.prod]
rate_limit = "12Gbps"
"#,
    ],
    sources: &[
        Source::UserGuide("limits"),
        Source::Api("NewPrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let (Some(limit), Some(connection)) = (vif.rate_limit, world.intent.connection_of(vif))
        else {
            continue;
        };
        let (Some(speed), Some(bandwidth)) = (connection.speed, lag::bandwidth(connection)) else {
            continue;
        };
        let is_a_step = BANDWIDTHS.rate_limit_steps.has(limit.value);
        let is_dedicated = connection.is_dedicated();
        if is_a_step && is_dedicated && limit.value > bandwidth {
            let message = format!(
                "vif {} is limited to {}, more than the {bandwidth} of its connection {}",
                vif.name.text, limit.value, connection.name.text
            );
            let diagnostic = RULE.found(message).at(limit.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label(format!("{bandwidth} at most"))
                    .related(speed.place, format!("{} here", speed.value))
                    .help("a lower `rate_limit`, or none"),
            );
        }
    }
}
