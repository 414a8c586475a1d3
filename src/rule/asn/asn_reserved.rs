use super::{AS_TRANS, said};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("asn-reserved", &["ASN-08"]),
    says: "Your AS number is one that a network can have.",
    why: "64496 to 64511 and 65536 to 65551 are for books (RFC 5398), and 23456 stands in for numbers that a router cannot write \
          (RFC 6793). vifctl counts those of books as the public numbers they stand for, so that examples can be written.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 64500                     # <-
",
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 23456                     # <-
",
    ],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[
        Source::Standard("RFC 5398"),
        Source::Standard("RFC 6793"),
        Source::Ours("a real network has none of them"),
    ],
    check: Check::Looking(check),
};

/// Only your own numbers: on AWS's side none of these is in the range that there is.
fn check(world: &World<'_>, found: &mut Findings) {
    for said in said(world.intent, |_| true) {
        let (what, label) = match said.asn.value {
            asn if asn.is_documentation() => (
                "a number for documentation, counted here as the public one it stands for",
                "for documentation (RFC 5398)",
            ),
            asn if asn.get() == AS_TRANS => (
                "AS_TRANS, which is no network's own",
                "stands in for 4-byte numbers (RFC 6793)",
            ),
            _ => continue,
        };
        found.push(
            said.found(&RULE, what).label(label).help(
                "write the AS number that your network has, or a private one: 64512 to 65534",
            ),
        );
    }
}
