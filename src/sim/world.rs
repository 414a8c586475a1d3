//! What is behind the router: Amazon's side of each virtual interface. A session comes up when
//! VLAN, addresses, AS numbers and key agree; whatever does not shows as it would on the wire.

use std::net::IpAddr;
use std::time::Duration;

use super::grammar::network;
use super::seen::{Interface, Peer, Seen};

/// Everything that the router is connected to.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub vifs: Vec<AmazonVif>,
    /// How long BGP takes to come up once nothing is in its way.
    pub settle: Duration,
}

/// Amazon's side of a virtual interface.
#[derive(Clone, Debug)]
pub struct AmazonVif {
    pub vlan: u16,
    pub peers: Vec<AmazonPeer>,
    /// Prefixes that may be announced to Amazon, per family, before it closes the session.
    pub prefix_limit: usize,
    /// Does Amazon answer BFD?
    pub bfd: bool,
    pub state: VifState,
    /// The largest packet that passes, without the Ethernet header.
    pub mtu: u32,
}

/// One BGP peering of a virtual interface.
#[derive(Clone, Debug)]
pub struct AmazonPeer {
    pub amazon: IpAddr,
    pub customer: IpAddr,
    /// The length of the network that both are in.
    pub length: u8,
    pub amazon_asn: u32,
    pub customer_asn: u32,
    pub key: Option<String>,
    /// What Amazon announces.
    pub prefixes: Vec<(IpAddr, u8)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VifState {
    #[default]
    Up,
    /// The port, or the partner's circuit, is dark beyond the router's own link.
    Down,
    /// Amazon has closed its BGP sessions for work; the link is up.
    Maintenance,
}

impl AmazonVif {
    /// A virtual interface with one peering, that announces one prefix and limits as Amazon does.
    pub fn new(vlan: u16, peer: AmazonPeer) -> Self {
        Self {
            vlan,
            peers: vec![peer],
            prefix_limit: 100,
            bfd: true,
            state: VifState::Up,
            mtu: 8500,
        }
    }
}

/// A BGP neighbour of the router, and what has become of it.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub peer: Peer,
    pub interface: Option<Interface>,
    pub outcome: Outcome,
    pub local_as: u32,
    pub local: Option<IpAddr>,
    pub received: Vec<(IpAddr, u8)>,
    pub accepted: usize,
    pub sent: Vec<(IpAddr, u8)>,
    pub bfd: Option<bool>,
    /// Does the other side answer ARP or ND?
    pub mac: bool,
    /// Do its segments come with another digest than ours?
    pub bad_key: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Established,
    /// TCP finds nobody, or the key is wrong.
    Active,
    /// Nothing to send TCP from.
    Idle,
    /// The other side closed with a notification: code, subcode, its words.
    Refused(u8, u8, &'static str),
    /// Our own limit was reached.
    TooMany,
    Shut,
}

impl Outcome {
    pub(super) fn up(&self) -> bool {
        *self == Self::Established
    }

    /// The word of BGP's state machine.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Established => "Established",
            Self::Active => "Active",
            Self::Refused(..) | Self::Idle | Self::TooMany | Self::Shut => "Idle",
        }
    }

    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Refused(_, _, words) => words,
            Self::TooMany => "Maximum Number of Prefixes Reached",
            Self::Shut => "Administrative Shutdown",
            Self::Established | Self::Active | Self::Idle => "",
        }
    }
}

impl World {
    /// What becomes of every neighbour of this router.
    pub(super) fn sessions(&self, seen: &Seen) -> Vec<Session> {
        seen.peers
            .iter()
            .map(|peer| self.session(seen, peer))
            .collect()
    }

    fn session(&self, seen: &Seen, peer: &Peer) -> Session {
        let interface = seen
            .interfaces
            .iter()
            .find(|interface| interface.reaches(peer));
        let other = interface
            .filter(|interface| interface.up)
            .and_then(|interface| self.other(interface, peer));
        let local_as = peer.local_as.or(seen.asn(peer.vrf.as_deref())).unwrap_or(0);
        let sent = seen.advertised(peer);
        let local = interface.and_then(|interface| interface.address_towards(peer.address));
        let mut session = Session {
            peer: peer.clone(),
            interface: interface.cloned(),
            outcome: Outcome::Idle,
            local_as,
            local,
            received: Vec::new(),
            accepted: 0,
            sent: Vec::new(),
            bfd: None,
            mac: other.is_some_and(|(vif, _)| vif.state != VifState::Down),
            bad_key: other
                .is_some_and(|(vif, amazon)| vif.state == VifState::Up && amazon.key != peer.key),
        };
        session.outcome = match (interface, other) {
            _ if peer.shut => Outcome::Shut,
            (None, _) => Outcome::Idle,
            (Some(_), None) => Outcome::Active,
            (Some(_), Some((vif, amazon))) => outcome(vif, amazon, &session, sent.len()),
        };
        if peer.bfd {
            let answered = other.is_some_and(|(vif, _)| vif.bfd && vif.state == VifState::Up);
            session.bfd = Some(answered);
        }
        if let (true, Some((_, amazon))) = (session.outcome.up(), other) {
            session.accepted = amazon
                .prefixes
                .iter()
                .filter(|prefix| seen.accepts(peer, **prefix))
                .count();
            session.received = amazon.prefixes.clone();
            session.sent = sent;
        }
        session
    }

    /// Who stands at the other end of this interface, with this address.
    fn other(&self, interface: &Interface, peer: &Peer) -> Option<(&AmazonVif, &AmazonPeer)> {
        let vif = self
            .vifs
            .iter()
            .find(|vif| interface.vlan == Some(vif.vlan))?;
        let amazon = vif
            .peers
            .iter()
            .find(|amazon| amazon.amazon == peer.address)?;
        let ours = interface.addresses.iter().any(|(address, length)| {
            *address == amazon.customer
                && network((*address, *length)) == network((amazon.customer, amazon.length))
        });
        (ours && vif.state != VifState::Down).then_some((vif, amazon))
    }
}

fn outcome(vif: &AmazonVif, amazon: &AmazonPeer, session: &Session, sent: usize) -> Outcome {
    if vif.state == VifState::Maintenance || amazon.key != session.peer.key {
        return Outcome::Active;
    }
    if session.peer.remote_as != Some(amazon.amazon_asn) || session.local_as != amazon.customer_asn
    {
        return Outcome::Refused(2, 2, "Bad Peer AS");
    }
    if sent > vif.prefix_limit {
        return Outcome::Refused(6, 1, "Maximum Number of Prefixes Reached");
    }
    match session.peer.limit {
        Some(limit) if amazon.prefixes.len() > limit => Outcome::TooMany,
        _ => Outcome::Established,
    }
}
