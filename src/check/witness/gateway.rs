//! Direct Connect gateways and what is attached behind them, and the history of failover tests.

use super::fields::Fields;
use super::said::{Said, Spot, words};
use super::scan::Value;
use super::vif::prefixes;
use crate::intent::Prefix;

words! {
    GatewayState {
        Pending = "pending",
        Available = "available",
        Deleting = "deleting",
        Deleted = "deleted",
    }
}

words! {
    AssociationState {
        Associating = "associating",
        Associated = "associated",
        Disassociating = "disassociating",
        Disassociated = "disassociated",
        Updating = "updating",
    }
}

words! {
    /// Read in any case: the API's model does not list these words.
    TestStatus {
        InProgress = "in_progress",
        Completed = "completed",
        Cancelled = "cancelled",
        Failed = "failed",
    }
}

#[derive(Debug)]
pub struct Gateway {
    pub spot: Spot,
    pub id: Option<Said<String>>,
    pub name: Option<Said<String>>,
    pub amazon_asn: Option<Said<u64>>,
    pub state: Option<Said<GatewayState>>,
    pub error: Option<Said<String>>,
}

/// A VGW, a TGW or a core network behind a gateway.
#[derive(Debug)]
pub struct Association {
    pub spot: Spot,
    pub gateway: Option<Said<String>>,
    pub state: Option<Said<AssociationState>>,
    pub associated: Option<Said<String>>,
    /// `virtualPrivateGateway`, `transitGateway`.
    pub kind: Option<Said<String>>,
    pub allowed: Vec<Said<Prefix>>,
    pub error: Option<Said<String>>,
}

/// A failover test: AWS holds BGP down on purpose.
#[derive(Debug)]
pub struct Test {
    pub spot: Spot,
    pub vif: Option<Said<String>>,
    /// Ids of the peers it is about; none means all.
    pub peers: Vec<String>,
    pub status: Option<Said<TestStatus>>,
    pub minutes: Option<Said<u64>>,
    pub ends: Option<Said<String>>,
}

pub(super) fn is_gateway(fields: &Fields) -> bool {
    fields.has("directConnectGatewayId") && fields.has("directConnectGatewayState")
}

impl Gateway {
    pub(super) fn read(mut fields: Fields) -> Self {
        Self {
            spot: fields.spot,
            id: fields.text("directConnectGatewayId"),
            name: fields.text("directConnectGatewayName"),
            amazon_asn: fields.number("amazonSideAsn"),
            state: fields.word("directConnectGatewayState", GatewayState::of),
            error: fields.text("stateChangeError"),
        }
    }
}

impl Association {
    pub(super) fn read(mut fields: Fields) -> Self {
        let mut of = |outer, inner| {
            let mut object = fields.object(outer)?;
            Some((object.text(inner), object.text("type")))
        };
        let (associated, kind) = of("associatedGateway", "id")
            .or_else(|| of("associatedCoreNetwork", "id"))
            .unwrap_or_default();
        Self {
            spot: fields.spot,
            gateway: fields.text("directConnectGatewayId"),
            state: fields.word("associationState", AssociationState::of),
            associated,
            kind,
            allowed: prefixes(&mut fields, "allowedPrefixesToDirectConnectGateway"),
            error: fields.text("stateChangeError"),
        }
    }
}

impl Test {
    pub(super) fn read(mut fields: Fields) -> Self {
        let peers = fields.items("bgpPeers").unwrap_or_default().into_iter();
        let ids = peers.filter_map(|node| match node.value {
            Value::Text(id) => Some(id),
            _ => None,
        });
        Self {
            spot: fields.spot,
            peers: ids.collect(),
            vif: fields.text("virtualInterfaceId"),
            status: fields.word("status", |word| {
                TestStatus::of(word.replace([' ', '-'], "_"))
            }),
            minutes: fields.number("testDurationInMinutes"),
            ends: fields.text("endTime"),
        }
    }
}
