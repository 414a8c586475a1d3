//! A virtual interface and its BGP sessions.

use super::{Asn, At, Bandwidth, Mtu, Name, PeerPair, Prefix, Vlan};
use crate::diagnostic::Place;
use crate::secret::Origin;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VifType {
    Private,
    Transit,
    Public,
}

impl std::fmt::Display for VifType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Private => "private",
            Self::Transit => "transit",
            Self::Public => "public",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Region,
    Continent,
    Global,
}

/// Whether BFD runs, and how fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bfd {
    Off,
    On {
        interval_ms: At<u32>,
        multiplier: At<u32>,
    },
}

/// A virtual interface, with what `[defaults]` says already filled in.
#[derive(Debug)]
pub struct Vif {
    pub name: Name,
    pub id: Option<At<String>>,
    pub kind: Option<At<VifType>>,
    pub connection: Option<At<usize>>,
    pub vlan: Option<At<Vlan>>,
    pub mtu: Option<At<Mtu>>,
    pub asn: Option<At<Asn>>,
    pub amazon_asn: Option<At<Asn>>,
    pub gateway: Option<At<String>>,
    pub key: Option<At<Origin>>,
    pub bfd: Option<At<Bfd>>,
    pub hold_time: Option<At<u16>>,
    pub vrf: Option<At<String>>,
    /// The route distinguisher of that VRF.
    pub rd: Option<At<String>>,
    pub advertise: Option<At<Vec<At<Prefix>>>>,
    pub accept: Option<At<Vec<At<Prefix>>>>,
    pub preference: Option<At<Preference>>,
    pub prepend: Option<At<u32>>,
    pub scope: Option<At<Scope>>,
    pub local_preference: Option<At<u32>>,
    pub max_prefixes: Option<At<u32>>,
    pub prefix_allocation: Option<At<Allocation>>,
    pub rate_limit: Option<At<Bandwidth>>,
    pub description: Option<At<String>>,
    pub sitelink: Option<At<bool>>,
    pub peers: Vec<Peer>,
    pub allow: Vec<At<String>>,
    pub unread: Unread,
}

/// Where a vif's lists had entries that could not be read. A rule must not conclude from such a
/// list that something is missing: the mistake has been reported already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    pub peers: bool,
    pub advertise: bool,
    pub accept: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Allocation {
    pub ipv4: Option<At<u32>>,
    pub ipv6: Option<At<u32>>,
}

/// One BGP session of a vif.
#[derive(Debug)]
pub struct Peer {
    pub place: Place,
    pub customer: At<ipnetwork::IpNetwork>,
    pub amazon: At<ipnetwork::IpNetwork>,
    pub pair: PeerPair,
    pub asn: Option<At<Asn>>,
    pub key: Option<At<Origin>>,
}

impl Vif {
    pub fn is(&self, kind: VifType) -> bool {
        self.kind.is_some_and(|at| at.value == kind)
    }

    /// Private or transit: the two types that reach your own networks in AWS.
    pub fn is_private_or_transit(&self) -> bool {
        self.is(VifType::Private) || self.is(VifType::Transit)
    }

    pub fn mtu_or_default(&self) -> Mtu {
        self.mtu.map_or(Mtu::STANDARD, |at| at.value)
    }

    pub fn advertised(&self) -> &[At<Prefix>] {
        self.advertise.as_ref().map_or(&[], |list| &list.value)
    }

    /// Where it says what it advertises; the vif itself where it does not.
    pub fn advertise_place(&self) -> Place {
        let list = self.advertise.as_ref();
        list.map_or(self.name.place, |list| list.place)
    }

    pub fn accepted(&self) -> &[At<Prefix>] {
        self.accept.as_ref().map_or(&[], |list| &list.value)
    }

    /// Is there a session of this family?
    pub fn has_session(&self, ipv4: bool) -> bool {
        self.peers.iter().any(|peer| peer.pair.is_ipv4() == ipv4)
    }

    pub fn has_bfd(&self) -> bool {
        matches!(
            self.bfd,
            Some(At {
                value: Bfd::On { .. },
                ..
            })
        )
    }
}
