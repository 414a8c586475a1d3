use super::{names, networks};
use crate::check::accepts::Accepts;
use crate::check::verdict::{NOTHING, few};
use crate::check::{Check, PeerScene, Status, Test, Verdicts};
use crate::intent::Prefix;

pub static CHECK: Check = Check {
    name: "accepted-prefixes",
    says: "What the router takes from Amazon's side lies within `accept`, and is not nothing.",
    why: "A default route from AWS that nobody asked for takes all traffic along. And a session that is up without a \
          single prefix carries nothing: the gateway has no association, or a filter lets nothing in.",
    passes: &[r#"
[[accepted]]
prefix = "172.31.0.0/16"
peer = "169.254.96.1"
"#],
    fails: &[
        r#"
[[accepted]]
prefix = "0.0.0.0/0"
peer = "169.254.96.1"
"#,
        r#"
accepted = []
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    if !peer.is_established() && peer.state().is_some() {
        return;
    }
    let rows = match peer.routes("accepted") {
        Ok(rows) => rows,
        Err(why) => return by_count(peer, verdicts, why),
    };
    let ipv4 = peer.amazon().is_ipv4();
    let mut taken: Vec<_> = networks(&rows).collect();
    taken.retain(|(network, _)| network.is_ipv4() == ipv4);
    let accepts = Accepts::of(peer);
    let mut strays = taken.clone();
    strays.retain(|(network, _)| !accepts.covers(Prefix::around(*network)));
    let as_received = shows_what_comes(peer);
    let status = match () {
        // What is outside may have been stopped behind what is shown.
        () if !strays.is_empty() && as_received => Status::Unknown,
        () if !strays.is_empty() => Status::Fail,
        () if taken.is_empty() && accepts.something() => Status::Fail,
        () => Status::Pass,
    };
    let verdict = verdicts.say(status);
    verdict
        .expected(accepts.in_words())
        .observed(few(&names(&taken)))
        .because(
            strays
                .iter()
                .take(3)
                .map(|(_, seen)| seen.evidence("prefix")),
        );
    if !strays.is_empty() {
        verdict.reason(match as_received {
            true => "this platform shows them as they come, before the inbound policy".to_owned(),
            false => format!("outside of it: {}", few(&names(&strays))),
        });
    }
}

/// Do the routes that are said to be taken look as the peer sends them?
fn shows_what_comes(peer: &PeerScene<'_>) -> bool {
    let views = peer.vif.port.views();
    views.is_some_and(|views| views.before_policy)
}

/// Without the list, the count at least says whether it is nothing.
fn by_count(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>, why: String) {
    let count = ["prefixes_accepted", "prefixes_received"]
        .into_iter()
        .find_map(|field| {
            let seen = peer.session(field).found()?;
            Some((seen, field, seen.number(field)?))
        });
    match count {
        Some((seen, field, 0)) if peer.is_established() && !peer.accept().is_empty() => {
            verdicts
                .fail()
                .expected("something")
                .observed(NOTHING)
                .because([seen.evidence(field)]);
        }
        Some((_, _, many)) => {
            verdicts.unknown(format!("{many} prefixes are taken, but {why}"));
        }
        None => {
            verdicts.unknown(why);
        }
    }
}
