use crate::check::{Check, PeerScene, Test, Verdicts};
use crate::observe::KeyShown;

pub static CHECK: Check = Check {
    name: "bgp-key",
    says: "The session is protected by an MD5 key.",
    why: "AWS asks for one on every vif. Whether it is the same on both ends no command shows: a wrong one looks like a \
          dropped packet, and only some platforms write it to their log.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
md5 = true
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let look = peer.neighbor();
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    if seen.flag("md5") {
        verdicts
            .pass()
            .expected("a key")
            .observed("a key")
            .because([seen.evidence("md5")]);
        return;
    }
    let always = match peer
        .vif
        .port
        .views()
        .map(|views| views.key)
        .unwrap_or_default()
    {
        KeyShown::Always => true,
        KeyShown::Established => peer.is_established(),
        KeyShown::Never => false,
    };
    if always {
        verdicts
            .fail()
            .expected("a key")
            .observed("none")
            .reason("this command names the key where there is one")
            .because([seen.evidence("peer")]);
    } else {
        verdicts.unknown(format!("{} does not tell", seen.answer.capture.source));
    }
}
