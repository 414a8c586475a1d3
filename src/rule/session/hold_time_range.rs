use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::HOLD_TIME_RANGE,
    says: "A hold time is 3 to 65535 seconds.",
    why: "AWS refuses 0, which would switch keepalives off, and everything below 3, and so does BGP itself. \
          The keepalive is a third of it, so that two may be lost.",
    breaks: &[
        r#"
[vif.prod]
hold_time = 2                   # <-
"#,
        r#"
[vif.prod]
hold_time = 0                   # <-
"#,
    ],
    keeps: &[r#"
[vif.prod]
hold_time = 30
"#],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::Standard("RFC 4271, 4.2"),
    ],
    check: Check::Reading,
};
