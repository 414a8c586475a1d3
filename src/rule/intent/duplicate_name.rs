use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::DUPLICATE_NAME,
    says: "A name stands once: a table, a key, a vif in a group.",
    why: "All files of an intent share their names. Of two tables of one name, nobody could say which one counts.",
    breaks: &[
        r##"
[vif.prod]
vlan = 101
vlan = 102                      # <-
"##,
        r##"
[redundancy.prod]
vifs = ["prod", "spare", "prod"] # <-
policy = "active-active"
"##,
    ],
    keeps: &[r##"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-active"
"##],
    sources: &[
        Source::Standard("TOML 1.0"),
        Source::Ours("one name, one thing"),
    ],
    check: Check::Reading,
};
