use std::net::IpAddr;

use crate::check::witness::{Address, Said};
use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-addresses",
    says: "AWS has the session between the two addresses of the intent.",
    why: "AWS talks to exactly one address, from exactly one. Peer addresses cannot be edited there: whatever is wrong, \
          it is the intent and the router that follow, or the peer is made anew.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", customerAddress = "169.254.96.2/30" }]
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.2/30", customerAddress = "169.254.96.1/30" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/29", customerAddress = "169.254.96.2/29" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "2600:1f00::1/125", customerAddress = "2600:1f00::2/125" }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(vif) = peer.vif.told() else { return };
    let pair = peer.peer.pair;
    let between = |ours: String, amazons: String| format!("{ours} with {amazons}");
    let expected = between(pair.customer().to_string(), pair.amazon().to_string());
    let Some(told) = peer.told() else {
        no_session(peer, verdicts, expected);
        return;
    };
    let (customer, amazon) = (&told.peer.customer, &told.peer.amazon);
    if customer.is_none() && amazon.is_none() {
        verdicts.unknown(vif.untold("the addresses"));
        return;
    }
    let is = |said: &Option<Said<Address>>, wanted: ipnetwork::IpNetwork| {
        said.as_ref().is_none_or(|said| said.value.is(wanted))
    };
    let word = |said: &Option<Said<Address>>| {
        said.as_ref()
            .map_or_else(|| "nobody knows".to_owned(), |said| said.value.to_string())
    };
    let right = is(customer, pair.customer()) && is(amazon, pair.amazon());
    let verdict = verdicts.holds(right);
    verdict
        .expected(expected)
        .observed(between(word(customer), word(amazon)));
    let said = [customer, amazon].into_iter().flatten();
    verdict.because(said.map(|said| vif.witness.evidence(said)));
    let ip = |said: &Option<Said<Address>>| said.as_ref().map(|said| said.value.ip);
    if !right {
        verdict.reason(difference(peer, ip(customer), ip(amazon)));
    }
}

/// In what way they differ, and on whose side the router is.
fn difference(peer: &PeerScene<'_>, customer: Option<IpAddr>, amazon: Option<IpAddr>) -> String {
    if customer == Some(peer.amazon()) || amazon == Some(peer.customer()) {
        return "the two are swapped".to_owned();
    }
    if customer == Some(peer.customer()) && amazon == Some(peer.amazon()) {
        return "the addresses are right, and their length is not".to_owned();
    }
    let seen = peer.interface_with_family("addresses").found();
    let has = seen.map_or(Vec::new(), |seen| seen.texts("addresses"));
    let bare = |text: &&str| text.split('/').next().and_then(|text| text.parse().ok());
    let router: Vec<IpAddr> = has.iter().filter_map(bare).collect();
    match customer {
        Some(theirs) if router.contains(&theirs) => {
            "the router has AWS's address: the intent is what differs".to_owned()
        }
        Some(_) if router.contains(&peer.customer()) => {
            "the router has the address of the intent: AWS's end is what differs".to_owned()
        }
        _ => "AWS has another pair of addresses for this session".to_owned(),
    }
}

/// The vif is there, and no session of it can be this one.
fn no_session(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>, expected: String) {
    let Some(vif) = peer.vif.told() else { return };
    if vif.vif.peers.is_empty() {
        verdicts.unknown(vif.untold("the sessions"));
        return;
    }
    let family = if peer.amazon().is_ipv4() {
        "IPv4"
    } else {
        "IPv6"
    };
    let ipv4 = Some(peer.amazon().is_ipv4());
    let of_family = vif
        .vif
        .peers
        .iter()
        .filter(|theirs| theirs.is_ipv4() == ipv4);
    let count = of_family.count();
    let verdict = verdicts.fail().expected(expected);
    verdict.observed(match count {
        0 => format!("no {family} session"),
        _ => format!("{count} other {family} sessions"),
    });
    let text = format!("{} sessions of {}", vif.vif.peers.len(), vif.vif.label());
    verdict.because([vif.witness.evidence_at(vif.vif.spot, text)]);
}
