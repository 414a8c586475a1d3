use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "ping-mtu",
    says: "A packet as large as the vif's MTU reaches Amazon's side without being broken up.",
    why: "Small packets pass everywhere. One that is too large for some device on the way is dropped without a word, \
          and the first large table or file hangs.",
    passes: &[r#"
[[df_ping]]
address = "169.254.96.1"
sent = 5
received = 5
"#],
    fails: &[r#"
[[df_ping]]
address = "169.254.96.1"
sent = 5
received = 0
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    super::pinged(peer, verdicts, "df_ping");
}
