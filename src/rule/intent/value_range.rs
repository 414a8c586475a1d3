use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::VALUE_RANGE,
    says: "A number is within what its key can mean, and a text is not empty.",
    why: "Outside of it, no router and no AWS takes the value. Ranges that AWS has laid down are rules of their own.",
    breaks: &[r##"
[vif.prod]
prepend = 11                    # <-
"##],
    keeps: &[r##"
[vif.prod]
prepend = 2
"##],
    sources: &[Source::Ours("no value that cannot work reaches a router")],
    check: Check::Reading,
};
