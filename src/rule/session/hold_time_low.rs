use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

/// Three keepalives of three seconds.
const SOUND: u16 = 9;

pub static RULE: Rule = Rule {
    code: Code::warning("hold-time-low", &["BGP-02"]),
    says: "A hold time leaves room for keepalives: 9 seconds or more.",
    why: "The keepalive is a third of the hold time and no less than a second. With less than three seconds between \
          them, a busy route processor or a burst of loss takes the session down, and all routes with it. \
          To notice a dead path sooner there is BFD, which runs in the line card.",
    breaks: &[r#"
[vif.prod]
hold_time = 3                   # <-
"#],
    keeps: &[r#"
[vif.prod]
hold_time = 9
"#],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::Ours("route processors are late at times"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(hold) = vif.hold_time.filter(|hold| hold.value < SOUND) else {
            continue;
        };
        let message = format!(
            "vif {} has a hold time of {} s, and so a keepalive every {} s",
            vif.name.text,
            hold.value,
            (hold.value / 3).max(1)
        );
        let diagnostic = RULE.found(message).at(hold.place).vif(&vif.name.text);
        found.push(
            diagnostic
                .label("a short stall ends the session")
                .help("hold_time = 30 and bfd = true"),
        );
    }
}
