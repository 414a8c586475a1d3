use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::UNKNOWN_NAME,
    says: "A table that another one names exists.",
    why: "A vif runs over a connection, a connection ends on a router, a group has vifs: each is named by its table's name, in whichever file it stands.",
    breaks: &[r##"
[vif.prod]
connection = "dx9"              # <-
"##],
    keeps: &[r##"
[vif.prod]
connection = "dx"
"##],
    sources: &[Source::Ours("names have to lead somewhere")],
    check: Check::Reading,
};
