use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::BAD_ADDRESS,
    says: "An address is an address.",
    why: "Management addresses, loopbacks and tunnel ends go to the router or into a connection as they stand. Names are taken only where something \
          is connected to; an interface needs the number.",
    breaks: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
loopback = \"192.0.2.300\"        # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
loopback = \"192.0.2.30\"
"],
    sources: &[Source::Ours("a router takes no other")],
    check: Check::Reading,
};
