//! Members of AWS's answers that are newer than this program: carried along, and named once.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Unknown, Witness};

/// Members that are known and that no check asks.
const UNASKED: &[&str] = &[
    "rateLimiterStatus",
    "partnerInterconnectMacSecCapable",
    "responseMetadata",
];

/// What a reader should know of them.
pub(super) fn note(witness: &Witness) -> Option<String> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for unknown in all(witness) {
        if !UNASKED.contains(&unknown.field.as_str()) {
            *counted.entry(&unknown.field).or_default() += 1;
        }
    }
    const FEW: usize = 8;
    let named: Vec<String> = counted
        .iter()
        .take(FEW)
        .map(|(field, count)| format!("`{field}` ({count})"))
        .collect();
    let more = match counted.len().saturating_sub(FEW) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| {
        let named = named.join(", ");
        format!("AWS says more than is compared: {named}{more}")
    })
}

/// All of them for programs, with what a reader should know.
pub(super) fn carried(witness: &Witness) -> Json {
    const MOST: usize = 10_000;
    let one = |unknown: &Unknown| {
        json!({
            "member": unknown.field,
            "value": unknown.value,
            "file": witness.file(unknown.spot),
            "line": unknown.spot.line,
        })
    };
    json!({
        "notes": witness.notes,
        "not_compared": all(witness).take(MOST).map(one).collect::<Vec<_>>(),
    })
}

fn all(witness: &Witness) -> impl Iterator<Item = &Unknown> {
    let members = witness.lags.iter().flat_map(|lag| &lag.connections);
    let connections = witness.connections.iter().chain(members);
    let ports = connections
        .map(|connection| &connection.port)
        .chain(witness.lags.iter().map(|lag| &lag.port));
    let vifs = witness.vifs.iter().flat_map(|vif| {
        let peers = vif.peers.iter().flat_map(|peer| &peer.more);
        vif.more.iter().chain(peers)
    });
    let printed = witness.router_configurations.iter();
    vifs.chain(ports.flat_map(|port| &port.more))
        .chain(printed.flat_map(|printed| &printed.more))
}
