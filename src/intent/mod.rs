//! What the engineer wants: routers, connections, virtual interfaces and how they belong
//! together. Values are valid by their types; whether they are allowed or wise is `rule`'s
//! business. What is left out stays out: a fact that the intent does not state is unknown.

pub(crate) mod code;
mod date;
mod implied;
mod load;
mod lower;
mod raw;
mod redundancy;
mod secret_way;
mod shape;
mod syntax;
mod table;
mod value;

pub use date::Date;
pub use load::{Loaded, default_paths, load, load_text};
pub use redundancy::{Part, parts};
pub use shape::At;
pub use value::{Asn, Bandwidth, Mtu, NoPair, PeerPair, Prefix, Vlan};

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Place;
use crate::secret::Origin;

/// Could the request not even be understood?
pub fn is_malformed(found: &crate::diagnostic::Findings) -> bool {
    found.iter().any(|found| code::is_malformed(found.code))
}

/// The JSON Schema of an intent file, for editors.
pub fn json_schema() -> serde_json::Value {
    use shape::Shape;
    let mut schema = raw::File::schema();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "vifctl intent".into();
    schema
}

/// Everything one run is about. Tables refer to each other by index into these lists.
#[derive(Debug, Default)]
pub struct Intent {
    pub logins: Vec<Login>,
    pub routers: Vec<Router>,
    pub connections: Vec<Connection>,
    pub vifs: Vec<Vif>,
    pub redundancies: Vec<Redundancy>,
    pub vpns: Vec<Vpn>,
}

/// A table's name and where it stands.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub place: Place,
}

#[derive(Debug)]
pub struct Login {
    pub name: Name,
    pub user: Option<At<String>>,
    pub auth: Vec<At<AuthWay>>,
    pub key_file: Option<At<String>>,
    pub password: Option<At<Origin>>,
    pub enable: Option<At<Origin>>,
    pub jump: Vec<At<Hop>>,
    pub known_hosts: Option<At<String>>,
    pub host_key: HostKey,
    pub algorithms: Algorithms,
    pub timeout_s: Option<At<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthWay {
    Agent,
    Key,
    Password,
    Interactive,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HostKey {
    #[default]
    Strict,
    AcceptNew,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithms {
    #[default]
    Modern,
    Legacy,
}

/// Somewhere to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    pub user: Option<String>,
    pub host: String,
    pub port: u16,
}

#[derive(Debug)]
pub struct Router {
    pub name: Name,
    pub vendor: Option<At<String>>,
    pub address: Option<At<Hop>>,
    pub login: Option<At<usize>>,
    pub asn: Option<At<Asn>>,
    pub labels: BTreeMap<String, String>,
    pub loopback: Option<At<std::net::IpAddr>>,
    pub software: Option<At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionKind {
    Dedicated,
    Hosted,
}

#[derive(Debug)]
pub struct Connection {
    pub name: Name,
    pub id: Option<At<String>>,
    pub kind: Option<At<ConnectionKind>>,
    pub speed: Option<At<Bandwidth>>,
    pub location: Option<At<String>>,
    pub router: Option<At<usize>>,
    pub port: Option<At<String>>,
    pub switched: Option<At<bool>>,
    pub vlan: Option<At<Vlan>>,
    pub lag: Option<At<Lag>>,
    pub macsec: Option<At<Macsec>>,
    pub jumbo: Option<At<bool>>,
    pub loa_issued: Option<At<Date>>,
    pub mtu: Option<At<u16>>,
}

#[derive(Debug)]
pub struct Lag {
    pub members: Vec<At<String>>,
    pub minimum_links: Option<At<u32>>,
}

#[derive(Debug)]
pub struct Macsec {
    pub ckn: Option<At<String>>,
    pub cak: Option<At<Origin>>,
    pub cipher: Option<At<MacsecCipher>>,
    pub mode: Option<At<MacsecMode>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacsecCipher {
    GcmAes256,
    GcmAesXpn256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacsecMode {
    NoEncrypt,
    ShouldEncrypt,
    MustEncrypt,
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    ActiveActive,
    ActivePassive,
}

#[derive(Debug)]
pub struct Redundancy {
    pub name: Name,
    pub vifs: Vec<At<usize>>,
    /// How many names the list has, known ones or not, and where it stands.
    pub listed: Option<At<usize>>,
    pub policy: Option<At<Policy>>,
}

#[derive(Debug)]
pub struct Vpn {
    pub name: Name,
    pub id: Option<At<String>>,
    pub router: Option<At<usize>>,
    pub address: Option<At<std::net::IpAddr>>,
    pub asn: Option<At<Asn>>,
    pub amazon_asn: Option<At<Asn>>,
    pub gateway: Option<At<String>>,
    pub vrf: Option<At<String>>,
    pub advertise: Vec<At<Prefix>>,
    pub advertise_place: Option<Place>,
    pub accept: Vec<At<Prefix>>,
    pub tunnels: Vec<Tunnel>,
    pub tunnels_place: Option<Place>,
}

#[derive(Debug)]
pub struct Tunnel {
    pub place: Place,
    pub outside: Option<At<std::net::IpAddr>>,
    pub customer: Option<At<ipnetwork::IpNetwork>>,
    pub amazon: Option<At<ipnetwork::IpNetwork>>,
    pub key: Option<At<Origin>>,
}

impl Intent {
    pub fn connection_of(&self, vif: &Vif) -> Option<&Connection> {
        vif.connection.map(|at| &self.connections[at.value])
    }

    pub fn router_of(&self, vif: &Vif) -> Option<&Router> {
        self.connection_of(vif)?
            .router
            .map(|at| &self.routers[at.value])
    }

    /// Our AS number in a session: the peer's, else the vif's, else the router's.
    pub fn asn_of(&self, vif: &Vif, peer: Option<&Peer>) -> Option<At<Asn>> {
        let of_router = || self.router_of(vif).and_then(|router| router.asn);
        peer.and_then(|peer| peer.asn)
            .or(vif.asn)
            .or_else(of_router)
    }

    /// The vifs of every connection, in the order of the connections.
    pub fn vifs_by_connection(&self) -> Vec<Vec<&Vif>> {
        let mut by_connection = vec![Vec::new(); self.connections.len()];
        for vif in &self.vifs {
            if let Some(at) = vif.connection {
                by_connection[at.value].push(vif);
            }
        }
        by_connection
    }

    /// The vifs that are attached to the same gateway, gateways in the order they first occur.
    pub fn vifs_by_gateway(&self) -> Vec<(&str, Vec<&Vif>)> {
        let mut groups: Vec<(&str, Vec<&Vif>)> = Vec::new();
        let mut at: HashMap<&str, usize> = HashMap::new();
        for vif in &self.vifs {
            if let Some(gateway) = &vif.gateway {
                let index = *at.entry(&gateway.value).or_insert_with(|| {
                    groups.push((&gateway.value, Vec::new()));
                    groups.len() - 1
                });
                groups[index].1.push(vif);
            }
        }
        groups
    }
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
