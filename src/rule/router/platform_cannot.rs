use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{Connection, Vif};
use crate::rule::{Check, Rule, Source, World};
use crate::vendor::{Features, Pack};

pub static RULE: Rule = Rule {
    code: Code::error("platform-cannot", &[]),
    says: "The router's platform has what the vif needs.",
    why: "What a platform cannot do is refused here, and never left out of its configuration in silence. \
          `vifctl vendors` shows what each of them can do.",
    breaks: &["
[router.edge]
vendor = \"cisco_asa\"
asn = 65010

[vif.prod]
vrf = \"AWS\"                     # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010

[vif.prod]
vrf = \"AWS\"
"],
    sources: &[Source::Vendor("as its pack quotes it")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let pack_of = |router: usize| {
        let router = &world.intent.routers[router];
        Some((router, world.vendors.get(&router.vendor.as_ref()?.value)?))
    };
    let vifs = world.intent.vifs_by_connection();
    for (connection, vifs) in world.intent.connections.iter().zip(vifs) {
        let Some((router, pack)) = connection.router.and_then(|at| pack_of(at.value)) else {
            continue;
        };
        let say = |need: &str, whose: String, place: Place| {
            let message = format!("{whose} needs {need}, and {} cannot do that", pack.title);
            RULE.found(message)
                .at(place)
                .label(format!("not on router {}", router.name.text))
        };
        for (need, place) in port_lacks(connection, &pack.features) {
            let name = &connection.name.text;
            let diagnostic = say(need, format!("connection {name}"), place)
                .subject(format!("connection.{name}"));
            found.push(diagnostic.concerns_each(vifs.iter().map(|vif| &*vif.name.text)));
        }
        for vif in vifs {
            for (need, place) in vif_lacks(vif, pack) {
                found.push(say(&need, format!("vif {}", vif.name.text), place).vif(&vif.name.text));
            }
        }
    }
}

/// What a port needs and its platform has not, with the place that says so.
fn port_lacks(
    connection: &Connection,
    can: &Features,
) -> impl Iterator<Item = (&'static str, Place)> {
    // A hosted connection can have neither, whatever its router can do.
    let hosted = connection.is_hosted();
    let lag = connection
        .lag
        .as_ref()
        .filter(|_| !can.lag && !hosted)
        .map(|at| ("a LAG", at.place));
    let macsec = connection
        .macsec
        .as_ref()
        .filter(|_| !can.macsec && !hosted)
        .map(|at| ("MACsec with a 256-bit key", at.place));
    lag.into_iter().chain(macsec)
}

/// What a vif needs and its platform has not.
fn vif_lacks(vif: &Vif, pack: &Pack) -> Vec<(String, Place)> {
    let can = &pack.features;
    let ipv6 = vif
        .peers
        .iter()
        .find(|peer| !peer.pair.is_ipv4())
        .map(|peer| peer.customer.place);
    let bfd = vif.bfd.filter(|_| vif.has_bfd()).map(|at| at.place);
    let needs = [
        (can.ipv6, "an IPv6 session", ipv6),
        (can.vrf, "a VRF", vif.vrf.as_ref().map(|at| at.place)),
        (can.bfd, "BFD", bfd),
    ];
    let mut lacks: Vec<(String, Place)> = needs
        .into_iter()
        .filter(|(can, ..)| !can)
        .filter_map(|(_, need, place)| Some((need.to_owned(), place?)))
        .collect();
    if let Some(mtu) = vif.mtu.filter(|mtu| mtu.value.get() > can.largest_mtu) {
        lacks.push((format!("an MTU above {}", can.largest_mtu), mtu.place));
    }
    lacks
}
