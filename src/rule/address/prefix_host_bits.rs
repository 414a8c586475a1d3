use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::PREFIX_HOST_BITS,
    says: "A prefix has no bits set beyond its length.",
    why: "Routers either refuse it or quietly cut it down; either way the filter is not what the file says. Which of the two was meant, the address \
          or the length, only you know.",
    breaks: &["
[vif.prod]
advertise = [\"10.20.1.0/16\"]    # <-
"],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\"]
"],
    sources: &[
        Source::Standard("RFC 4271"),
        Source::Ours("the filter has to be what the file says"),
    ],
    check: Check::Reading,
};
