use std::cmp::Reverse;

use super::{Leg, about, one_connection, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Bandwidth, Intent};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("weaker-backup", &["RES-07"]),
    says: "The vifs of a redundancy group that are left have the bandwidth of the one that fails: \
           the active one, or the widest of an active-active group.",
    why: "When a path fails, the others have to carry what it carried. With less bandwidth they stay up and \
          drop packets, which looks like an outage to everybody but the monitoring.",
    breaks: &[r#"
[connection.dx-2]
kind = "dedicated"
speed = "1Gbps"
location = "TCSLD8"
router = "edge-2"
port = "GigabitEthernet0/0/1"

[redundancy.prod]
vifs = ["prod", "spare"]        # <-
policy = "active-passive"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("high-resiliency-set-up"),
        Source::Ours("a backup carries what it backs up"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        let Some(widths) = widths(world.intent, &legs) else {
            continue;
        };
        // A passive one carries nothing that others would have to take over.
        let carrying = match group.is_active_passive() {
            true => 1,
            false => widths.len(),
        };
        let Some(widest) = (0..carrying).max_by_key(|&index| (widths[index], Reverse(index)))
        else {
            continue;
        };
        let Some(narrowest) = (0..widths.len()).min_by_key(|&index| widths[index]) else {
            continue;
        };
        let rest = widths.iter().sum::<u64>() - widths[widest];
        if rest >= widths[widest] || one_connection(&legs).is_some() {
            continue;
        }
        let message = format!(
            "vif {} has {}; without it group {} has {} left",
            legs[widest].vif.name.text,
            Bandwidth::mbps(widths[widest]),
            group.name.text,
            Bandwidth::mbps(rest)
        );
        let diagnostic = about(RULE.found(message).at(legs[narrowest].place), group, &legs);
        let diagnostic = diagnostic.label(format!("{} here", Bandwidth::mbps(widths[narrowest])));
        let diagnostic = diagnostic.related(
            legs[widest].place,
            format!("{} here", Bandwidth::mbps(widths[widest])),
        );
        found.push(
            diagnostic.help("a wider connection, or allow it if what has to get through fits"),
        );
    }
}

/// What each leg can carry, in Mbps, if it is known of all of them.
fn widths(intent: &Intent, legs: &[Leg<'_>]) -> Option<Vec<u64>> {
    let width = |leg: &Leg<'_>| {
        let connection = intent.connection_of(leg.vif)?;
        let members = connection
            .lag
            .as_ref()
            .map_or(1, |lag| lag.value.members.len().max(1) as u64);
        let port = connection.speed?.value.in_mbps() * members;
        Some(
            leg.vif
                .rate_limit
                .map_or(port, |limit| limit.value.in_mbps().min(port)),
        )
    };
    legs.iter().map(width).collect()
}
