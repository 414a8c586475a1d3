use std::net::IpAddr;

use crate::check::{Check, PeerScene, Status, Test, Verdicts};
use crate::intent::Prefix;

pub static CHECK: Check = Check {
    name: "first-hop",
    says: "The first hop of a traceroute towards AWS is Amazon's side of the vif.",
    why: "It shows the way that packets really take, whatever the tables say. Hops that do not answer are common and \
          prove nothing.",
    passes: &[r#"
[[traceroute]]
hop = 1
address = "169.254.96.1"
"#],
    fails: &[r#"
[[traceroute]]
hop = 1
address = "192.0.2.1"
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let accept = peer.accept();
    let amazon = peer.amazon();
    let there = |word: &str| {
        let target = word.trim_matches('"').parse::<IpAddr>().ok();
        target.is_some_and(|target| {
            target == amazon
                || accept
                    .iter()
                    .any(|prefix| prefix.contains(Prefix::around(target.into())))
        })
    };
    let traces = peer.vif.port.facts.of("traceroute").rev();
    let trace = traces
        .into_iter()
        .find(|answer| answer.capture.command.split_whitespace().any(there));
    let Some(answer) = trace else {
        verdicts.unknown(peer.vif.port.untold("traceroute", "address", ""));
        return;
    };
    let first = answer.rows().find(|seen| seen.number("hop") == Some(1));
    let told = first.and_then(|seen| Some((seen, seen.text("address")?.parse::<IpAddr>().ok()?)));
    let Some((seen, address)) = told else {
        verdicts.unknown(format!(
            "{}: the first hop does not answer",
            answer.capture.source
        ));
        return;
    };
    let right = address == amazon;
    // The standby leg sends its packets over the active one, and so it should.
    let status = match right || peer.vif.is_passive() {
        true => Status::Pass,
        false => Status::Fail,
    };
    verdicts
        .say(status)
        .expected(amazon.to_string())
        .observed(address.to_string())
        .because([seen.evidence("address")]);
}
