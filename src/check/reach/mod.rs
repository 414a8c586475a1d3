//! Packets that were really sent.

checks! {
    ping
    ping_mtu
    first_hop
}

use super::scene::PeerScene;
use super::verdict::{Status, Verdicts};

/// How a ping went.
fn pinged(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>, topic: &str) {
    let look = peer.look("ping", topic, "address");
    let Some(seen) = look.or_unknown(verdicts) else {
        return;
    };
    let counted = seen.number("sent").zip(seen.number("received"));
    let lost =
        |(sent, received): (u64, u64)| 100.0 - 100.0 * received.min(sent) as f64 / sent as f64;
    let told = || seen.decimal("loss_percent");
    let Some(loss) = counted
        .filter(|(sent, _)| *sent > 0)
        .map(lost)
        .or_else(told)
    else {
        verdicts.unknown(format!(
            "{} does not tell how many were answered",
            seen.answer.capture.source
        ));
        return;
    };
    let status = match loss {
        lost if lost >= 100.0 => Status::Fail,
        lost if lost > 0.0 => Status::Warn,
        _ => Status::Pass,
    };
    let (observed, field) = match counted {
        Some((sent, received)) => (format!("{received} of {sent} answered"), "received"),
        None => (format!("{loss} % lost"), "loss_percent"),
    };
    let verdict = verdicts.say(status);
    verdict
        .expected("every packet answered")
        .observed(observed)
        .because([seen.evidence(field)]);
    if topic == "df_ping" {
        let size = peer.vif.vif.mtu_or_default().get();
        verdict.expected(format!("{size} bytes pass unbroken"));
    }
}
