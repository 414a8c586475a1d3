use super::{AS_TRANS, said};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("unproven-asn", &["ASN-13", "ASN-14"]),
    says: "A public AS number on a public vif is yours, and AWS has checked it.",
    why: "AWS compares it with the registry before the vif leaves `verifying`, and a further peer may only have a private number or \
          one that is already on the vif's list. No file proves who owns a number: somebody has to know.",
    breaks: &["
[vif.prod]
type = \"public\"
asn = 2856                      # <-
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    keeps: &["
[vif.prod]
type = \"public\"
asn = 2856
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]
allow = [\"unproven-asn\", \"no-redundancy\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    sources: &[
        Source::UserGuide("create-public-vif"),
        Source::UserGuide("bgp-specific-settings"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for said in said(world.intent, |vif| vif.is(VifType::Public)) {
        let asn = said.asn.value;
        // A number for books has its own warning, and stands for one that is yours.
        if asn.is_private()
            || asn.is_documentation()
            || asn == Asn::PUBLIC_VIF
            || asn.get() == AS_TRANS
        {
            continue;
        }
        let reference = if said.is_of_a_peer() {
            "ASN-14"
        } else {
            "ASN-13"
        };
        let diagnostic = said
            .found(&RULE, "a public number that has to be yours")
            .label("AWS checks who owns it");
        found.push(
            diagnostic
                .reference(reference)
                .help("if it is yours: allow = [\"unproven-asn\"] on the vif"),
        );
    }
}
