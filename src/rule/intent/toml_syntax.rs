use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::TOML_SYNTAX,
    says: "An intent file is TOML.",
    why: "What stands after a slip may mean something else than it seems to. \
          The rest of the file is read all the same, so that one run shows as much as it can.",
    breaks: &[r##"
[vif.prod]
description = "prod             # <-
"##],
    keeps: &[r##"
[vif.prod]
description = "prod"
"##],
    sources: &[Source::Standard("TOML 1.0")],
    check: Check::Reading,
};
