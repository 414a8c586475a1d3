use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::BAD_PREFIX,
    says: "A prefix is an address and a length: 10.20.0.0/16.",
    why: "What is let out and in is written prefix by prefix. A bare address could be a host or a whole network, and a dotted mask is one platform's way.",
    breaks: &[
        "
[vif.prod]
advertise = [\"10.20.0.0\"]       # <-
",
        "
[vif.prod]
accept = [\"172.31.0.0/33\"]      # <-
",
    ],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\"]
accept = [\"172.31.0.0/16\"]
"],
    sources: &[
        Source::Api("RouteFilterPrefix"),
        Source::Ours("a guess at a length would be let out to AWS"),
    ],
    check: Check::Reading,
};
