//! Direct Connect gateways and virtual private gateways.

rules! { gateway_asn gateway_full gateway_kind gateway_shared sitelink_gateway }

/// What a gateway is, as its id tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rule) enum GatewayKind {
    DirectConnect,
    VirtualPrivate,
    Transit,
    CoreNetwork,
}

impl GatewayKind {
    /// The kind of an id, unless the id is of no kind that we know.
    pub(in crate::rule) fn of(id: &str) -> Option<Self> {
        let starts = [
            ("vgw-", Self::VirtualPrivate),
            ("tgw-", Self::Transit),
            ("core-network-", Self::CoreNetwork),
        ];
        let by_start = starts.iter().find(|(start, _)| id.starts_with(start));
        by_start
            .map(|(_, kind)| *kind)
            .or_else(|| is_uuid(id).then_some(Self::DirectConnect))
    }

    /// What people call it.
    pub(in crate::rule) fn title(self) -> &'static str {
        match self {
            Self::DirectConnect => "a Direct Connect gateway",
            Self::VirtualPrivate => "a virtual private gateway",
            Self::Transit => "a transit gateway",
            Self::CoreNetwork => "a Cloud WAN core network",
        }
    }
}

/// Groups of 8, 4, 4, 4 and 12, as the ids of Direct Connect gateways are. In AWS's own examples
/// they have letters beyond f.
pub(in crate::rule) fn is_uuid(id: &str) -> bool {
    let lengths = id.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
}
