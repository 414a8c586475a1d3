use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-settled",
    says: "The session has been up long enough to be believed.",
    why: "A new session with BFD often goes down once, when BFD comes up behind it, and is back a few seconds later. \
          What was looked at in between was true for a moment.",
    passes: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
uptime_s = 3600
"#],
    fails: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
uptime_s = 4
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    if !peer.is_established() {
        return;
    }
    let settled = peer.vif.port.scene.settled_s;
    let look = peer.session("uptime_s");
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    let Some(up) = seen.number("uptime_s") else {
        verdicts.unknown(format!(
            "{} does not tell for how long it is up",
            seen.answer.capture.source
        ));
        return;
    };
    let young = up < settled;
    let verdict = verdicts.should(!young);
    verdict
        .expected(format!("{settled} s or more"))
        .observed(format!("{up} s"))
        .because([seen.evidence("uptime_s")]);
    if young {
        verdict.reason(format!("look again in {} s", settled - up));
    }
}
