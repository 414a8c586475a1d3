//! Peer addresses and the subnets they lie in.

rules! {
    bad_address bad_prefix documentation_address ipv6_peer_not_assigned peer_address_form peer_address_shared
    peer_address_unusable peer_family_twice peer_in_lan peer_mismatch peer_network_address peer_not_private
    peer_subnet_in_use prefix_host_bits public_peer_in_use public_peer_missing public_peer_not_public
}

use std::net::{IpAddr, Ipv4Addr};

use ipnetwork::IpNetwork;

use crate::diagnostic::Place;
use crate::intent::{At, Intent, Peer, Vif};

/// What an IPv4 address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    Private,
    LinkLocal,
    /// Between a carrier's NAT and its customers (RFC 6598).
    Shared,
    Documentation,
    Benchmark,
    /// No address of an interface: loopback, multicast, this network, the future.
    Reserved,
    Public,
}

impl Space {
    fn of(address: Ipv4Addr) -> Self {
        match address.octets() {
            [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Self::Private,
            [169, 254, ..] => Self::LinkLocal,
            [100, 64..=127, ..] => Self::Shared,
            [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Self::Documentation,
            [198, 18 | 19, ..] => Self::Benchmark,
            [0 | 127 | 224..=255, ..] | [192, 0, 0, _] => Self::Reserved,
            _ => Self::Public,
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Private => "private (RFC 1918)",
            Self::LinkLocal => "link-local (169.254.0.0/16)",
            Self::Shared => "carrier-grade NAT space (100.64.0.0/10)",
            Self::Documentation => "for documentation (RFC 5737)",
            Self::Benchmark => "for benchmarks (198.18.0.0/15)",
            Self::Reserved => "reserved",
            Self::Public => "public",
        }
    }
}

/// The first end of an IPv4 session, ours before AWS's, whose address is of a kind that `wanted` picks.
fn end_of_kind(peer: &Peer, wanted: impl Fn(Space) -> bool) -> Option<(At<IpNetwork>, Space)> {
    [peer.customer, peer.amazon]
        .into_iter()
        .find_map(|end| match end.value.ip() {
            IpAddr::V4(address) => {
                Some((end, Space::of(address))).filter(|(_, space)| wanted(*space))
            }
            IpAddr::V6(_) => None,
        })
}

/// Set apart for documentation in IPv6 (RFC 3849).
fn is_documentation_v6(address: IpNetwork) -> bool {
    matches!(address.ip(), IpAddr::V6(address) if address.segments()[..2] == [0x2001, 0x0db8])
}

/// Every peer with its vif.
fn peers(intent: &Intent) -> impl Iterator<Item = (&Vif, &Peer)> {
    intent
        .vifs
        .iter()
        .flat_map(|vif| vif.peers.iter().map(move |peer| (vif, peer)))
}

/// A peer's subnet, among those of one group that must not overlap.
struct Held<'a, G> {
    group: G,
    start: IpAddr,
    end: IpAddr,
    vif: &'a Vif,
    peer: &'a Peer,
}

impl<'a, G> Held<'a, G> {
    fn new(group: G, vif: &'a Vif, peer: &'a Peer) -> Self {
        let subnet = peer.pair.subnet().network();
        Self {
            group,
            start: subnet.network(),
            end: subnet.broadcast(),
            vif,
            peer,
        }
    }

    fn place(&self) -> Place {
        self.peer.customer.place
    }
}

/// Two vifs whose subnets overlap, the one that stands first in the file first.
struct Overlap<'a, 'h, G> {
    first: &'h Held<'a, G>,
    again: &'h Held<'a, G>,
}

impl<G> Overlap<'_, '_, G> {
    /// Where it is used again; peers from the defaults are everybody's, so there it is the vif.
    fn place(&self) -> Place {
        if self.first.place() == self.again.place() {
            self.again.vif.name.place
        } else {
            self.again.place()
        }
    }

    fn in_words(&self) -> String {
        let (first, again) = (self.first.peer.pair.subnet(), self.again.peer.pair.subnet());
        let (owner, other) = (&self.again.vif.name.text, &self.first.vif.name.text);
        if first == again {
            format!("vif {owner} has the peer subnet {again}, as has vif {other}")
        } else {
            format!(
                "vif {owner} has the peer subnet {again}, which overlaps {first} of vif {other}"
            )
        }
    }
}

/// Subnets that overlap with one that begins before them, by sorting. Those of one vif are not its
/// business: two peers of one family are a mistake of another kind.
fn overlaps<'a, 'h, G: Ord>(held: &'h mut [Held<'a, G>]) -> Vec<Overlap<'a, 'h, G>> {
    held.sort_by(|a, b| {
        (&a.group, a.start, a.end, a.vif.name.place).cmp(&(
            &b.group,
            b.start,
            b.end,
            b.vif.name.place,
        ))
    });
    let mut found = Vec::new();
    let mut widest: Option<&Held<'a, G>> = None;
    for next in held.iter() {
        let met = widest.filter(|wide| {
            wide.group == next.group
                && wide.end >= next.start
                && wide.start.is_ipv4() == next.start.is_ipv4()
        });
        if let Some(wide) = met.filter(|wide| !std::ptr::eq(wide.vif, next.vif)) {
            let in_order = wide.vif.name.place <= next.vif.name.place;
            let (first, again) = if in_order { (wide, next) } else { (next, wide) };
            found.push(Overlap { first, again });
        }
        if met.is_none_or(|wide| wide.end < next.end) {
            widest = Some(next);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_at_the_edges_of_their_ranges() {
        let space = |text: &str| Space::of(text.parse().unwrap());
        assert_eq!(space("172.15.255.255"), Space::Public);
        assert_eq!(space("172.16.0.0"), Space::Private);
        assert_eq!(space("172.32.0.0"), Space::Public);
        assert_eq!(space("100.63.255.255"), Space::Public);
        assert_eq!(space("100.127.255.255"), Space::Shared);
        assert_eq!(space("198.19.255.255"), Space::Benchmark);
        assert_eq!(space("198.20.0.0"), Space::Public);
        assert_eq!(space("203.0.113.255"), Space::Documentation);
        assert_eq!(space("224.0.0.1"), Space::Reserved);
    }
}
