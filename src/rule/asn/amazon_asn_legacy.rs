use super::{LEGACY, is_internal, may_be_legacy};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("amazon-asn-legacy", &["ASN-19"]),
    says: "A private vif has one of Amazon's public AS numbers only on a VGW from before July 2018.",
    why: "Such a gateway still carries 7224, or 9059 (Ireland), 10124 (Tokyo), 17493 or 17943 (Singapore; AWS prints both). \
          Any gateway made since has a private number, and on those the session does not come up with an old one.",
    breaks: &["
[vif.prod]
amazon_asn = 9059               # <-
"],
    keeps: &["
[vif.prod]
amazon_asn = 9059
gateway = \"vgw-1a2b3c4d\"
allow = [\"amazon-asn-legacy\", \"no-redundancy\"]
"],
    sources: &[Source::Faq, Source::Vpn("cgw-options")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world.intent.vifs.iter().filter(|vif| may_be_legacy(vif)) {
        let Some(asn) = vif
            .amazon_asn
            .filter(|asn| LEGACY.contains(&asn.value.get()))
        else {
            continue;
        };
        if is_internal(world.intent, vif) {
            continue;
        }
        let message = format!(
            "vif {} has amazon_asn {}, which only gateways from before July 2018 have",
            vif.name.text, asn.value
        );
        let diagnostic = RULE
            .found(message)
            .at(asn.place)
            .vif(&vif.name.text)
            .label("an old VGW?");
        found.push(diagnostic.help(
            "look at the VGW's Amazon side ASN; newer ones have 64512 unless said otherwise",
        ));
    }
}
