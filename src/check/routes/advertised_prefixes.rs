use super::{names, networks, same};
use crate::check::verdict::few;
use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "advertised-prefixes",
    says: "The router sends exactly the prefixes of `advertise` to Amazon's side, no more and no less.",
    why: "One too few, and a network cannot be reached from AWS. One too many, and traffic comes to this router that \
          belongs elsewhere, or the prefix limit ends the session.",
    passes: &[r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
"#],
    fails: &[
        r#"
advertised = []
"#,
        r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
[[advertised]]
prefix = "192.168.0.0/16"
peer = "169.254.96.1"
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = peer.advertise();
    if !peer.is_established() && peer.state().is_some() {
        return;
    }
    let rows = match peer.routes("advertised") {
        Ok(rows) => rows,
        Err(why) => {
            verdicts.unknown(why);
            return;
        }
    };
    let sent = networks(&rows).filter(|(network, _)| network.is_ipv4() == peer.amazon().is_ipv4());
    let sent: Vec<_> = sent.collect();
    let mut missing = wanted.clone();
    missing.retain(|prefix| !sent.iter().any(|(network, _)| same(*prefix, *network)));
    let mut extra = sent.clone();
    extra.retain(|(network, _)| !wanted.iter().any(|prefix| same(*prefix, *network)));
    let verdict = verdicts.holds(missing.is_empty() && extra.is_empty());
    verdict
        .expected(few(&wanted))
        .observed(few(&names(&sent)))
        .because(
            extra
                .iter()
                .take(3)
                .map(|(_, seen)| seen.evidence("prefix")),
        );
    let mut words = Vec::new();
    if !missing.is_empty() {
        words.push(format!("not sent: {}", few(&missing)));
    }
    if !extra.is_empty() {
        words.push(format!("sent besides: {}", few(&names(&extra))));
    }
    if !words.is_empty() {
        verdict.reason(words.join("; "));
    }
}
