use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::SCHEMA_VERSION,
    says: "One file of an intent says `schema = 1`, and none says anything else.",
    why: "The number says by which rules the file is to be read. \
          A later format gets another number, so that an old vifctl refuses it instead of misreading it.",
    breaks: &[r##"
schema = 2                      # <-
"##],
    keeps: &[r##"
schema = 1
"##],
    sources: &[Source::Ours(
        "a format that can change says which one it is",
    )],
    check: Check::Reading,
};
