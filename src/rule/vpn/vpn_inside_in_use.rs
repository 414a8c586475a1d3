use std::collections::HashMap;

use super::{is_on_vgw, of};
use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{Intent, Prefix, Vpn};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-inside-in-use", &["VPN-12"]),
    says: "A tunnel's inside subnet is used once on a router and VRF, and once on a virtual private gateway.",
    why: "On the router a second interface in the same subnet is refused, or takes the traffic of the first. AWS refuses the second tunnel on one VGW. \
          Peer subnets of vifs count too: AWS takes both kinds from 169.254.0.0/16.",
    breaks: &[
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.96.2/30"    # <-
amazon = "169.254.96.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.10.2/30"    # <-
amazon = "169.254.10.1/30"
"#,
    ],
    keeps: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("tunnel-configure")],
    check: Check::Looking(check),
};

/// Where a subnet can be used once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Scope<'a> {
    Table(usize, Option<&'a str>),
    Gateway(&'a str),
}

fn check(world: &World<'_>, found: &mut Findings) {
    if world.intent.vpns.is_empty() {
        return;
    }
    let mut first = peers(world.intent);
    for vpn in &world.intent.vpns {
        for tunnel in &vpn.tunnels {
            let (Some(customer), Some(_)) = (tunnel.customer, tunnel.amazon) else {
                continue;
            };
            let subnet = Prefix::around(customer.value);
            let mut before = None;
            for scope in scopes(vpn) {
                let user = (customer.place, format!("vpn {}", vpn.name.text));
                match first.entry((scope, subnet)) {
                    std::collections::hash_map::Entry::Occupied(used) => {
                        before = before.or(Some(used.get().clone()))
                    }
                    std::collections::hash_map::Entry::Vacant(free) => _ = free.insert(user),
                }
            }
            if let Some((place, user)) = before {
                let message = format!(
                    "vpn {} has inside subnet {subnet}, which {user} has already",
                    vpn.name.text
                );
                let diagnostic =
                    of(RULE.found(message).at(customer.place), vpn).label("used again");
                found.push(
                    diagnostic
                        .related(place, "first used here")
                        .help("take another /30 of 169.254.0.0/16 for the tunnel"),
                );
            }
        }
    }
}

/// The subnets of the vifs' sessions, on their routers.
fn peers(intent: &Intent) -> HashMap<(Scope<'_>, Prefix), (Place, String)> {
    let mut peers = HashMap::new();
    for vif in &intent.vifs {
        let Some(router) = intent.router_at(vif) else {
            continue;
        };
        let scope = Scope::Table(router.value, vif.vrf.as_ref().map(|vrf| vrf.value.as_str()));
        for peer in &vif.peers {
            peers
                .entry((scope, peer.pair.subnet()))
                .or_insert_with(|| (peer.customer.place, format!("vif {}", vif.name.text)));
        }
    }
    peers
}

fn scopes(vpn: &Vpn) -> impl Iterator<Item = Scope<'_>> {
    let vrf = vpn.vrf.as_ref().map(|vrf| vrf.value.as_str());
    let table = vpn.router.map(|router| Scope::Table(router.value, vrf));
    let gateway = vpn
        .gateway
        .as_ref()
        .filter(|_| is_on_vgw(vpn))
        .map(|gateway| Scope::Gateway(&gateway.value));
    table.into_iter().chain(gateway)
}
