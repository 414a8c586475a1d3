use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("rate-limit-hosted", &["RL-05", "HST-05"]),
    says: "A vif on a hosted connection has no rate limit.",
    why: "A hosted connection has a limiter already: its own bandwidth, that the partner sold and AWS polices. There \
          is no second one for the vif. The router shapes to the connection's `speed`.",
    breaks: &[r#"
[connection.dx]
kind = "hosted"
speed = "1Gbps"
vlan = 101
router = "edge"
port = "GigabitEthernet0/0/1"

[vif.prod]
vlan = 101
rate_limit = "500Mbps"          # <-
"#],
    keeps: &[r#"
[connection.dx]
kind = "hosted"
speed = "500Mbps"
vlan = 101
router = "edge"
port = "GigabitEthernet0/0/1"

[vif.prod]
vlan = 101
"#],
    sources: &[
        Source::UserGuide("hosted_connection"),
        Source::UserGuide("limits"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let (Some(limit), Some(connection)) = (vif.rate_limit, world.intent.connection_of(vif))
        else {
            continue;
        };
        if connection.is_hosted() {
            let message = format!(
                "vif {} has a rate limit, and its connection {} is hosted",
                vif.name.text, connection.name.text
            );
            let diagnostic = RULE.found(message).at(limit.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("not on a hosted connection")
                    .help("remove `rate_limit`; the connection's `speed` is its limit"),
            );
        }
    }
}
