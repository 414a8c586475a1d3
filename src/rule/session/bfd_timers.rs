use crate::diagnostic::{Code, Findings};
use crate::intent::Bfd;
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("bfd-timers", &["BGP-06", "LINT-07"]),
    says: "BFD runs with an interval of {bfd_interval_ms} ms or more and a multiplier of {bfd_multiplier} or more.",
    why: "AWS's side does not go faster: it would answer at its own pace, and a router that expects more takes the \
          path for dead. Slower timers are fine; for each direction the slower end counts.",
    breaks: &[
        r#"
[vif.prod]
bfd = { interval = 100 }        # <-
"#,
        r#"
[vif.prod]
bfd = { multiplier = 2 }        # <-
"#,
    ],
    keeps: &[r#"
[vif.prod]
bfd = { interval = 500, multiplier = 3 }
"#],
    sources: &[Source::UserGuide("bgp-specific-settings"), Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(Bfd::On {
            interval_ms,
            multiplier,
        }) = vif.bfd.map(|bfd| bfd.value)
        else {
            continue;
        };
        for (what, said, least, unit) in [
            ("interval", interval_ms, LIMITS.bfd_interval_ms.value, " ms"),
            ("multiplier", multiplier, LIMITS.bfd_multiplier.value, ""),
        ] {
            if said.value < least {
                let message = format!(
                    "vif {} has a BFD {what} of {}{unit}; AWS's side needs {least}{unit} or more",
                    vif.name.text, said.value
                );
                let diagnostic = RULE.found(message).at(said.place).vif(&vif.name.text);
                found.push(
                    diagnostic
                        .label(format!("{least} or more"))
                        .help("bfd = true is 300 ms x 3"),
                );
            }
        }
    }
}
