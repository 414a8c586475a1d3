use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-local-as",
    says: "The router speaks to Amazon's side with the AS number that AWS expects.",
    why: "AWS refuses an OPEN with any other AS number than the one of the vif. On a router with another AS it takes a \
          local AS for this neighbour.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
local_as = 65010
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
local_as = 65099
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let intent = peer.vif.port.scene.intent;
    let Some(wanted) = intent.asn_of(peer.vif.vif, Some(peer.peer)) else {
        return;
    };
    let wanted = wanted.value.get();
    let look = peer.session("local_as");
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    let Some(told) = seen.number("local_as") else {
        verdicts.unknown(format!("{} does not tell it", seen.answer.capture.source));
        return;
    };
    if told == u64::from(wanted) {
        verdicts
            .pass()
            .expected(wanted)
            .observed(told)
            .because([seen.evidence("local_as")]);
        return;
    }
    // What a summary says above its table is the router's own AS; a neighbour may have another one.
    let router = peer.vif.port.router.asn;
    let router = router.map(|asn| u64::from(asn.value.get()));
    let evidence = seen.evidence("local_as");
    if router == Some(told) && seen.answer.kind() == Some("bgp_summary") {
        verdicts.unknown("the summary only tells the router's own AS number");
        return;
    }
    verdicts
        .fail()
        .expected(wanted)
        .observed(told)
        .because([evidence]);
}
