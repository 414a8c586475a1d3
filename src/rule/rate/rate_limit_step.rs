use crate::diagnostic::{Code, Findings};
use crate::intent::Connection;
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World, listed};

pub static RULE: Rule = Rule {
    code: Code::error("rate-limit-step", &["RL-01"]),
    says: "A rate limit is one of the steps that AWS has.",
    why: "The rate limiter of a vif is no dial but a row of steps: {rate_limit_steps}.",
    breaks: &[
        r#"
[vif.prod]
rate_limit = "250Mbps"          # <-
"#,
        r#"
[vif.prod]
rate_limit = "1.1Gbps"          # <-
"#,
    ],
    keeps: &[
        r#"
[vif.prod]
rate_limit = "200Mbps"
"#,
        r#"
[vif.prod]
rate_limit = "1.2Gbps"
"#,
    ],
    sources: &[
        Source::UserGuide("limits"),
        Source::Api("NewPrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let steps = &BANDWIDTHS.rate_limit_steps;
    for vif in &world.intent.vifs {
        let Some(limit) = vif.rate_limit.filter(|limit| !steps.has(limit.value)) else {
            continue;
        };
        // Where there is no rate limiter at all, its steps do not matter.
        if world
            .intent
            .connection_of(vif)
            .is_some_and(Connection::is_hosted)
        {
            continue;
        }
        let message = format!(
            "vif {} is limited to {}, which is not one of AWS's steps",
            vif.name.text, limit.value
        );
        let diagnostic = RULE.found(message).at(limit.place).vif(&vif.name.text);
        let near = listed(steps.around(limit.value));
        found.push(
            diagnostic
                .label(format!("nearest: {near}"))
                .help("`vifctl explain rate-limit-step` lists them all"),
        );
    }
}
