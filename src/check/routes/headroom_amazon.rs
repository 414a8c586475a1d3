use crate::check::{Check, PeerScene, Status, Test, Verdicts};
use crate::intent::VifType;
use crate::rule::LIMITS;

/// In percent of the limit.
const NARROW: u64 = 90;

pub static CHECK: Check = Check {
    name: "headroom-amazon",
    says: "What the router sends is below the number of prefixes that AWS takes.",
    why: "One prefix more than AWS takes, and AWS ends the session and keeps it down: not the last prefix is lost, \
          but all of them.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
prefixes_advertised = 12
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
prefixes_advertised = 99
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let vif = peer.vif.vif;
    let default = if vif.is(VifType::Public) {
        &LIMITS.public_prefixes
    } else {
        &LIMITS.default_allocation
    };
    let allocation = vif
        .prefix_allocation
        .and_then(|at| match peer.amazon().is_ipv4() {
            true => at.value.ipv4,
            false => at.value.ipv6,
        });
    let most = u64::from(allocation.map_or(default.value, |at| at.value));
    let told = peer.session("prefixes_advertised").found();
    let told = told.and_then(|seen| {
        let sent = seen.number("prefixes_advertised")?;
        Some((sent, Some(seen.evidence("prefixes_advertised"))))
    });
    let rows = || peer.routes("advertised").ok();
    let listed = || rows().map(|rows| (rows.len() as u64, None));
    let Some((sent, evidence)) = told.or_else(listed) else {
        verdicts.unknown("no answer tells how many prefixes are sent");
        return;
    };
    let status = match sent.saturating_mul(100) / most.max(1) {
        _ if sent > most => Status::Fail,
        NARROW.. => Status::Warn,
        _ => Status::Pass,
    };
    verdicts
        .say(status)
        .expected(format!("{most} or less"))
        .observed(format!("{sent}"))
        .because(evidence);
}
