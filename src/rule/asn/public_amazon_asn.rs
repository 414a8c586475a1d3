use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-amazon-asn", &["ASN-11"]),
    says: "On a public vif Amazon's AS number is 7224.",
    why: "A public vif ends on Amazon's own edge, not on a gateway of yours, so there is no AS number to choose. \
          With another one the OPEN is refused and the session never comes up.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 64512              # <-
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
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
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Api("CreatePublicVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        let Some(asn) = vif.amazon_asn.filter(|asn| asn.value != Asn::PUBLIC_VIF) else {
            continue;
        };
        let message = format!(
            "vif {} is public and has amazon_asn {}",
            vif.name.text, asn.value
        );
        found.push(
            RULE.found(message)
                .at(asn.place)
                .vif(&vif.name.text)
                .label("7224 on every public vif")
                .help("amazon_asn = 7224"),
        );
    }
}
