use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::CONTROL_CHARACTER,
    says: "Text that becomes a part of a configuration line has no line break and no control character.",
    why: "What stands behind a line break would be a command of its own on the router, \
          and some control characters edit the line on its way in.",
    breaks: &[r##"
[vif.prod]
description = "prod\nshutdown"  # <-
"##],
    keeps: &[r##"
[vif.prod]
description = "prod, London"
"##],
    sources: &[Source::Ours(
        "a description must not be able to configure a router",
    )],
    check: Check::Reading,
};
