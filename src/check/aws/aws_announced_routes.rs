use super::listed::{Listed, of_router, without};
use crate::check::accepts::Accepts;
use crate::check::verdict::few;
use crate::check::witness::Direction;
use crate::check::{Check, PeerScene, Test, Verdicts};
use crate::intent::Prefix;

pub static CHECK: Check = Check {
    name: "aws-announced-routes",
    says: "What AWS announces lies within `accept`, is not nothing, and arrives on the router.",
    why: "AWS announces what the gateway behind the vif has: nothing without an association, more than was thought with \
          one too many. What it announces and the router does not have, a filter or a limit there has kept out.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = [{ cidr = "172.31.0.0/16", routeDirection = "advertised" }]
[[accepted]]
prefix = "172.31.0.0/16"
peer = "169.254.96.1"
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = [{ cidr = "10.99.0.0/16", routeDirection = "advertised" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = []
"#,
        r#"
accepted = []
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = [{ cidr = "172.31.0.0/16", routeDirection = "advertised" }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(listed) = Listed::of(peer, &Direction::Advertised, verdicts) else {
        return;
    };
    let (accepts, announced) = (Accepts::of(peer), listed.prefixes());
    let (inside, outside): (Vec<Prefix>, Vec<Prefix>) = announced
        .iter()
        .partition(|prefix| accepts.covers(**prefix));
    let nothing = announced.is_empty() && accepts.something();
    if let Some(why) = listed.incomplete.filter(|_| nothing) {
        verdicts.unknown(why);
        return;
    }
    let lost = lost(peer, &inside);
    // The router's filter is there to leave these out, and its own check tells whether it does.
    let astray = !outside.is_empty() || !lost.is_empty();
    let verdict = match nothing {
        true => verdicts.fail(),
        false => verdicts.should(!astray),
    };
    verdict
        .expected(accepts.in_words())
        .observed(few(&announced));
    if nothing {
        verdict.reason("AWS announces nothing: what is associated with the gateway?");
    }
    let mut told = Vec::new();
    let (stray, gone) = ("outside of `accept`", "announced, and not on the router");
    for (prefixes, words) in [(&outside, stray), (&lost, gone)] {
        if !prefixes.is_empty() {
            told.push(format!("{words}: {}", few(prefixes)));
            verdict.because(listed.evidence(prefixes));
        }
    }
    match told.as_slice() {
        [] if nothing => verdict,
        [] => verdict.because(listed.evidence(&announced)),
        told => verdict.reason(told.join("; ")),
    };
}

/// What should be on the router and is not; nothing where no capture shows what it has.
fn lost(peer: &PeerScene<'_>, announced: &[Prefix]) -> Vec<Prefix> {
    let has = of_router(peer, "accepted").filter(|_| up(peer));
    has.map_or(Vec::new(), |has| without(announced, &has))
}

/// Is the session up, or is nothing known against it? Without a session there are no routes.
fn up(peer: &PeerScene<'_>) -> bool {
    peer.state().is_none_or(|state| state == "established")
}
