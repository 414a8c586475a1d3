use super::said;
use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("customer-asn-7224", &["ASN-12"]),
    says: "Your own AS number on a public vif is not 7224.",
    why: "7224 is Amazon's. With it at both ends the session would be an internal one, and AWS refuses the vif.",
    breaks: &["
[vif.prod]
type = \"public\"
asn = 7224                      # <-
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
asn = 65010
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    sources: &[Source::Faq, Source::UserGuide("routing-and-bgp")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for said in said(world.intent, |vif| vif.is(VifType::Public)) {
        if said.asn.value == Asn::PUBLIC_VIF {
            let diagnostic = said.found(&RULE, "which is Amazon's on a public vif");
            found.push(
                diagnostic
                    .label("Amazon's own")
                    .help("asn = the AS number of your network"),
            );
        }
    }
}
