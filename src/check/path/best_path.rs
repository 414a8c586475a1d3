use super::next_hops;
use crate::check::{Check, PeerScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "best-path",
    says: "Traffic to AWS leaves over the leg that the redundancy group puts first.",
    why: "A passive leg that carries traffic is not a fault that anybody feels, until its smaller bandwidth is full, \
          a stateful firewall sees half of every connection, or the failover has nowhere to go.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
[[bgp_neighbor]]
peer = "169.254.97.1"
state = "established"
[[route]]
prefix = "172.31.0.0/16"
next_hop = "169.254.96.1"
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
[[bgp_neighbor]]
peer = "169.254.97.1"
state = "established"
[[route]]
prefix = "172.31.0.0/16"
next_hop = "169.254.97.1"
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    if !peer.is_established() {
        return;
    }
    let hops = match next_hops(peer) {
        Ok(hops) => hops,
        Err(why) => {
            verdicts.unknown(why);
            return;
        }
    };
    let amazon = peer.amazon();
    let over_us = |list: &Vec<_>| list.iter().any(|(hop, _): &(_, _)| *hop == amazon);
    let (ours, mut others): (Vec<_>, Vec<_>) = hops.iter().partition(|(_, list)| over_us(list));
    if peer.vif.is_passive() {
        return passive(peer, verdicts, &ours, &others);
    }
    // Legs that are active together have no first one: whether they share is asked elsewhere.
    others.retain(|(_, list)| !list.iter().any(|(hop, _)| peer.shares_with(*hop)));
    let status = if others.is_empty() {
        Status::Pass
    } else {
        Status::Fail
    };
    let verdict = verdicts.say(status);
    verdict.expected(format!("over {amazon}"));
    match others.first() {
        None if ours.is_empty() => verdict.observed("over a leg that is active with this one"),
        None => verdict.observed(format!("over {amazon}")),
        Some((network, list)) => {
            verdict.because(list.first().map(|(_, seen)| seen.evidence("next_hop")));
            verdict.observed(format!("{network} over {}", list[0].0))
        }
    };
}

type Hops<'h, 'a> = (
    &'h ipnetwork::IpNetwork,
    &'h Vec<(std::net::IpAddr, crate::check::Seen<'a>)>,
);

/// A passive leg carries nothing while the active one is up.
fn passive(
    peer: &PeerScene<'_>,
    verdicts: &mut Verdicts<'_>,
    ours: &[Hops<'_, '_>],
    others: &[Hops<'_, '_>],
) {
    let amazon = peer.amazon();
    let Some((network, list)) = ours.first() else {
        if let Some((_, list)) = others.first() {
            verdicts
                .pass()
                .expected("over another leg")
                .observed(format!("over {}", list[0].0));
        }
        return;
    };
    let over_ours = list.iter().find(|(hop, _)| *hop == amazon);
    let evidence = over_ours.map(|(_, seen)| seen.evidence("next_hop"));
    let elsewhere = !peer.active_leg_is_here();
    let status = match peer.active_leg_is_up() {
        // Without a session to the other router, this one has no other way for what comes to it.
        Some(true) if elsewhere => Status::Warn,
        Some(true) => Status::Fail,
        Some(false) => Status::Warn,
        None => Status::Unknown,
    };
    let verdict = verdicts.say(status);
    verdict
        .expected("over the active leg")
        .observed(format!("{network} over {amazon}, the passive leg"))
        .because(evidence);
    match status {
        Status::Warn if elsewhere && peer.active_leg_is_up() == Some(true) => verdict.reason(
            "the active leg is on another router: right only where this one learns no routes from it",
        ),
        Status::Warn => verdict.reason("the active leg is down: this is the failover"),
        Status::Unknown => verdict.reason("nothing tells whether the active leg is up"),
        _ => verdict,
    };
}
