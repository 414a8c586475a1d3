//! A virtual interface as describe-virtual-interfaces has it.

use super::fields::Fields;
use super::router_configuration::Printed;
use super::said::{Address, Said, Spot, Unknown, words};
use crate::intent::{Prefix, VifType};
use crate::secret::Secret;

words! {
    /// How far AWS is with a vif.
    VifState {
        Confirming = "confirming",
        Verifying = "verifying",
        Pending = "pending",
        Available = "available",
        Down = "down",
        Testing = "testing",
        Deleting = "deleting",
        Deleted = "deleted",
        Rejected = "rejected",
        Unknown = "unknown",
    }
}

impl VifState {
    /// On its way out, or never accepted: AWS lists such a vif for a while.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Deleting | Self::Deleted | Self::Rejected)
    }
}

words! {
    /// How far AWS is with the configuration of a peer. The session is another matter.
    PeerState {
        Verifying = "verifying",
        Pending = "pending",
        Available = "available",
        Deleting = "deleting",
        Deleted = "deleted",
    }
}

impl PeerState {
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Deleting | Self::Deleted)
    }
}

words! {
    /// The session, as AWS sees it.
    BgpStatus {
        Up = "up",
        Down = "down",
        Unknown = "unknown",
    }
}

words! {
    /// What kind of vif it is.
    Kind {
        Private = "private",
        Transit = "transit",
        Public = "public",
    }
}

impl Kind {
    pub fn is(&self, wanted: VifType) -> bool {
        self.word() == wanted.to_string()
    }
}

words! {
    Family {
        Ipv4 = "ipv4",
        Ipv6 = "ipv6",
    }
}

/// A vif. Whatever AWS does not say is absent.
pub struct Vif {
    /// Where it begins.
    pub spot: Spot,
    pub id: Option<Said<String>>,
    pub name: Option<Said<String>>,
    pub kind: Option<Said<Kind>>,
    pub state: Option<Said<VifState>>,
    pub vlan: Option<Said<u64>>,
    /// Our AS number: `asnLong`, else `asn`. A long one makes AWS write 0 into `asn`.
    pub asn: Option<Said<u64>>,
    pub amazon_asn: Option<Said<u64>>,
    pub mtu: Option<Said<u64>>,
    pub jumbo_capable: Option<Said<bool>>,
    /// The connection or the LAG.
    pub connection: Option<Said<String>>,
    pub virtual_gateway: Option<Said<String>>,
    pub direct_connect_gateway: Option<Said<String>>,
    pub route_filter: Vec<Said<Prefix>>,
    pub owner: Option<Said<String>>,
    pub location: Option<Said<String>>,
    pub region: Option<Said<String>>,
    pub device: Option<Said<String>>,
    pub sitelink: Option<Said<bool>>,
    pub rate_limit: Option<Said<String>>,
    pub allocated_ipv4: Option<Said<u64>>,
    pub allocated_ipv6: Option<Said<u64>>,
    pub tags: Vec<(String, String)>,
    pub peers: Vec<Peer>,
    /// What AWS prints of it for a router, which must say the same.
    pub printed: Option<Printed>,
    pub more: Vec<Unknown>,
}

/// One session of it.
pub struct Peer {
    pub spot: Spot,
    pub id: Option<Said<String>>,
    pub family: Option<Said<Family>>,
    pub asn: Option<Said<u64>>,
    pub customer: Option<Said<Address>>,
    pub amazon: Option<Said<Address>>,
    /// Never shown; compared by fingerprint.
    pub key: Option<Said<Secret>>,
    pub state: Option<Said<PeerState>>,
    pub status: Option<Said<BgpStatus>>,
    pub device: Option<Said<String>>,
    pub more: Vec<Unknown>,
}

/// Is this object a vif?
pub(super) fn is_vif(fields: &Fields) -> bool {
    fields.has("virtualInterfaceId")
        && fields.has_any(&["virtualInterfaceState", "bgpPeers", "vlan"])
}

