//! What AWS itself says against a session: only it knows what it holds back, and what it has.

use super::case::Case;
use super::{Cause, Suspicion};
use crate::check::verdict::Verdict;

/// A connection that AWS has not begun with explains a port without light.
pub(super) static BEFORE: &[Cause] = &[Cause {
    name: "connection-not-ready",
    says: "AWS does not have the connection in service yet, or not any more",
    tells: "",
    next: &[],
    advice: "`ordering`: accept the hosted connection in the AWS account; `requested`: wait for the LOA-CFA; `pending`: \
             have the cross-connect made",
    look: |case| {
        let verdict = case
            .unwell("aws-connection-state")
            .filter(|_| !case.is_up())?;
        let state = verdict.observed.as_ref()?.as_str()?.rsplit(' ').next()?;
        let words = [
            "ordering",
            "requested",
            "pending",
            "deleting",
            "deleted",
            "rejected",
        ];
        words
            .contains(&state)
            .then(|| Suspicion::certain().verdict(verdict))
    },
}];

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        name: "vif-not-accepted",
        says: "the vif waits to be accepted by the AWS account that it was made for",
        tells: "",
        next: &[],
        advice: "accept it in that account (`aws directconnect confirm-private-virtual-interface` or its kin), and name \
                 the gateway there",
        look: |case| state(case, "confirming"),
    },
    Cause {
        name: "prefixes-not-verified",
        says: "AWS has not verified the public prefixes or addresses of the vif yet",
        tells: "",
        next: &[],
        advice: "nothing on the router brings it up before that; it takes up to 72 business hours, then clear the \
                 session once",
        look: |case| {
            state(case, "verifying").or_else(|| observed(case, "aws-bgp-peer-state", "verifying"))
        },
    },
    Cause {
        name: "failover-test",
        says: "a failover test is running: AWS holds the session down on purpose",
        tells: "",
        next: &[],
        advice: "`aws directconnect list-virtual-interface-test-history` says until when, and \
                 `stop-bgp-failover-test` ends it",
        look: |case| state(case, "testing"),
    },
    Cause {
        name: "vif-not-ready",
        says: "AWS is still making the vif, or changing its MTU",
        tells: "",
        next: &[],
        advice: "ask AWS again in a few minutes",
        look: |case| {
            state(case, "pending").or_else(|| observed(case, "aws-bgp-peer-state", "pending"))
        },
    },
    Cause {
        name: "vif-gone",
        says: "the vif, or this session of it, has been deleted or declined at AWS",
        tells: "",
        next: &[],
        advice: "find out who did it and why; a new vif has a new `id` and may have another key",
        look: |case| {
            let gone = |check| {
                let words = ["deleting", "deleted", "rejected"];
                words
                    .into_iter()
                    .find_map(|word| observed(case, check, word))
            };
            gone("aws-vif-state").or_else(|| gone("aws-bgp-peer-state"))
        },
    },
    Cause {
        name: "aws-port-down",
        says: "AWS's end of the connection is down or not ready",
        tells: "the link and the light at our end tell whether both fibres are dead or one, or a device stands in between",
        next: &["optics", "port"],
        advice: "look for maintenance of this connection in the AWS Health dashboard, then have the cross-connect checked",
        look: |case| differs(case, &["aws-connection-state", "aws-lag"]),
    },
    Cause {
        name: "aws-vlan-differs",
        says: "AWS has the vif on another VLAN, or another connection, than the intent",
        tells: "",
        next: &["config_interface"],
        advice: "a vif's VLAN cannot be changed at AWS: correct the intent and push it, or make the vif anew",
        look: |case| {
            differs(case, &["aws-vlan"])
                .or_else(|| differs(case, &["aws-connection"]))
                .or_else(|| differs(case, &["aws-connection-kind"]))
        },
    },
    Cause {
        name: "aws-addresses-differ",
        says: "AWS has other addresses for the session than the intent",
        tells: "",
        next: &["config_interface"],
        advice: "peer addresses cannot be edited at AWS: correct the intent and push it, or make the peer anew",
        look: |case| differs(case, &["aws-addresses"]),
    },
    Cause {
        name: "aws-asn-differs",
        says: "AWS has another AS number than the intent, for us or for itself",
        tells: "",
        next: &["config_neighbor"],
        advice: "correct `asn` or `amazon_asn` in the intent and push it, or make the peer anew",
        look: |case| differs(case, &["aws-asn", "aws-amazon-asn"]),
    },
    Cause {
        name: "aws-key-differs",
        says: "AWS has another BGP key than the intent",
        tells: "",
        next: &["config_neighbor"],
        advice: "put AWS's key where the intent names it and push it; on a hosted vif, ask the owner of the connection",
        look: |case| differs(case, &["aws-key"]),
    },
];

/// Is it known from either end that the session is not up?
fn is_down(case: &Case<'_>) -> bool {
    case.is_down() || case.failed("aws-bgp-status").is_some() && !case.is_up()
}

/// The state of a vif in which no session can be up.
fn state(case: &Case<'_>, word: &str) -> Option<Suspicion> {
    observed(case, "aws-vif-state", word)
}

fn observed(case: &Case<'_>, check: &str, word: &str) -> Option<Suspicion> {
    let verdict = case.unwell(check).filter(|_| !case.is_up())?;
    let is_it = verdict.observed.as_ref()?.as_str() == Some(word);
    is_it.then(|| down(case, Suspicion::certain().verdict(verdict)))
}

/// What differs at AWS explains a session that is down, and says nothing against one that is up.
fn differs(case: &Case<'_>, checks: &[&str]) -> Option<Suspicion> {
    let failed: Vec<&Verdict> = checks
        .iter()
        .filter_map(|check| case.failed(check))
        .collect();
    if failed.is_empty() || !is_down(case) {
        return None;
    }
    let found = failed
        .into_iter()
        .fold(Suspicion::certain(), Suspicion::verdict);
    Some(down(case, found))
}

/// That the session is down rests on somebody's word as well.
fn down(case: &Case<'_>, found: Suspicion) -> Suspicion {
    match case.failed("aws-bgp-status").filter(|_| !case.is_down()) {
        Some(status) => found.verdict(status),
        None => found,
    }
}
