use super::listed::{Listed, of_router, without};
use crate::check::verdict::{few, within};
use crate::check::witness::Direction;
use crate::check::{Check, PeerScene, Status, Test, Verdicts};
use crate::intent::{Prefix, VifType};

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
    let wanted = peer.accept();
    let announced = listed.prefixes();
    // On a public vif everything public of Amazon's comes; an empty list takes it all.
    let anything = wanted.is_empty() && peer.vif.vif.is(VifType::Public);
    let (inside, outside): (Vec<Prefix>, Vec<Prefix>) =
        announced.iter().partition(|prefix| match anything {
            true => !prefix.is_default(),
            false => wanted.iter().any(|wanted| wanted.contains(**prefix)),
        });
    let nothing = announced.is_empty() && (anything || !wanted.is_empty());
    if let Some(why) = listed.incomplete.filter(|_| nothing) {
        verdicts.unknown(why);
        return;
    }
    let lost = lost(peer, &inside);
    let status = match () {
        () if nothing => Status::Fail,
        // The router's filter is there to leave these out, and its own check tells whether it does.
        () if !outside.is_empty() || !lost.is_empty() => Status::Warn,
        () => Status::Pass,
    };
    let verdict = verdicts.say(status);
    verdict
        .expected(within(&wanted, anything))
        .observed(few(&announced));
    if nothing {
        verdict.reason("AWS announces nothing: what is associated with the gateway?");
    }
    let mut reasons = Vec::new();
    for (prefixes, words) in [
        (&outside, "outside of `accept`"),
        (&lost, "announced, and not on the router"),
    ] {
        if !prefixes.is_empty() {
            reasons.push(format!("{words}: {}", few(prefixes)));
            verdict.because(listed.evidence(prefixes));
        }
    }
    match reasons.as_slice() {
        [] if nothing => verdict,
        [] => verdict.because(listed.evidence(&announced)),
        reasons => verdict.reason(reasons.join("; ")),
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
