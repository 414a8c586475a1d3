use std::collections::BTreeMap;

use super::GatewayKind;
use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, At, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("gateway-asn", &["ASN-17", "ASN-16"]),
    says: "All vifs of a gateway have the same amazon_asn: that of the gateway.",
    why: "A gateway has one AS number, given when it was made, and shows it in every BGP session. A session that \
          expects another one does not come up: bad peer AS, NOTIFICATION 2/2.",
    breaks: &["
[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
amazon_asn = 64512
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.second]
vlan = 102
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
amazon_asn = 64513                                # <-
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    keeps: &["
[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
amazon_asn = 64512
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.second]
vlan = 102
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
amazon_asn = 64512
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    sources: &[Source::UserGuide("direct-connect-gateways"), Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (gateway, vifs) in intent.vifs_by_gateway() {
        let reference = match GatewayKind::of(gateway) {
            Some(GatewayKind::DirectConnect) => "ASN-17",
            Some(GatewayKind::VirtualPrivate) => "ASN-16",
            _ => continue,
        };
        let fits = |vif: &&Vif| {
            vif.is(VifType::Private) || (vif.is(VifType::Transit) && reference == "ASN-17")
        };
        let vifs: Vec<&Vif> = vifs.into_iter().filter(fits).collect();
        let Some((usual, example)) = most_common(&vifs) else {
            continue;
        };
        for vif in &vifs {
            // A number that no gateway has, or our own, is another rule's word.
            let own = intent.asn_of(vif, None).map(|asn| asn.value);
            let differs = |asn: &At<Asn>| {
                asn.value != usual && asn.value.is_private() && Some(asn.value) != own
            };
            let Some(asn) = vif.amazon_asn.filter(differs) else {
                continue;
            };
            let message = format!(
                "vif {} expects AS {} of gateway {gateway}, and vif {} expects AS {usual}",
                vif.name.text, asn.value, example.name.text
            );
            let diagnostic = RULE
                .found(message)
                .reference(reference)
                .at(asn.place)
                .vif(&vif.name.text)
                .label(format!("{usual} elsewhere"));
            let there = example.amazon_asn.map_or(example.name.place, |at| at.place);
            let diagnostic = diagnostic.related(there, "for the same gateway");
            found.push(diagnostic.help("AWS shows the number as amazonSideAsn of the gateway"));
        }
    }
}

/// The AS number that most of the vifs expect, of equals the first, and the first vif that does.
fn most_common<'a>(vifs: &[&'a Vif]) -> Option<(Asn, &'a Vif)> {
    let mut counts: BTreeMap<Asn, (usize, usize)> = BTreeMap::new();
    for (index, vif) in vifs.iter().enumerate() {
        if let Some(asn) = vif.amazon_asn {
            counts.entry(asn.value).or_insert((0, index)).0 += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
    most.map(|(asn, (_, first))| (asn, vifs[first]))
}
