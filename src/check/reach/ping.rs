use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "ping",
    says: "Amazon's side answers pings from our address.",
    why: "It tells a path that is broken from a session that is refused.",
    passes: &[r#"
[[ping]]
address = "169.254.96.1"
sent = 5
received = 5
"#],
    fails: &[
        r#"
[[ping]]
address = "169.254.96.1"
sent = 5
received = 0
"#,
        r#"
[[ping]]
address = "169.254.96.1"
loss_percent = 40.0
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    super::pinged(peer, verdicts, "ping");
}
