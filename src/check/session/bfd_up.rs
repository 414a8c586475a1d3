use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bfd-up",
    says: "The BFD session with Amazon's side is up.",
    why: "BGP can be up while BFD is down, and then a dead path is noticed after the hold time: a minute and a half \
          instead of a second.",
    passes: &[r#"
[[bfd]]
peer = "169.254.96.1"
state = "up"
"#],
    fails: &[
        r#"
[[bfd]]
peer = "169.254.96.1"
state = "down"
"#,
        r#"
[[bfd]]
peer = "169.254.97.1"
state = "up"
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    if !peer.vif.vif.has_bfd() {
        return;
    }
    let look = peer.look("bfd", "", "peer");
    let Some(seen) = look.or_say(verdicts, "the router has no BFD session with this peer") else {
        return;
    };
    let Some(state) = seen.text("state") else {
        verdicts.unknown(format!(
            "{} does not tell the state",
            seen.answer.capture.source
        ));
        return;
    };
    verdicts
        .holds(state == "up")
        .expected("up")
        .observed(state)
        .because([seen.evidence("state")]);
}
