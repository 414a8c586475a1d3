use super::{few, networks, same};
use crate::check::{Check, PeerScene, Test, Verdicts};

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
    let of_ours =
        networks(&rows).filter(|(network, _)| ours.iter().any(|prefix| same(*prefix, *network)));
    let of_aws = |text: &&str| text.starts_with("7224:");
    let told: Vec<_> = of_ours
        .filter(|(_, seen)| seen.get("communities").is_some())
        .collect();
    if told.is_empty() {
        if !wanted.is_empty() && !ours.is_empty() {
            verdicts.unknown("no answer shows the communities of what is sent");
        }
        return;
    }
    let wrong: Vec<_> = told
        .iter()
        .filter(|(_, seen)| {
            let mut has: Vec<&str> = seen
                .texts("communities")
                .into_iter()
                .filter(of_aws)
                .collect();
            has.sort_unstable();
            has != wanted
        })
        .collect();
    let seen_first = wrong.first().copied().or(told.first());
    let observed = seen_first.map_or(Vec::new(), |(_, seen)| seen.texts("communities"));
    if !wrong.is_empty()
        && !peer
            .vif
            .port
            .views()
            .is_some_and(|views| views.after_policy)
    {
        verdicts.unknown("this platform shows them as they are before the outbound policy");
        return;
    }
    let verdict = verdicts.holds(wrong.is_empty());
    verdict
        .expected(wanted.join(" "))
        .observed(observed.join(" "));
    verdict.because(seen_first.map(|(_, seen)| seen.evidence("communities")));
    if !wrong.is_empty() {
        let names: Vec<String> = wrong
            .iter()
            .map(|(network, _)| network.to_string())
            .collect();
        verdict.reason(format!("on {}", few(&names)));
    }
}
