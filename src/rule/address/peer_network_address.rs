use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::PEER_NETWORK_ADDRESS,
    says: "Neither end of a session is its subnet's own address or its broadcast address.",
    why: "In an IPv4 subnet of four addresses or more the first and the last are nobody's. A /31 has neither and both ends of it can be used; a /32 has no other end.",
    breaks: &[
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.3/30\"    # <-
amazon = \"169.254.96.1/30\"
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.0/30\"      # <-
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/32\"    # <-
amazon = \"169.254.96.1/32\"
",
    ],
    keeps: &[
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.0/31\"
amazon = \"169.254.96.1/31\"
",
    ],
    sources: &[
        Source::Standard("RFC 3021"),
        Source::Ours("no router puts such an address on an interface"),
    ],
    check: Check::Reading,
};
