//! Which way traffic leaves.

checks! {
    best_path
    multipath
}

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use ipnetwork::IpNetwork;

use super::look::{Seen, hides_rows};
use super::scene::{PeerScene, same_interface};
use crate::intent::Prefix;

/// IPv6 routes go to link-local addresses, which say nothing but the interface: Amazon's address of
/// this family in the vif that is on it.
fn on_a_leg(peer: &PeerScene<'_>, seen: &Seen<'_>) -> Option<IpAddr> {
    let hop = seen.text("next_hop")?.parse::<Ipv6Addr>().ok()?;
    let interface = seen
        .text("interface")
        .filter(|_| hop.is_unicast_link_local())?;
    let router = peer.vif.port.router;
    let scene = peer.vif.port.scene;
    let mut vifs = (0..scene.intent.vifs.len()).filter_map(|index| scene.vif(index));
    let leg = vifs.find(|vif| {
        let same = |name: String| same_interface(&name, interface);
        std::ptr::eq(vif.port.router, router) && vif.interface_name().is_some_and(same)
    })?;
    leg.peers()
        .map(|peer| peer.amazon())
        .find(|address| address.is_ipv6())
}

/// The next hops of every prefix that AWS should send us, as the routing table has them.
fn next_hops<'a>(
    peer: &PeerScene<'a>,
) -> Result<BTreeMap<IpNetwork, Vec<(IpAddr, Seen<'a>)>>, String> {
    let mut hops: BTreeMap<IpNetwork, Vec<(IpAddr, Seen<'a>)>> = BTreeMap::new();
    let accept = peer.accept();
    let mut read = false;
    for answer in peer.vif.port.facts.of("route") {
        read |= answer.facts.as_ref().is_ok_and(|facts| !hides_rows(facts));
        for seen in answer.rows().filter(|seen| peer.vif.same_vrf(seen)) {
            let network = seen
                .text("prefix")
                .and_then(|text| text.parse::<IpNetwork>().ok());
            let hop = seen
                .text("next_hop")
                .and_then(|text| text.parse::<IpAddr>().ok());
            let (Some(network), Some(hop)) = (network, hop) else {
                continue;
            };
            let hop = on_a_leg(peer, &seen).unwrap_or(hop);
            if accept
                .iter()
                .any(|prefix| prefix.contains(Prefix::around(network)))
            {
                hops.entry(network).or_default().push((hop, seen));
            }
        }
    }
    match hops.is_empty() {
        true if read => Err("the routing table has none of the prefixes of `accept`".to_owned()),
        true => Err(peer.vif.port.untold("route", "prefix", "")),
        false => Ok(hops),
    }
}
