//! `[[vif.NAME.peer]]`: the two ends of a session.

use super::super::raw;
use super::super::shape::At;
use super::super::{NoPair, Peer, PeerPair, VifType, code};
use super::Lowering;
use super::leaf::Spot;
use crate::diagnostic::{Code, Diagnostic, Place};

/// On a public vif nobody but you can say what the addresses are.
pub(super) fn missing_peer(kind: Option<At<VifType>>) -> &'static Code {
    match kind.map(|at| at.value) {
        Some(VifType::Public) => &code::PUBLIC_PEER_MISSING,
        _ => &code::MISSING_KEY,
    }
}

pub(super) fn peer(
    lowering: &mut Lowering<'_>,
    owner: &str,
    folder: usize,
    kind: Option<At<VifType>>,
    at: &At<raw::Peer>,
) -> Option<Peer> {
    let raw = &at.value;
    let spot = |key| Spot { owner, key };
    for (missing, key) in [
        (raw.customer.is_none(), "customer"),
        (raw.amazon.is_none(), "amazon"),
    ] {
        if missing && !lowering.is_lost(owner, &format!("peer.{key}")) {
            let found = spot("peer")
                .found(missing_peer(kind), format!("has no `{key}`"))
                .at(at.place);
            lowering.push(
                found
                    .label(format!("`{key}` is missing"))
                    .help(format!("for example: {key} = \"169.254.96.2/30\"")),
            );
        }
    }
    let customer = lowering.interface(spot("peer.customer"), raw.customer.as_ref());
    let amazon = lowering.interface(spot("peer.amazon"), raw.amazon.as_ref());
    let asn = lowering.asn(spot("peer.asn"), raw.asn.as_ref());
    let key = lowering.secret(folder, raw.key.as_ref());
    let (customer, amazon) = (customer?, amazon?);
    match PeerPair::new(customer.value, amazon.value) {
        Ok(pair) => Some(Peer {
            place: at.place,
            customer,
            amazon,
            pair,
            asn,
            key,
        }),
        Err(why) => {
            lowering.push(mismatch(owner, why, customer.place, amazon.place));
            None
        }
    }
}

fn mismatch(owner: &str, why: NoPair, customer: Place, amazon: Place) -> Diagnostic {
    let (code, place, what) = match why {
        NoPair::Families => (
            &code::PEER_MISMATCH,
            amazon,
            "mixes IPv4 and IPv6 in one session",
        ),
        NoPair::Lengths => (&code::PEER_MISMATCH, amazon, "has ends of different length"),
        NoPair::Subnets => (
            &code::PEER_MISMATCH,
            amazon,
            "has ends in different subnets",
        ),
        NoPair::SameHost => (
            &code::PEER_MISMATCH,
            amazon,
            "has the same address at both ends",
        ),
        NoPair::NoRoom => (
            &code::PEER_NETWORK_ADDRESS,
            customer,
            "has a subnet without room for two routers",
        ),
        NoPair::CustomerIsNetwork => (
            &code::PEER_NETWORK_ADDRESS,
            customer,
            "has the subnet's own address as our end",
        ),
        NoPair::CustomerIsBroadcast => (
            &code::PEER_NETWORK_ADDRESS,
            customer,
            "has the broadcast address as our end",
        ),
        NoPair::AmazonIsNetwork => (
            &code::PEER_NETWORK_ADDRESS,
            amazon,
            "has the subnet's own address as AWS's end",
        ),
        NoPair::AmazonIsBroadcast => (
            &code::PEER_NETWORK_ADDRESS,
            amazon,
            "has the broadcast address as AWS's end",
        ),
    };
    let other = if place == customer {
        (amazon, "AWS's end")
    } else {
        (customer, "our end")
    };
    let mut found = Spot { owner, key: "peer" }
        .found(code, what)
        .at(place)
        .related(other.0, other.1);
    if why == NoPair::Families {
        found = found.reference("IP-01");
    }
    found.help(
        "both ends: one subnet, one length, two host addresses, as AWS shows them for the vif",
    )
}
