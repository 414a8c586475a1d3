use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use super::{Space, end_of_kind};
use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{At, Intent, Peer, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("peer-in-lan", &["IP-12"]),
    says: "The peer subnet of a private or transit vif is taken neither from a LAN nor from a VPC.",
    why: "It holds the two routers and nothing else. A piece of a LAN or VPC that others use is reached over the wrong interface from then on. \
          What is /16 or longer counts as a LAN or a VPC, a VPC being no larger; what is shorter, as 10.0.0.0/8, is a summary \
          that peer subnets may well lie in.",
    breaks: &[
        "
[vif.prod]
advertise = [\"10.20.0.0/16\"]

[[vif.prod.peer]]
customer = \"10.20.0.2/30\"       # <-
amazon = \"10.20.0.1/30\"
",
        "
[vif.prod]
accept = [\"172.31.0.0/16\"]

[[vif.prod.peer]]
customer = \"172.31.5.2/24\"      # <-
amazon = \"172.31.5.1/24\"
",
    ],
    keeps: &[
        "
[vif.prod]
advertise = [\"10.0.0.0/8\"]
accept = [\"0.0.0.0/0\"]

[[vif.prod.peer]]
customer = \"10.255.96.2/30\"
amazon = \"10.255.96.1/30\"
",
        "
[vif.prod]
advertise = [\"10.20.0.0/16\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
    ],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-transit-vif-dx"),
    ],
    check: Check::Looking(check),
};

/// The largest a VPC can be. What is shorter is taken for a summary.
const LARGEST: u8 = 16;

fn check(world: &World<'_>, found: &mut Findings) {
    let lans = Lans::of(world.intent);
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        for peer in &vif.peers {
            // 169.254.0.0/16 is no LAN's.
            if !peer.pair.is_ipv4()
                || end_of_kind(peer, |space| space == Space::LinkLocal).is_some()
            {
                continue;
            }
            let subnet = peer.pair.subnet();
            let of_lan = lans
                .overlapping(vrf(vif), subnet)
                .map(|lan| (lan, "let out to AWS"));
            let of_vpc = || accepted(vif, subnet).map(|vpc| (vpc, "let in from AWS"));
            if let Some((taken, way)) = of_lan.or_else(of_vpc) {
                report(vif, peer, taken, way, found);
            }
        }
    }
}

fn report(vif: &Vif, peer: &Peer, taken: At<Prefix>, way: &str, found: &mut Findings) {
    let message = format!(
        "vif {} has the peer subnet {}, which overlaps {}, {way}",
        vif.name.text,
        peer.pair.subnet(),
        taken.value
    );
    let diagnostic = RULE
        .found(message)
        .at(peer.customer.place)
        .vif(&vif.name.text)
        .label("taken from a LAN or a VPC");
    found.push(diagnostic.related(taken.place, way).help(
        "a subnet for the two routers alone; AWS picks one from 169.254.0.0/16 if you name none",
    ));
}

fn vrf(vif: &Vif) -> Option<&str> {
    vif.vrf.as_ref().map(|vrf| vrf.value.as_str())
}

fn accepted(vif: &Vif, subnet: Prefix) -> Option<At<Prefix>> {
    vif.accepted().iter().copied().find(|prefix| {
        is_lan(prefix.value) && prefix.value.overlaps(subnet) && !is_the_link(prefix.value, subnet)
    })
}

/// Can a prefix be that of one LAN or one VPC? 192.168.0.0/16 as a whole is a summary as well.
fn is_lan(prefix: Prefix) -> bool {
    let all_of_192_168 =
        prefix.length() == 16 && prefix.network().ip() == IpAddr::from([192, 168, 0, 0]);
    prefix.is_ipv4() && prefix.length() >= LARGEST && !all_of_192_168
}

/// A subnet with room for two routers only is no LAN: its being let out is another rule's word.
fn is_the_link(prefix: Prefix, subnet: Prefix) -> bool {
    subnet.length() >= 30 && subnet.contains(prefix)
}

/// First and last address of an IPv4 prefix.
fn ends(prefix: Prefix) -> Option<(u32, u32)> {
    match (prefix.network().network(), prefix.network().broadcast()) {
        (IpAddr::V4(first), IpAddr::V4(last)) => Some((first.into(), last.into())),
        _ => None,
    }
}

/// The IPv4 LANs that are let out, by VRF: sorted, so that each peer finds its own in few steps.
struct Lans<'a> {
    vrfs: HashMap<Option<&'a str>, usize>,
    /// VRF, first address, length, and the prefix as it stands in the file.
    sorted: Vec<(usize, u32, u8, At<Prefix>)>,
}

impl<'a> Lans<'a> {
    fn of(intent: &'a Intent) -> Self {
        let mut lans = Self {
            vrfs: HashMap::new(),
            sorted: Vec::new(),
        };
        let mut seen: HashSet<(usize, Place)> = HashSet::new();
        for vif in intent.vifs.iter().filter(|vif| vif.is_private_or_transit()) {
            let next = lans.vrfs.len();
            let vrf = *lans.vrfs.entry(vrf(vif)).or_insert(next);
            // A list in the defaults is every vif's.
            let new = vif
                .advertise
                .as_ref()
                .is_some_and(|list| seen.insert((vrf, list.place)));
            for prefix in vif
                .advertised()
                .iter()
                .filter(|prefix| new && is_lan(prefix.value))
            {
                let start = ends(prefix.value)
                    .map(|(start, _)| (vrf, start, prefix.value.length(), *prefix));
                lans.sorted.extend(start);
            }
        }
        lans.sorted
            .sort_by_key(|(vrf, start, length, prefix)| (*vrf, *start, *length, prefix.place));
        lans
    }

    /// A LAN around a subnet, the narrowest first, or else one inside it.
    fn overlapping(&self, vrf: Option<&str>, subnet: Prefix) -> Option<At<Prefix>> {
        let vrf = *self.vrfs.get(&vrf)?;
        let (start, end) = ends(subnet)?;
        let around = |length: u8| {
            let first = start & (u32::MAX << (32 - length));
            self.at_or_after(vrf, first, length)
                .filter(|lan| (lan.0, lan.1, lan.2) == (vrf, first, length))
        };
        let inside = || {
            self.at_or_after(vrf, start, 0)
                .filter(|lan| lan.0 == vrf && lan.1 <= end)
        };
        let lan = (LARGEST..=subnet.length())
            .rev()
            .filter_map(around)
            .chain(inside())
            .find(|lan| !is_the_link(lan.3.value, subnet))?;
        Some(lan.3)
    }

    fn at_or_after(
        &self,
        vrf: usize,
        start: u32,
        length: u8,
    ) -> Option<&(usize, u32, u8, At<Prefix>)> {
        let index = self
            .sorted
            .partition_point(|lan| (lan.0, lan.1, lan.2) < (vrf, start, length));
        self.sorted.get(index)
    }
}
