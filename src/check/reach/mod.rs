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
    let loss = seen.decimal("loss_percent");
    let counted = seen.number("sent").zip(seen.number("received"));
    let loss = match counted {
        Some((sent, received)) if sent > 0 => {
            Some(100.0 - 100.0 * received.min(sent) as f64 / sent as f64)
        }
        _ => loss,
    };
    let Some(loss) = loss else {
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
    let verdict = verdicts.say(status);
    verdict
        .expected("every packet answered")
        .observed(match counted {
            Some((sent, received)) => format!("{received} of {sent} answered"),
            None => format!("{loss} % lost"),
        })
        .because([seen.evidence(if counted.is_some() {
            "received"
        } else {
            "loss_percent"
        })]);
    if topic == "df_ping" {
        verdict.expected(format!(
            "{} bytes pass unbroken",
            peer.vif.vif.mtu_or_default().get()
        ));
    }
}
