use std::collections::{HashMap, HashSet};

use super::{Cover, is_hub, vrf};
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Intent, Prefix, Vif, VifType, Vpn};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-more-specific", &["PATH-10", "LINT-18"]),
    says: "A VPN beside a vif advertises the same prefixes or wider ones, never more specific ones.",
    why: "The longest prefix wins before anything else is looked at. A VPN with more specific prefixes is no backup: \
          it draws all traffic from Direct Connect into the tunnel, and nobody notices but the users.",
    breaks: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]

[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
advertise = [
  "10.20.0.0/17",               # <-
  "10.20.128.0/17",
]

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { env = "VPN_KEY_1" }

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
key = { env = "VPN_KEY_2" }
"#],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]

[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
advertise = ["10.20.0.0/16"]

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { env = "VPN_KEY_1" }

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
key = { env = "VPN_KEY_2" }
"#],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Vpn("vpn-route-priority"),
    ],
    check: Check::Looking(check),
};

/// What a VPN can stand beside.
#[derive(PartialEq, Eq, Hash)]
enum Beside<'a> {
    Gateway(&'a str),
    /// In one VRF of a router, by the type of vif, and whether it is known to lead to a VGW.
    Router(usize, Option<&'a str>, VifType, bool),
}

/// What the vifs of one such place advertise.
struct Advertised<'a> {
    exactly: HashSet<Prefix>,
    cover: Cover<'a>,
}

fn check(world: &World<'_>, found: &mut Findings) {
    if world.intent.vpns.is_empty() {
        return;
    }
    let beside = advertised(world.intent);
    for vpn in &world.intent.vpns {
        let places = places_beside(vpn, &beside);
        let hit = vpn.advertise.iter().find_map(|prefix| {
            let (wider, vif) = places.iter().find_map(|at| {
                let wider = at.cover.around(prefix.value)?;
                (!at.exactly.contains(&prefix.value)).then_some(wider)
            })?;
            Some((prefix, wider, vif))
        });
        let Some((prefix, wider, vif)) = hit else {
            continue;
        };
        let message = format!(
            "vpn {} advertises {}, which is more specific than {} of vif {} and draws its traffic",
            vpn.name.text, prefix.value, wider.value, vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(prefix.place)
            .subject(format!("vpn.{}", vpn.name.text));
        let diagnostic = diagnostic
            .concerns(&vif.name.text)
            .label("wins over Direct Connect");
        found.push(
            diagnostic
                .related(wider.place, "advertised here")
                .help(format!("advertise \"{}\" over the VPN", wider.value)),
        );
    }
}

fn advertised(intent: &Intent) -> HashMap<Beside<'_>, Advertised<'_>> {
    let mut lists: HashMap<Beside<'_>, Vec<(At<Prefix>, &Vif)>> = HashMap::new();
    for vif in intent.vifs.iter().filter(|vif| vif.is_private_or_transit()) {
        let list = || vif.advertised().iter().map(move |prefix| (*prefix, vif));
        if let Some(gateway) = &vif.gateway {
            lists
                .entry(Beside::Gateway(&gateway.value))
                .or_default()
                .extend(list());
        }
        let router = intent.router_at(vif);
        if let (Some(router), Some(kind)) = (router, vif.kind) {
            let hub = vif
                .gateway
                .as_ref()
                .is_some_and(|gateway| is_hub(&gateway.value));
            let place = Beside::Router(router.value, vrf(vif.vrf.as_ref()), kind.value, hub);
            lists.entry(place).or_default().extend(list());
        }
    }
    let index = |list: Vec<(At<Prefix>, _)>| Advertised {
        exactly: list.iter().map(|(prefix, _)| prefix.value).collect(),
        cover: Cover::new(list.into_iter()),
    };
    lists
        .into_iter()
        .map(|(place, list)| (place, index(list)))
        .collect()
}

/// What is known to be on its own gateway, else what its router suggests: a VPN on a VGW meets
/// private vifs, one on a transit gateway meets transit vifs.
fn places_beside<'a, 'b>(
    vpn: &'a Vpn,
    beside: &'b HashMap<Beside<'a>, Advertised<'a>>,
) -> Vec<&'b Advertised<'a>> {
    let gateway = vpn.gateway.as_ref().map(|gateway| gateway.value.as_str());
    if let Some(there) = gateway.and_then(|gateway| beside.get(&Beside::Gateway(gateway))) {
        return vec![there];
    }
    let Some(router) = vpn.router else {
        return Vec::new();
    };
    let types: &[(VifType, bool)] = match gateway {
        Some(gateway) if is_hub(gateway) => &[(VifType::Private, false)],
        Some(_) => &[(VifType::Transit, false)],
        None => &[
            (VifType::Private, false),
            (VifType::Private, true),
            (VifType::Transit, false),
        ],
    };
    let on = |&(kind, hub)| Beside::Router(router.value, vrf(vpn.vrf.as_ref()), kind, hub);
    types.iter().filter_map(|of| beside.get(&on(of))).collect()
}
