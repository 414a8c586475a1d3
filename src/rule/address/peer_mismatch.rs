use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::PEER_MISMATCH,
    says: "Both ends of a session are different addresses of one subnet, with one length and of one family.",
    why: "The two routers have to find each other without a third. IPv4 and IPv6 are two sessions, each over addresses of its own; AWS does not carry \
          one family over the other.",
    breaks: &[
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.5/30\"      # <-
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/29\"      # <-
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"2001:db8:ffff::1/125\" # <-
",
    ],
    keeps: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-public-vif"),
        Source::UserGuide("add-peer-to-vif"),
    ],
    check: Check::Reading,
};
