use super::special_space;
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-prefix-space", &["PUB-03"]),
    says: "A public vif advertises public prefixes only, registered to you or lent to you in writing.",
    why: "AWS looks every prefix up in the registries and waits for a letter of the holder where it is not yours. \
          Private, shared, link-local and other special space is nobody's. Hosts with private addresses reach public \
          services through NAT to a public prefix.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"10.20.0.0/16\"]                     # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[
        Source::UserGuide("create-public-vif"),
        Source::KnowledgeCenter("prefixes of a public virtual interface"),
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
        // A length that AWS does not take is said once, by the rule for lengths.
        for prefix in vif
            .advertised()
            .iter()
            .filter(|prefix| super::public_prefix_length::fits(prefix.value))
        {
            let Some((range, what)) = special_space(prefix.value) else {
                continue;
            };
            let inside = if range.contains(prefix.value) {
                "which is"
            } else {
                "which has a part in"
            };
            let message = format!(
                "public vif {} advertises {}, {inside} {what}",
                vif.name.text, prefix.value
            );
            let diagnostic = RULE
                .found(message)
                .at(prefix.place)
                .vif(&vif.name.text)
                .label(format!("{range}: not public"));
            found.push(diagnostic.help(
                "advertise a public prefix of yours, and translate private addresses to it (NAT)",
            ));
        }
    }
}
