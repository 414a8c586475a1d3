use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-exchanges",
    says: "A session that is up exchanges the routes of its address family.",
    why: "Some routers keep a session up and exchange nothing over it: without a policy on an eBGP neighbour \
          (RFC 8212), or when the two ends did not agree on the address family.",
    passes: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
prefixes_received = 12
"#],
    fails: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
reason = "policy"
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    if !peer.is_established() {
        return;
    }
    let look = peer.session("reason");
    let Some(seen) = look.found() else { return };
    let observed = match seen.text("reason") {
        Some("policy") => "nothing is exchanged without a policy",
        Some("not_negotiated") => "the address family was not negotiated",
        _ => {
            verdicts.pass().expected("routes are exchanged");
            return;
        }
    };
    verdicts
        .fail()
        .expected("routes are exchanged")
        .observed(observed)
        .because([seen.evidence("reason")]);
}
