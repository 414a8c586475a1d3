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
    complete(lowering, spot("peer"), kind, at);
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

/// A session has two ends.
fn complete(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    kind: Option<At<VifType>>,
    at: &At<raw::Peer>,
) {
    let raw = &at.value;
    for (missing, key) in [
        (raw.customer.is_none(), "customer"),
        (raw.amazon.is_none(), "amazon"),
    ] {
        if missing && !lowering.is_lost(spot.owner, &format!("peer.{key}")) {
            let found = spot
                .found(missing_peer(kind), format!("has no `{key}`"))
                .at(at.place);
            lowering.push(
                found
                    .label(format!("`{key}` is missing"))
                    .help(format!("for example: {key} = \"169.254.96.2/30\"")),
            );
        }
    }
}

fn mismatch(owner: &str, why: NoPair, customer: Place, amazon: Place) -> Diagnostic {
    use NoPair::{AmazonIsBroadcast, AmazonIsNetwork, CustomerIsBroadcast, CustomerIsNetwork};
    use NoPair::{Families, Lengths, NoRoom, SameHost, Subnets};
    let what = match why {
        Families => "mixes IPv4 and IPv6 in one session",
        Lengths => "has ends of different length",
        Subnets => "has ends in different subnets",
        SameHost => "has the same address at both ends",
        NoRoom => "has a subnet without room for two routers",
        CustomerIsNetwork => "has the subnet's own address as our end",
        CustomerIsBroadcast => "has the broadcast address as our end",
        AmazonIsNetwork => "has the subnet's own address as AWS's end",
        AmazonIsBroadcast => "has the broadcast address as AWS's end",
    };
    let code = match why {
        Families | Lengths | Subnets | SameHost => &code::PEER_MISMATCH,
        _ => &code::PEER_NETWORK_ADDRESS,
    };
    let place = match why {
        NoRoom | CustomerIsNetwork | CustomerIsBroadcast => customer,
        _ => amazon,
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
    if why == Families {
        found = found.reference("IP-01");
    }
    found.help(
        "both ends: one subnet, one length, two host addresses, as AWS shows them for the vif",
    )
}
