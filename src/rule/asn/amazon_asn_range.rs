use super::{AS_TRANS, LEGACY, is_internal, may_be_legacy};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("amazon-asn-range", &["ASN-18"]),
    says: "On a private or transit vif Amazon's AS number is a private one: 64512 to 65534, or 4200000000 to 4294967294.",
    why: "It is that of the gateway the vif is attached to, and AWS makes no gateway with another. The number is chosen when the gateway \
          is made (64512 unless said otherwise) and stays; the console shows it beside the gateway and the vif.",
    breaks: &[
        "
[vif.prod]
amazon_asn = 16509              # <-
",
        "
[vif.prod]
type = \"transit\"
amazon_asn = 7224               # <-
",
    ],
    keeps: &["
[vif.prod]
amazon_asn = 64512
"],
    sources: &[Source::Api("CreateDirectConnectGateway"), Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        let Some(asn) = vif.amazon_asn.filter(|asn| !asn.value.is_private()) else {
            continue;
        };
        let old = LEGACY.contains(&asn.value.get());
        // The same number at both ends is the nearer explanation, and has its own rule.
        if old && may_be_legacy(vif) || is_internal(world.intent, vif) {
            continue;
        }
        let label = match asn.value {
            asn if asn.is_documentation() => {
                "for documentation (RFC 5398); stands for a public one"
            }
            asn if asn.get() == AS_TRANS => "AS_TRANS, nobody's own (RFC 6793)",
            _ if old => "only of public vifs and of VGWs from before 2018-07",
            _ => "not in a private range",
        };
        let message = format!(
            "vif {} has amazon_asn {}, which no gateway can have",
            vif.name.text, asn.value
        );
        let diagnostic = RULE
            .found(message)
            .at(asn.place)
            .vif(&vif.name.text)
            .label(label);
        found.push(diagnostic.help("amazon_asn = 64512, unless the gateway was made with another; AWS shows it as amazonSideAsn"));
    }
}
