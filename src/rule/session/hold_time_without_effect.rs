use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

/// What AWS's side proposes.
const AMAZON: u16 = 90;

pub static RULE: Rule = Rule {
    code: Code::note("hold-time-without-effect", &["BGP-03"]),
    says: "A hold time is no longer than the 90 seconds of AWS's side.",
    why: "The two ends settle on the shorter of their hold times, so that a longer one changes nothing. \
          The router will show 90 seconds, and that is not a fault.",
    breaks: &[r#"
[vif.prod]
hold_time = 180                 # <-
"#],
    keeps: &[r#"
[vif.prod]
hold_time = 90
"#],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::Standard("RFC 4271, 4.2"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(hold) = vif.hold_time.filter(|hold| hold.value > AMAZON) else {
            continue;
        };
        let message = format!(
            "vif {} has a hold time of {} s; the session will run with {AMAZON} s, which is AWS's",
            vif.name.text, hold.value
        );
        let diagnostic = RULE.found(message).at(hold.place).vif(&vif.name.text);
        found.push(
            diagnostic
                .label("the shorter of both ends counts")
                .help(format!("hold_time = {AMAZON}")),
        );
    }
}
