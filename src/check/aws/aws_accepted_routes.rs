use super::listed::{Listed, of_router, without};
use crate::check::verdict::few;
use crate::check::witness::Direction;
use crate::check::{Check, PeerScene, Test, Verdicts};
use crate::intent::Prefix;

pub static CHECK: Check = Check {
    name: "aws-accepted-routes",
    says: "AWS has taken exactly the prefixes of `advertise`.",
    why: "What the router sends is not yet what AWS takes: a public prefix may not be verified, a filter of another \
          account may stand in the way. And what AWS took besides draws traffic to this router.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = [{ cidr = "10.20.0.0/16", routeDirection = "accepted" }]
"#],
    fails: &[
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
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
routes = [
    { cidr = "10.20.0.0/16", routeDirection = "accepted" },
    { cidr = "192.168.0.0/16", routeDirection = "accepted" },
]
[[advertised]]
prefix = "192.168.0.0/16"
peer = "169.254.96.1"
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(listed) = Listed::of(peer, &Direction::Accepted, verdicts) else {
        return;
    };
    let wanted = peer.advertise();
    let taken = listed.prefixes();
    let sent = of_router(peer, "advertised");
    let missing: Vec<Prefix> = without(&wanted, &taken);
    let extra: Vec<Prefix> = without(&taken, &wanted);
    if let Some(why) = listed.incomplete.filter(|_| !missing.is_empty()) {
        verdicts
            .unknown(why)
            .expected(few(&wanted))
            .observed(few(&taken));
        return;
    }
    let right = missing.is_empty() && extra.is_empty();
    let verdict = verdicts.holds(right);
    verdict.expected(few(&wanted)).observed(few(&taken));
    verdict.because(listed.evidence(if extra.is_empty() { &wanted } else { &extra }));
    if !right {
        verdict.reason(reasons(&missing, &extra, sent.as_deref()));
    }
}

/// What is wrong, and on which side of the wire it is, as far as the router tells.
fn reasons(missing: &[Prefix], extra: &[Prefix], sent: Option<&[Prefix]>) -> String {
    let mut reasons = Vec::new();
    let mut say = |prefixes: Vec<Prefix>, words: &str| {
        if !prefixes.is_empty() {
            reasons.push(format!("{words} {}", few(&prefixes)));
        }
    };
    match sent {
        Some(sent) => {
            let (ours, theirs) = split(missing, sent);
            say(ours, "the router sends and AWS has not taken");
            say(theirs, "the router does not send");
            let (ours, theirs) = split(extra, sent);
            say(ours, "the router sends besides");
            say(theirs, "AWS still has, and the router does not send,");
        }
        None => {
            say(missing.to_vec(), "AWS has not taken");
            say(extra.to_vec(), "AWS has taken besides");
        }
    }
    reasons.join("; ")
}

/// Those that are in the other list, and those that are not.
fn split(prefixes: &[Prefix], sent: &[Prefix]) -> (Vec<Prefix>, Vec<Prefix>) {
    prefixes.iter().partition(|prefix| sent.contains(prefix))
}
