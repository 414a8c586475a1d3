use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::PUBLIC_PEER_MISSING,
    says: "The peers of a public vif have both their addresses.",
    why: "On a private or transit vif AWS picks addresses where you name none. On a public one it cannot: they are public addresses of yours, \
          or a /31 that AWS support gave you.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]               # <-
customer = \"203.0.113.2/30\"
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    sources: &[Source::UserGuide("create-public-vif")],
    check: Check::Reading,
};
