use super::{networks, same, shows_what_leaves};
use crate::check::{Check, PeerScene, Seen, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "advertised-prepend",
    says: "Every prefix that is sent has our AS number as often in its path as the intent asks for.",
    why: "A longer path makes AWS prefer the other leg. Whether a router counts its own, unprepended AS number when it \
          shows what it sends differs, so that one more or less of them is not held against it.",
    passes: &[r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
as_path = [65010]
"#],
    fails: &[r#"
[[advertised]]
prefix = "10.20.0.0/16"
peer = "169.254.96.1"
as_path = [65010, 65010, 65010]
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = u64::from(peer.vif.part.prepend);
    let Some(asn) = peer.local_asn() else { return };
    let Ok(rows) = peer.routes("advertised") else {
        return;
    };
    let ours = peer.advertise();
    let told =
        networks(&rows).filter(|(network, _)| ours.iter().any(|prefix| same(*prefix, *network)));
    let counted: Vec<_> = told
        .filter_map(|(_, seen)| Some((times_alone(seen, asn)?, seen)))
        .collect();
    let Some((most, seen)) = counted
        .iter()
        .max_by_key(|(own, _)| own.abs_diff(wanted))
        .copied()
    else {
        if wanted > 0 {
            verdicts.unknown("no answer shows the AS path of what is sent");
        }
        return;
    };
    let right = most == wanted || most == wanted + 1;
    if !right && !shows_what_leaves(peer) {
        verdicts.unknown("this platform shows the path as it is before the outbound policy");
        return;
    }
    verdicts
        .holds(right)
        .expected(format!("{asn} prepended {wanted} times"))
        .observed(format!("{asn} {most} times in the path"))
        .because([seen.evidence("as_path")]);
}

/// How often the path of a route has one AS number, where it has no other: a path that goes on is
/// not one of our own prefixes.
fn times_alone(seen: &Seen<'_>, asn: u32) -> Option<u64> {
    let path = seen.get("as_path")?.as_array()?;
    let alone = path.iter().all(|hop| hop.as_u64() == Some(u64::from(asn)));
    alone.then_some(path.len() as u64)
}
