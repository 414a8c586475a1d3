use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-hold-time",
    says: "The hold time of the session is no longer than the one of the intent.",
    why: "The ends agree on the shorter of the two, so that less than ours is no mistake: Amazon's side asked for it. \
          More than ours means that the router does not know our wish, and 0 that nobody notices a dead session.",
    passes: &[
        r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
hold_time = 90
"#,
        r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
hold_time = 30
"#,
    ],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
hold_time = 180
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = u64::from(peer.vif.vif.hold_time_or_default());
    // Until it is established, a router shows what it will ask for.
    if !peer.is_established() {
        return;
    }
    let look = peer.neighbor();
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    let Some(told) = seen.number("hold_time") else {
        verdicts.unknown(format!("{} does not tell it", seen.answer.capture.source));
        return;
    };
    let verdict = verdicts.holds((1..=wanted).contains(&told));
    verdict
        .expected(format!("{wanted} s or less"))
        .observed(format!("{told} s"))
        .because([seen.evidence("hold_time")]);
    if told > 0 && told < wanted {
        verdict.reason("Amazon's side asked for less, and the shorter one counts");
    }
}
