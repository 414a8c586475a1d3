use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::ASN_RANGE,
    says: "An AS number lies between 1 and 4294967294.",
    why: "It has 32 bits; zero and the last value are nobody's (RFC 7607, RFC 7300). A page of AWS's prints 4294967295 as \
          the end of the range, and no router takes it.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 4294967295                # <-
",
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 0                         # <-
",
    ],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[
        Source::Api("NewBGPPeer"),
        Source::UserGuide("long-asn-support"),
        Source::Standard("RFC 7300"),
        Source::Standard("RFC 7607"),
    ],
    check: Check::Reading,
};
