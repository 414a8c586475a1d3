use crate::check::{Check, PeerScene, Test, Verdicts};

/// In percent of the limit.
const NARROW: u64 = 80;

pub static CHECK: Check = Check {
    name: "headroom-ours",
    says: "What Amazon's side sends is well below the router's own prefix limit.",
    why: "At the limit a router shuts the session, and most of them keep it shut until a person comes.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
prefixes_received = 12
max_prefixes = 1000
"#],
    fails: &[
        r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
prefixes_received = 95
max_prefixes = 100
"#,
        r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "idle"
reason = "max_prefixes"
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let reason = peer.session("reason").found();
    if let Some(seen) = reason.filter(|seen| seen.text("reason") == Some("max_prefixes")) {
        verdicts
            .fail()
            .expected("below the limit")
            .observed("limit exceeded")
            .because([seen.evidence("reason")]);
        return;
    }
    if !peer.is_established() {
        return;
    }
    let field = |field: &'static str| {
        let seen = peer.session(field).found()?;
        Some((seen, field, seen.number(field)?))
    };
    let received = field("prefixes_received").or_else(|| field("prefixes_accepted"));
    let Some((seen, name, received)) = received else {
        verdicts.unknown("no answer tells how many prefixes are received");
        return;
    };
    let told = field("max_prefixes").map(|(_, _, most)| most);
    let most = told
        .unwrap_or_else(|| u64::from(peer.vif.vif.most_prefixes()))
        .max(1);
    let percent = received.saturating_mul(100) / most;
    let verdict = verdicts.should(percent < NARROW);
    verdict
        .expected(format!("less than {NARROW} % of {most}"))
        .observed(format!("{received}, {percent} %"))
        .because([seen.evidence(name)]);
    if told.is_none() {
        verdict.reason("the limit is the one of the intent; no answer shows the router's");
    }
}
