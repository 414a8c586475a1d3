//! What a configuration amounts to: interfaces, neighbours, filters. One reading per family of
//! configuration languages.

mod forti;
mod ios;
mod junos;
mod nokia;
mod panos;
mod ros;
mod vyos;
mod xr;

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::grammar::network;
use super::kind::Family;
use super::tree::Level;

#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub interfaces: Vec<Interface>,
    pub peers: Vec<Peer>,
    /// AS numbers, by VRF; the one of the router stands under none.
    pub asns: BTreeMap<Option<String>, u32>,
    /// What BGP announces, by VRF.
    pub networks: Vec<(Option<String>, (IpAddr, u8))>,
    pub statics: Vec<(Option<String>, (IpAddr, u8))>,
    pub filters: BTreeMap<String, Filter>,
    pub lists: BTreeMap<String, Vec<Entry>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Interface {
    pub name: String,
    pub vlan: Option<u16>,
    pub vrf: Option<String>,
    pub addresses: Vec<(IpAddr, u8)>,
    pub mtu: Option<u32>,
    pub description: Option<String>,
    pub shut: bool,
    /// Neither it nor the port below it is shut.
    pub up: bool,
    pub bfd: Option<(u32, u32)>,
    /// A second name, which other statements use.
    pub alias: String,
    /// It has a VLAN, and its port has none.
    pub untagged: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Peer {
    pub address: IpAddr,
    pub vrf: Option<String>,
    pub remote_as: Option<u32>,
    pub local_as: Option<u32>,
    pub key: Option<String>,
    pub bfd: bool,
    pub description: Option<String>,
    pub keepalive: u32,
    pub hold: u32,
    pub limit: Option<usize>,
    pub import: Option<String>,
    pub export: Option<String>,
    /// Nothing passes without a policy.
    pub strict: bool,
    pub shut: bool,
}

/// The lists that a policy lets through; none, and it lets everything through.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub lists: Vec<String>,
    pub any: bool,
}

/// A prefix and the lengths that match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub permit: bool,
    pub prefix: (IpAddr, u8),
    pub shortest: u8,
    pub longest: u8,
}

impl Peer {
    pub(super) fn new(address: IpAddr, vrf: Option<String>) -> Self {
        Self {
            address,
            vrf,
            remote_as: None,
            local_as: None,
            key: None,
            bfd: false,
            description: None,
            keepalive: 60,
            hold: 180,
            limit: None,
            import: None,
            export: None,
            strict: false,
            shut: false,
        }
    }
}

impl Interface {
    /// Is the neighbour's address in one of the interface's networks?
    pub(super) fn reaches(&self, peer: &Peer) -> bool {
        self.vrf == peer.vrf && self.address_towards(peer.address).is_some()
    }

    pub(super) fn address_towards(&self, other: IpAddr) -> Option<IpAddr> {
        let found = self.addresses.iter().find(|(address, length)| {
            address.is_ipv4() == other.is_ipv4()
                && network((*address, *length)) == network((other, *length))
        });
        found.map(|(address, _)| *address)
    }
}

impl Entry {
    fn holds(&self, (address, length): (IpAddr, u8)) -> bool {
        address.is_ipv4() == self.prefix.0.is_ipv4()
            && (self.shortest..=self.longest).contains(&length)
            && length >= self.prefix.1
            && network((address, self.prefix.1)) == network(self.prefix)
    }
}

impl Seen {
    /// Read a configuration.
    pub(super) fn new(family: Family, tree: &Level) -> Self {
        let mut seen = match family {
            Family::Ios => ios::seen(tree),
            Family::Frr => ios::kernel(ios::seen(tree)),
            Family::Junos => junos::seen(tree),
            Family::Vyos => vyos::seen(tree),
            Family::Panos => panos::seen(tree),
            Family::Srl => nokia::srl(tree),
            Family::Sros => nokia::sros(tree),
            Family::Forti => forti::seen(tree),
            Family::Ros => ros::seen(tree),
            Family::Xr => xr::xr(tree),
            Family::Vrp => xr::vrp(tree),
        };
        let ports: Vec<(String, bool)> = seen
            .interfaces
            .iter()
            .map(|interface| (interface.name.clone(), interface.shut))
            .collect();
        for interface in &mut seen.interfaces {
            let port = interface.name.split('.').next().unwrap_or_default();
            let dark = ports
                .iter()
                .any(|(name, shut)| *shut && (name == port || *name == interface.name));
            interface.up = !dark;
        }
        seen
    }

    pub(super) fn asn(&self, vrf: Option<&str>) -> Option<u32> {
        let own = self.asns.get(&vrf.map(str::to_owned));
        own.or_else(|| self.asns.get(&None)).copied()
    }

    pub(super) fn peer(&mut self, address: IpAddr, vrf: Option<&str>) -> &mut Peer {
        let at = self
            .peers
            .iter()
            .position(|peer| peer.address == address && peer.vrf.as_deref() == vrf);
        let at = at.unwrap_or_else(|| {
            self.peers.push(Peer::new(address, vrf.map(str::to_owned)));
            self.peers.len() - 1
        });
        &mut self.peers[at]
    }

    pub(super) fn interface(&mut self, name: &str) -> &mut Interface {
        let at = self
            .interfaces
            .iter()
            .position(|interface| interface.name == name);
        let at = at.unwrap_or_else(|| {
            self.interfaces.push(Interface {
                name: name.to_owned(),
                ..Interface::default()
            });
            self.interfaces.len() - 1
        });
        &mut self.interfaces[at]
    }

    /// What goes out to a neighbour: what BGP announces and the filter lets through.
    pub(super) fn advertised(&self, peer: &Peer) -> Vec<(IpAddr, u8)> {
        let networks = self.networks.iter();
        let own = networks.filter(|(vrf, (address, _))| {
            *vrf == peer.vrf && address.is_ipv4() == peer.address.is_ipv4()
        });
        own.map(|(_, prefix)| *prefix)
            .filter(|prefix| self.passes(peer.export.as_deref(), peer.strict, *prefix))
            .collect()
    }

    pub(super) fn accepts(&self, peer: &Peer, prefix: (IpAddr, u8)) -> bool {
        self.passes(peer.import.as_deref(), peer.strict, prefix)
    }

    fn passes(&self, policy: Option<&str>, strict: bool, prefix: (IpAddr, u8)) -> bool {
        let Some(policy) = policy else {
            return !strict;
        };
        let Some(filter) = self.filters.get(policy) else {
            return false;
        };
        filter.any
            || filter.lists.iter().any(|list| {
                let entries = self.lists.get(list).into_iter().flatten();
                let first = entries.into_iter().find(|entry| entry.holds(prefix));
                first.is_some_and(|entry| entry.permit)
            })
    }

    /// The interface whose network this one's overlaps in the same VRF, and which network.
    pub(super) fn overlap(&self, own: &str) -> Option<(&Interface, (IpAddr, u8))> {
        let one = self
            .interfaces
            .iter()
            .find(|interface| interface.name == own)?;
        let others = self
            .interfaces
            .iter()
            .filter(|other| other.name != own && other.vrf == one.vrf);
        others.into_iter().find_map(|other| {
            let both = one
                .addresses
                .iter()
                .flat_map(|a| other.addresses.iter().map(move |b| (a, b)));
            let clash = both.into_iter().find(|(a, b)| {
                let length = a.1.min(b.1);
                a.0.is_ipv4() == b.0.is_ipv4() && network((a.0, length)) == network((b.0, length))
            });
            clash.map(|(a, _)| (other, network(*a)))
        })
    }
}
