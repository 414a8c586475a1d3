use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::PEER_ADDRESS_FORM,
    says: "A peer's address is an address and the length of its subnet: 169.254.96.2/30.",
    why: "AWS shows both ends with their length, and the sub-interface on the router needs the same one. Without it a router falls back to a length \
          of its own, and ARP never finds the other end.",
    breaks: &[
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2\"       # <-
amazon = \"169.254.96.1/30\"
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.256/30\"    # <-
",
    ],
    keeps: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[
        Source::CloudFormation("PrivateVirtualInterface"),
        Source::Api("BGPPeer"),
    ],
    check: Check::Reading,
};
