//! What the engineer wants: routers, connections, virtual interfaces and how they belong
//! together. Values are valid by their types; whether they are allowed or wise is `rule`'s
//! business. What is left out stays out: a fact that the intent does not state is unknown.

mod choice;
pub(crate) mod code;
mod connection;
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
mod vif;

pub use connection::{Connection, ConnectionKind, Lag, Macsec, MacsecCipher, MacsecMode};
pub use date::Date;
pub use load::{Loaded, default_paths, load, load_text};
pub use redundancy::{Part, parts};
pub use shape::At;
pub use value::{Asn, Bandwidth, Mtu, NoPair, PeerPair, Prefix, Vlan};
pub use vif::{Allocation, Bfd, Peer, Preference, Scope, Unread, Vif, VifType};

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

impl Redundancy {
    pub fn is_active_passive(&self) -> bool {
        self.policy
            .is_some_and(|at| at.value == Policy::ActivePassive)
    }
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
}

#[derive(Debug)]
pub struct Tunnel {
    pub outside: Option<At<std::net::IpAddr>>,
    pub customer: Option<At<ipnetwork::IpNetwork>>,
    pub amazon: Option<At<ipnetwork::IpNetwork>>,
    pub key: Option<At<Origin>>,
}

impl Intent {
    pub fn connection_of(&self, vif: &Vif) -> Option<&Connection> {
        vif.connection.map(|at| &self.connections[at.value])
    }

    /// Which router a vif ends on, and where its connection says so.
    pub fn router_at(&self, vif: &Vif) -> Option<At<usize>> {
        self.connection_of(vif)?.router
    }

    pub fn router_of(&self, vif: &Vif) -> Option<&Router> {
        self.router_at(vif).map(|at| &self.routers[at.value])
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
