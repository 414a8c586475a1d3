use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::UNKNOWN_KEY,
    says: "Every key is one that vifctl knows.",
    why: "A key with a slip in it would be a wish that nobody hears: the vif would come up without it, and look right.",
    breaks: &[r##"
[vif.prod]
hold_tme = 30                   # <-
"##],
    keeps: &[r##"
[vif.prod]
hold_time = 30
"##],
    sources: &[Source::Ours(
        "nothing that is written is dropped in silence",
    )],
    check: Check::Reading,
};
