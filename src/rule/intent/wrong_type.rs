use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::WRONG_TYPE,
    says: "A value is of the type that its key takes.",
    why: "A number in quotes is a text, and a list of one is not the one. Nothing is converted in silence.",
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
