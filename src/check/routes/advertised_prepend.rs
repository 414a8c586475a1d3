use super::{networks, same};
use crate::check::{Check, PeerScene, Test, Verdicts};

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
        .filter_map(|(_, seen)| {
            let path = seen.get("as_path")?.as_array()?;
            let own = path
                .iter()
                .take_while(|hop| hop.as_u64() == Some(u64::from(asn)))
                .count() as u64;
            // A path that goes on is not one of our own prefixes.
            (own == path.len() as u64).then_some((own, seen))
        })
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
    if !right
        && !peer
            .vif
            .port
            .views()
            .is_some_and(|views| views.after_policy)
    {
        verdicts.unknown("this platform shows the path as it is before the outbound policy");
        return;
    }
    verdicts
        .holds(right)
        .expected(format!("{asn} prepended {wanted} times"))
        .observed(format!("{asn} {most} times in the path"))
        .because([seen.evidence("as_path")]);
}
