use super::said;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("long-asn", &["ASN-09"]),
    says: "Your AS number is at most {largest_short_asn}, or long ASN is on for the account.",
    why: "AWS takes a larger one only as asnLong, and only in an account that has long ASN enabled. The router has to speak \
          4-byte AS numbers (RFC 6793), or the session runs with 23456 in its place.",
    breaks: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 4200000010                # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[
        Source::UserGuide("long-asn-support"),
        Source::Standard("RFC 6793"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for said in said(world.intent, |_| true) {
        if said.asn.value.get() > LIMITS.largest_short_asn.value {
            let diagnostic = said.found(&RULE, "which AWS takes only as asnLong");
            found.push(
                diagnostic
                    .label("needs long ASN in the account")
                    .help("allow it once long ASN is enabled there: allow = [\"long-asn\"]"),
            );
        }
    }
}
