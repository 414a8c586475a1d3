use super::said;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("asn-2147483647", &["ASN-01"]),
    says: "Your AS number is not {largest_short_asn}, the last one without long ASN.",
    why: "The guide counts it among the AS numbers that need no long ASN, the API reference ends one below. One of the two \
          is wrong, and the order of the vif finds out which.",
    breaks: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 2147483647                # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::UserGuide("long-asn-support"),
        Source::Api("NewPrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for said in said(world.intent, |_| true) {
        if said.asn.value.get() == LIMITS.largest_short_asn.value {
            let diagnostic = said.found(&RULE, "on which the pages of AWS disagree");
            found.push(
                diagnostic
                    .label("perhaps not without long ASN")
                    .help("order it as asnLong, or take another number"),
            );
        }
    }
}
