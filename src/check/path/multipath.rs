use super::next_hops;
use crate::check::{Check, PeerScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "multipath",
    says: "Active legs on one router carry traffic together.",
    why: "BGP takes one best path unless it is told otherwise, and then half of what was paid for stands idle.",
    passes: &[r#"
[[bgp_neighbor]]
peer = "169.254.98.1"
state = "established"
[[bgp_neighbor]]
peer = "169.254.99.1"
state = "established"
[[route]]
prefix = "172.16.0.0/16"
next_hop = "169.254.98.1"
vrf = "AWS"
[[route]]
prefix = "172.16.0.0/16"
next_hop = "169.254.99.1"
vrf = "AWS"
"#],
    fails: &[r#"
[[bgp_neighbor]]
peer = "169.254.98.1"
state = "established"
[[bgp_neighbor]]
peer = "169.254.99.1"
state = "established"
[[route]]
prefix = "172.16.0.0/16"
next_hop = "169.254.98.1"
vrf = "AWS"
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(paths) = peer.vif.part.paths.filter(|_| peer.is_established()) else {
        return;
    };
    let up = peer.legs_up_here();
    if up < 2 {
        return;
    }
    let hops = match next_hops(peer) {
        Ok(hops) => hops,
        Err(why) => {
            verdicts.unknown(why);
            return;
        }
    };
    let fewest = hops.iter().map(|(network, list)| {
        let mut different: Vec<_> = list.iter().map(|(hop, _)| *hop).collect();
        different.sort_unstable();
        different.dedup();
        (different.len(), network, list)
    });
    let Some((count, network, list)) = fewest.min_by_key(|(count, ..)| *count) else {
        return;
    };
    let wanted = up.min(paths as usize);
    verdicts
        .say(if count < wanted {
            Status::Warn
        } else {
            Status::Pass
        })
        .expected(format!("{wanted} paths"))
        .observed(format!("{count} for {network}"))
        .because(list.first().map(|(_, seen)| seen.evidence("next_hop")));
}
