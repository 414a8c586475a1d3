use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("rate-limited-vifs", &["RL-03"]),
    says: "At most {rate_limited_vifs_per_connection} vifs of a connection have a rate limit.",
    why: "AWS refuses one more with LimitExceededException. Vifs without a limit share what is left, so limit those \
          that must not take it all.",
    breaks: &[ELEVEN],
    keeps: &[r#"
[vif.prod]
rate_limit = "500Mbps"
"#],
    sources: &[
        Source::UserGuide("limits"),
        Source::Api("RateLimiterStatus"),
    ],
    check: Check::Looking(check),
};

const ELEVEN: &str = r#"
[vif.v01]
vlan = 201
rate_limit = "100Mbps"
peer = [{ customer = "169.254.1.2/30", amazon = "169.254.1.1/30" }]

[vif.v02]
vlan = 202
rate_limit = "100Mbps"
peer = [{ customer = "169.254.2.2/30", amazon = "169.254.2.1/30" }]

[vif.v03]
vlan = 203
rate_limit = "100Mbps"
peer = [{ customer = "169.254.3.2/30", amazon = "169.254.3.1/30" }]

[vif.v04]
vlan = 204
rate_limit = "100Mbps"
peer = [{ customer = "169.254.4.2/30", amazon = "169.254.4.1/30" }]

[vif.v05]
vlan = 205
rate_limit = "100Mbps"
peer = [{ customer = "169.254.5.2/30", amazon = "169.254.5.1/30" }]

[vif.v06]
vlan = 206
rate_limit = "100Mbps"
peer = [{ customer = "169.254.6.2/30", amazon = "169.254.6.1/30" }]

[vif.v07]
vlan = 207
rate_limit = "100Mbps"
peer = [{ customer = "169.254.7.2/30", amazon = "169.254.7.1/30" }]

[vif.v08]
vlan = 208
rate_limit = "100Mbps"
peer = [{ customer = "169.254.8.2/30", amazon = "169.254.8.1/30" }]

[vif.v09]
vlan = 209
rate_limit = "100Mbps"
peer = [{ customer = "169.254.9.2/30", amazon = "169.254.9.1/30" }]

[vif.v10]
vlan = 210
rate_limit = "100Mbps"
peer = [{ customer = "169.254.10.2/30", amazon = "169.254.10.1/30" }]

[vif.v11]
vlan = 211
rate_limit = "100Mbps"          # <-
peer = [{ customer = "169.254.11.2/30", amazon = "169.254.11.1/30" }]
"#;

fn check(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.rate_limited_vifs_per_connection.value as usize;
    for (connection, vifs) in connection::each(world.intent) {
        if connection.is_hosted() {
            continue;
        }
        let limited: Vec<_> = vifs
            .into_iter()
            .filter_map(|vif| Some((vif, vif.rate_limit?)))
            .collect();
        if let Some((vif, limit)) = limited.get(most) {
            let message = format!(
                "connection {} has {} vifs with a rate limit; AWS takes {most}",
                connection.name.text,
                limited.len()
            );
            let diagnostic = RULE.found(message).at(limit.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("one too many")
                    .help("take `rate_limit` off the vifs that need none"),
            );
        }
    }
}
