use crate::diagnostic::{Code, Findings, Place};
use crate::intent::Vif;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("no-shaper", &["RL-04", "PHY-14"]),
    says: "What AWS limits, the router keeps to: it shapes what it sends on the vif.",
    why: "A rate limiter, and the bandwidth of a hosted connection, are policed: what is above is dropped behind your \
          port, and TCP makes much less of a policed link than of a shaped one. This platform has no shaper for a \
          sub-interface, so nothing is rendered for it; shape before the traffic comes to this router.",
    breaks: &["
[router.edge]
vendor = \"cisco_nxos\"
asn = 65010

[vif.prod]
rate_limit = \"500Mbps\"          # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010

[vif.prod]
rate_limit = \"500Mbps\"
"],
    sources: &[
        Source::UserGuide("limits"),
        Source::Ours("what is dropped anyway should not be sent"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some((place, reference, limit)) = limited(world, vif) else {
            continue;
        };
        let router = world.intent.router_of(vif);
        let vendor = router.and_then(|router| router.vendor.as_ref());
        let Some(pack) = vendor.and_then(|vendor| world.vendors.get(&vendor.value)) else {
            continue;
        };
        if !pack.features.shaper {
            let message = format!(
                "{} cannot shape vif {} to its {limit}",
                pack.title, vif.name.text
            );
            let diagnostic = RULE
                .found(message)
                .reference(reference)
                .at(place)
                .vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("AWS drops what is above")
                    .help("shape the traffic before it comes to this router"),
            );
        }
    }
}

/// What limits a vif, where that stands, and the fact that says so.
fn limited(world: &World<'_>, vif: &Vif) -> Option<(Place, &'static str, String)> {
    if let Some(limit) = vif.rate_limit {
        return Some((
            limit.place,
            "RL-04",
            format!("rate limit of {}", limit.value),
        ));
    }
    let connection = world
        .intent
        .connection_of(vif)
        .filter(|connection| connection.is_hosted())?;
    let speed = connection.speed?;
    Some((
        speed.place,
        "PHY-14",
        format!("hosted connection's {}", speed.value),
    ))
}