impl Vif {
    pub(super) fn read(mut fields: Fields) -> Self {
        let peers = fields.objects("bgpPeers");
        let first = Peer::read_members(&mut fields, None);
        let mut peers: Vec<Peer> = peers.into_iter().map(Peer::read).collect();
        let asn = first.asn.clone();
        // Older answers describe the only peer in the members of the vif itself.
        if peers.is_empty() && (first.amazon.is_some() || first.customer.is_some()) {
            peers.push(first);
        }
        let printed = fields
            .sealed("customerRouterConfig")
            .and_then(Printed::read);
        Self {
            spot: fields.spot,
            id: fields.text("virtualInterfaceId"),
            name: fields.text("virtualInterfaceName"),
            kind: fields.word("virtualInterfaceType", Kind::of),
            state: fields.word("virtualInterfaceState", VifState::of),
            vlan: fields.number("vlan"),
            asn,
            amazon_asn: fields.number("amazonSideAsn"),
            mtu: fields.number("mtu"),
            jumbo_capable: fields.flag("jumboFrameCapable"),
            connection: fields.text("connectionId"),
            virtual_gateway: fields.text("virtualGatewayId"),
            direct_connect_gateway: fields.text("directConnectGatewayId"),
            route_filter: prefixes(&mut fields, "routeFilterPrefixes"),
            owner: fields.text("ownerAccount"),
            location: fields.text("location"),
            region: fields.text("region"),
            device: device(&mut fields),
            sitelink: fields.flag("siteLinkEnabled"),
            rate_limit: fields.text("rateLimit"),
            allocated_ipv4: fields.number("prefixPoolAllocatedCountIpv4"),
            allocated_ipv6: fields.number("prefixPoolAllocatedCountIpv6"),
            tags: tags(&mut fields),
            peers,
            printed,
            more: fields.rest(),
        }
    }

    /// Its id, or where it stands.
    pub fn label(&self) -> &str {
        self.id
            .as_ref()
            .map_or("a vif without an id", |id| &id.value)
    }

    /// The gateway it is attached to, of either kind.
    pub fn gateway(&self) -> Option<&Said<String>> {
        self.direct_connect_gateway
            .as_ref()
            .or(self.virtual_gateway.as_ref())
    }
}

impl Peer {
    fn read(mut fields: Fields) -> Self {
        let mut peer = Self::read_members(&mut fields, Some(()));
        peer.id = fields.text("bgpPeerId");
        peer.state = fields.word("bgpPeerState", PeerState::of);
        peer.status = fields.word("bgpStatus", BgpStatus::of);
        peer.more = fields.rest();
        peer
    }

    /// What a peer and a vif have in common. The device of a vif is not that of its peer.
    fn read_members(fields: &mut Fields, own: Option<()>) -> Self {
        let short = fields.number("asn").filter(|asn| asn.value != 0);
        Self {
            spot: fields.spot,
            id: None,
            family: fields.word("addressFamily", Family::of),
            asn: fields
                .number("asnLong")
                .filter(|asn| asn.value != 0)
                .or(short),
            customer: fields.address("customerAddress"),
            amazon: fields.address("amazonAddress"),
            key: fields.secret("authKey"),
            state: None,
            status: None,
            device: own.and_then(|()| device(fields)),
            more: Vec::new(),
        }
    }

    pub fn is_ipv4(&self) -> Option<bool> {
        let address = self.amazon.as_ref().or(self.customer.as_ref());
        address
            .map(|address| address.value.ip.is_ipv4())
            .or_else(|| match &self.family.as_ref()?.value {
                Family::Ipv4 => Some(true),
                Family::Ipv6 => Some(false),
                Family::Other(_) => None,
            })
    }
}

/// The device at AWS's end: the logical id tells devices apart, the others may not.
pub(super) fn device(fields: &mut Fields) -> Option<Said<String>> {
    let oldest = fields.text("awsDevice");
    let older = fields.text("awsDeviceV2");
    fields.text("awsLogicalDeviceId").or(older).or(oldest)
}

/// The prefixes of a list of `{"cidr": ...}`; what is no prefix is dropped.
pub(super) fn prefixes(fields: &mut Fields, field: &str) -> Vec<Said<Prefix>> {
    let cidrs = fields.objects(field).into_iter();
    cidrs.filter_map(|mut item| prefix(&mut item)).collect()
}

pub(super) fn prefix(fields: &mut Fields) -> Option<Said<Prefix>> {
    let said = fields.text("cidr")?;
    let network: ipnetwork::IpNetwork = said.value.parse().ok()?;
    Some(Said {
        value: Prefix::around(network),
        spot: said.spot,
        field: said.field,
    })
}

pub(super) fn tags(fields: &mut Fields) -> Vec<(String, String)> {
    let pair = |mut tag: Fields| {
        let value = tag
            .text("value")
            .map_or_else(String::new, |said| said.value);
        Some((tag.text("key")?.value, value))
    };
    fields
        .objects("tags")
        .into_iter()
        .filter_map(pair)
        .collect()
}
