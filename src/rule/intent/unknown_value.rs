use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::UNKNOWN_VALUE,
    says: "A key that takes one of a few words has one of them.",
    why: "The words are all that there is; a slip cannot be read as the nearest of them, because the nearest may be the wrong one.",
    breaks: &[r##"
[vif.prod]
type = "privat"                 # <-
"##],
    keeps: &[r##"
[vif.prod]
type = "private"
"##],
    sources: &[Source::Ours("nothing is guessed")],
    check: Check::Reading,
};
