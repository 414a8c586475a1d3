//! Connections and LAGs as describe-connections and describe-lags have them.

use super::fields::Fields;
use super::said::{Said, Spot, Unknown, words};
use super::vif::{device, tags};

words! {
    /// How far AWS is with a connection or a LAG.
    PortState {
        Ordering = "ordering",
        Requested = "requested",
        Pending = "pending",
        Available = "available",
        Down = "down",
        Deleting = "deleting",
        Deleted = "deleted",
        Rejected = "rejected",
        Unknown = "unknown",
    }
}

words! {
    KeyState {
        Associating = "associating",
        Associated = "associated",
        Disassociating = "disassociating",
        Disassociated = "disassociated",
    }
}

words! {
    EncryptionStatus {
        Up = "Encryption Up",
        Down = "Encryption Down",
    }
}

words! {
    EncryptionMode {
        NoEncrypt = "no_encrypt",
        ShouldEncrypt = "should_encrypt",
        MustEncrypt = "must_encrypt",
    }
}

/// A MACsec key by its name. The name is no secret, the key is not in any answer.
#[derive(Debug)]
pub struct MacsecKey {
    pub ckn: Option<Said<String>>,
    pub state: Option<Said<KeyState>>,
    pub start_on: Option<Said<String>>,
}

/// What connections and LAGs have in common.
#[derive(Debug)]
pub struct Port {
    pub spot: Spot,
    pub id: Option<Said<String>>,
    pub name: Option<Said<String>>,
    pub state: Option<Said<PortState>>,
    pub location: Option<Said<String>>,
    pub region: Option<Said<String>>,
    pub owner: Option<Said<String>>,
    /// Of the connection, or of each connection of a LAG.
    pub bandwidth: Option<Said<String>>,
    pub jumbo_capable: Option<Said<bool>>,
    pub macsec_capable: Option<Said<bool>>,
    pub encryption_mode: Option<Said<EncryptionMode>>,
    pub encryption_status: Option<Said<EncryptionStatus>>,
    pub macsec_keys: Vec<MacsecKey>,
    pub device: Option<Said<String>>,
    pub logical_redundancy: Option<Said<String>>,
    pub provider: Option<Said<String>>,
    pub pool_ipv4: Option<Said<u64>>,
    pub pool_ipv6: Option<Said<u64>>,
    pub pool_left_ipv4: Option<Said<u64>>,
    pub pool_left_ipv6: Option<Said<u64>>,
    pub tags: Vec<(String, String)>,
    pub more: Vec<Unknown>,
}

#[derive(Debug)]
pub struct Connection {
    pub port: Port,
    /// Hosted connections have one, set by the partner.
    pub vlan: Option<Said<u64>>,
    pub lag: Option<Said<String>>,
    pub partner: Option<Said<String>>,
    /// As AWS writes it: seconds since 1970, or a date.
    pub loa_issued: Option<Said<String>>,
}

#[derive(Debug)]
pub struct Lag {
    pub port: Port,
    pub minimum_links: Option<Said<u64>>,
    pub number_of_connections: Option<Said<u64>>,
    pub connections: Vec<Connection>,
    pub allows_hosted: Option<Said<bool>>,
}

pub(super) fn is_connection(fields: &Fields) -> bool {
    fields.has("connectionId") && fields.has_any(&["connectionState", "connectionName"])
}

pub(super) fn is_lag(fields: &Fields) -> bool {
    fields.has("lagId") && fields.has_any(&["lagState", "numberOfConnections", "lagName"])
}

impl Connection {
    pub(super) fn read(mut fields: Fields) -> Self {
        let (id, name) = (fields.text("connectionId"), fields.text("connectionName"));
        let state = fields.word("connectionState", PortState::of);
        let bandwidth = fields.text("bandwidth");
        let (vlan, lag) = (fields.number("vlan"), fields.text("lagId"));
        let (partner, loa_issued) = (fields.text("partnerName"), fields.text("loaIssueTime"));
        Self {
            port: Port::read(id, name, state, bandwidth, fields),
            vlan,
            lag,
            partner,
            loa_issued,
        }
    }
}

impl Lag {
    pub(super) fn read(mut fields: Fields) -> Self {
        let (id, name) = (fields.text("lagId"), fields.text("lagName"));
        let state = fields.word("lagState", PortState::of);
        let bandwidth = fields.text("connectionsBandwidth");
        let members = fields.objects("connections").into_iter();
        let connections = members.map(Connection::read).collect();
        let minimum_links = fields.number("minimumLinks");
        let number_of_connections = fields.number("numberOfConnections");
        let allows_hosted = fields.flag("allowsHostedConnections");
        Self {
            port: Port::read(id, name, state, bandwidth, fields),
            minimum_links,
            number_of_connections,
            connections,
            allows_hosted,
        }
    }

    /// Members whose link is up, and members whose state AWS tells.
    pub fn links(&self) -> (usize, usize) {
        let states = || {
            self.connections
                .iter()
                .filter_map(|member| member.port.state.as_ref())
        };
        let up = states().filter(|state| state.value == PortState::Available);
        (up.count(), states().count())
    }
}

impl Port {
    fn read(
        id: Option<Said<String>>,
        name: Option<Said<String>>,
        state: Option<Said<PortState>>,
        bandwidth: Option<Said<String>>,
        mut fields: Fields,
    ) -> Self {
        let keys = fields.objects("macSecKeys").into_iter();
        Self {
            spot: fields.spot,
            id,
            name,
            state,
            bandwidth,
            location: fields.text("location"),
            region: fields.text("region"),
            owner: fields.text("ownerAccount"),
            jumbo_capable: fields.flag("jumboFrameCapable"),
            macsec_capable: fields.flag("macSecCapable"),
            encryption_mode: fields.word("encryptionMode", EncryptionMode::of),
            encryption_status: fields.word("portEncryptionStatus", EncryptionStatus::of),
            macsec_keys: keys.map(MacsecKey::read).collect(),
            device: device(&mut fields),
            logical_redundancy: fields.text("hasLogicalRedundancy"),
            provider: fields.text("providerName"),
            pool_ipv4: fields.number("prefixPoolSizeIpv4"),
            pool_ipv6: fields.number("prefixPoolSizeIpv6"),
            pool_left_ipv4: fields.number("prefixPoolUnallocatedCountIpv4"),
            pool_left_ipv6: fields.number("prefixPoolUnallocatedCountIpv6"),
            tags: tags(&mut fields),
            more: fields.rest(),
        }
    }
}

impl MacsecKey {
    fn read(mut fields: Fields) -> Self {
        Self {
            ckn: fields.text("ckn"),
            state: fields.word("state", KeyState::of),
            start_on: fields.text("startOn"),
        }
    }
}
