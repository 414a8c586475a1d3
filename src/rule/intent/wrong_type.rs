use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::WRONG_TYPE,
    says: "A value is of the type that its key takes.",
    why: "A number in quotes is text, and a list with one value in it is not that value. Nothing is converted in silence.",
    breaks: &[
        r##"
[vif.prod]
vlan = "101"                    # <-
"##,
        r##"
[vif.prod]
advertise = "10.20.0.0/16"      # <-
"##,
    ],
    keeps: &[r##"
[vif.prod]
vlan = 101
advertise = ["10.20.0.0/16"]
"##],
    sources: &[
        Source::Standard("TOML 1.0"),
        Source::Ours("nothing is guessed"),
    ],
    check: Check::Reading,
};
