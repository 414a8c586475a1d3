use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-remote-as",
    says: "The neighbour is configured with the AS number of Amazon's side.",
    why: "AWS opens the session with the AS number of the gateway, or 7224 on a public vif. With another one \
          configured, the router answers every OPEN with a notification.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
remote_as = 64512
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
remote_as = 7224
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(wanted) = peer.vif.vif.amazon_asn.map(|asn| asn.value.get()) else {
        return;
    };
    let look = peer.session("remote_as");
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    let Some(told) = seen.number("remote_as") else {
        verdicts.unknown(format!("{} does not tell it", seen.answer.capture.source));
        return;
    };
    verdicts
        .holds(told == u64::from(wanted))
        .expected(wanted)
        .observed(told)
        .because([seen.evidence("remote_as")]);
}
