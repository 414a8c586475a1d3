use std::collections::HashMap;
use std::net::IpAddr;

use super::{Space, end_of_kind, peers};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::intent::{At, Intent, Peer, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("peer-address-shared", &["IP-13"]),
    says: "The peer addresses of a private or transit vif serve its sessions and nothing else.",
    why: "AWS does not carry that subnet into its networks, and it goes away with the vif. VPN tunnels, management and traffic \
          belong on a loopback or a LAN address, which is let out like any other prefix.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
loopback = \"169.254.96.2\"       # <-
",
        "
[vif.prod]
advertise = [\"10.20.0.0/16\", \"192.168.96.0/30\"] # <-

[[vif.prod.peer]]
customer = \"192.168.96.2/30\"
amazon = \"192.168.96.1/30\"
",
    ],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
loopback = \"10.20.255.1\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-transit-vif-dx"),
        Source::Vpn("private-ip-dx"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let_out(world.intent, found);
    used_elsewhere(world.intent, found);
}

/// Prefixes of a link's own subnet that a vif lets out.
fn let_out(intent: &Intent, found: &mut Findings) {
    for (vif, peer) in peers(intent).filter(|(vif, _)| vif.is_private_or_transit()) {
        let subnet = peer.pair.subnet();
        let link = |prefix: &&At<Prefix>| subnet.contains(prefix.value);
        // A subnet with room for more than the two routers is a LAN, and link-local prefixes have
        // no business outside whatever they are for: both have rules of their own.
        let narrow = subnet.length() >= if subnet.is_ipv4() { 30 } else { 125 };
        let own = narrow && end_of_kind(peer, |space| space == Space::LinkLocal).is_none();
        if let Some(prefix) = vif.advertised().iter().find(link).filter(|_| own) {
            let message = format!(
                "vif {} lets out {}, of its own peer subnet",
                vif.name.text, prefix.value
            );
            let diagnostic = RULE
                .found(message)
                .at(prefix.place)
                .vif(&vif.name.text)
                .label("the link itself");
            found.push(
                diagnostic
                    .related(peer.customer.place, "the peer")
                    .help("remove it from `advertise`"),
            );
        }
    }
}

/// Addresses that are in use elsewhere on the same router.
fn used_elsewhere(intent: &Intent, found: &mut Findings) {
    let uses = uses(intent);
    for (vif, peer) in peers(intent).filter(|(vif, _)| vif.is_private_or_transit()) {
        let Some(router) = intent.router_at(vif) else {
            continue;
        };
        for used in uses
            .get(&(router.value, peer.customer.value.ip()))
            .into_iter()
            .flatten()
        {
            found.push(shared(vif, peer, used));
        }
    }
}

/// What else an address of a router is for.
struct Use {
    subject: String,
    what: &'static str,
    place: Place,
}

fn uses(intent: &Intent) -> HashMap<(usize, IpAddr), Vec<Use>> {
    let mut uses: HashMap<_, Vec<Use>> = HashMap::new();
    for (index, router) in intent.routers.iter().enumerate() {
        let subject = || format!("router.{}", router.name.text);
        if let Some(loopback) = router.loopback {
            uses.entry((index, loopback.value)).or_default().push(Use {
                subject: subject(),
                what: "loopback",
                place: loopback.place,
            });
        }
        let managed = router
            .address
            .as_ref()
            .and_then(|hop| Some((hop.value.host.parse().ok()?, hop.place)));
        if let Some((address, place)) = managed {
            uses.entry((index, address)).or_default().push(Use {
                subject: subject(),
                what: "management address",
                place,
            });
        }
    }
    for vpn in &intent.vpns {
        if let (Some(router), Some(address)) = (vpn.router, vpn.address) {
            let subject = format!("vpn.{}", vpn.name.text);
            uses.entry((router.value, address.value))
                .or_default()
                .push(Use {
                    subject,
                    what: "outside address",
                    place: address.place,
                });
        }
    }
    uses
}

fn shared(vif: &Vif, peer: &Peer, used: &Use) -> Diagnostic {
    let message = format!(
        "{} has the {} {}, a peer address of vif {}",
        used.subject,
        used.what,
        peer.customer.value.ip(),
        vif.name.text
    );
    let diagnostic = RULE
        .found(message)
        .at(used.place)
        .subject(&used.subject)
        .concerns(&vif.name.text);
    diagnostic
        .label("serves the session")
        .related(peer.customer.place, "the peer")
        .help("use a loopback or a LAN address")
}
