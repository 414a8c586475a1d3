use crate::check::{Check, PeerScene, Status, Test, Verdicts};
use crate::intent::Bfd;

/// Amazon's side sends no faster (BGP-04).
const AMAZON: u64 = 300;

pub static CHECK: Check = Check {
    name: "bfd-interval",
    says: "BFD runs with the interval and the multiplier of the intent, or Amazon's where that is slower.",
    why: "The two ends agree on the slower interval. Anything else on the router is somebody's own idea of how fast a \
          path is given up.",
    passes: &[r#"
[[bfd]]
peer = "169.254.96.1"
state = "up"
interval_ms = 300
multiplier = 3
"#],
    fails: &[r#"
[[bfd]]
peer = "169.254.96.1"
state = "up"
interval_ms = 1000
multiplier = 5
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(Bfd::On {
        interval_ms,
        multiplier,
    }) = peer.vif.vif.bfd.map(|bfd| bfd.value)
    else {
        return;
    };
    let look = peer.look("bfd", "", "peer");
    let Some(seen) = look.found().filter(|seen| seen.text("state") == Some("up")) else {
        return;
    };
    let (interval, times) = (u64::from(interval_ms.value), u64::from(multiplier.value));
    let (told, told_times) = (seen.number("interval_ms"), seen.number("multiplier"));
    if told.is_none() && told_times.is_none() {
        verdicts.unknown(format!(
            "{} does not tell the timers",
            seen.answer.capture.source
        ));
        return;
    }
    let right = told.is_none_or(|told| told == interval || told == interval.max(AMAZON))
        && told_times.is_none_or(|told| told == times);
    let words = |interval: Option<u64>, times: Option<u64>| {
        let part = |value: Option<u64>| value.map_or("?".to_owned(), |value| value.to_string());
        format!("{} ms x {}", part(interval), part(times))
    };
    verdicts
        .say(if right { Status::Pass } else { Status::Warn })
        .expected(words(Some(interval), Some(times)))
        .observed(words(told, told_times))
        .because([seen.evidence(if told.is_some() {
            "interval_ms"
        } else {
            "multiplier"
        })]);
}
