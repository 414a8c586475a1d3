use super::{names, networks, same, shows_what_leaves};
use crate::check::verdict::few;
use crate::check::{Check, PeerScene, Seen, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "advertised-communities",
    says: "Every prefix that is sent carries the community that the intent asks for, and no other of AWS's.",
    why: "The community tells AWS which path to prefer, or how far a public prefix goes. Without it both legs look \
          alike, and replies come back over the wrong one.",
    passes: &[r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
communities = ["7224:7300"]
"#],
    fails: &[r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
communities = ["7224:7100"]
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = peer.vif.part.communities(peer.vif.vif);
    if !peer.is_established() && peer.state().is_some() {
        return;
    }
    let Ok(rows) = peer.routes("advertised") else {
        if !wanted.is_empty() {
            verdicts.unknown("no answer shows what is sent to this peer");
        }
        return;
    };
    let ours = peer.advertise();
    let mut told: Vec<_> = networks(&rows).collect();
    told.retain(|(network, seen)| {
        seen.get("communities").is_some() && ours.iter().any(|prefix| same(*prefix, *network))
    });
    if told.is_empty() {
        if !wanted.is_empty() && !ours.is_empty() {
            verdicts.unknown("no answer shows the communities of what is sent");
        }
        return;
    }
    let mut wrong = told.clone();
    wrong.retain(|(_, seen)| of_aws(seen) != wanted);
    if !wrong.is_empty() && !shows_what_leaves(peer) {
        verdicts.unknown("this platform shows them as they are before the outbound policy");
        return;
    }
    let seen_first = wrong.first().or(told.first()).map(|(_, seen)| *seen);
    let observed = seen_first.map_or(Vec::new(), |seen| seen.texts("communities"));
    let verdict = verdicts.holds(wrong.is_empty());
    verdict
        .expected(wanted.join(" "))
        .observed(observed.join(" "))
        .because(seen_first.map(|seen| seen.evidence("communities")));
    if !wrong.is_empty() {
        verdict.reason(format!("on {}", few(&names(&wrong))));
    }
}

/// Those of its communities that mean something to AWS.
fn of_aws<'s>(seen: &'s Seen<'_>) -> Vec<&'s str> {
    let mut all = seen.texts("communities");
    all.retain(|text| text.starts_with("7224:"));
    all.sort_unstable();
    all
}
