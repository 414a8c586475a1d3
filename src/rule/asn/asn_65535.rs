use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::ASN_65535,
    says: "65535 is nobody's AS number.",
    why: "Older pages of AWS's let the private range end at 65535. It ends at 65534: the last one is reserved, its \
          communities are the well-known ones, and many routers refuse it.",
    breaks: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65535                     # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65534
"],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::Standard("RFC 7300"),
    ],
    check: Check::Reading,
};
