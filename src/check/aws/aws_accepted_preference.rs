use super::listed::Listed;
use crate::check::verdict::few;
use crate::check::witness::{Direction, Route};
use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-accepted-preference",
    says: "What AWS has taken carries the community and the AS path that the intent asks for.",
    why: "A router that does not send communities looks right from its own side. Only AWS shows what arrived, and that is \
          what its choice of a path rests on.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
[[aws.answers.routes]]
cidr = "10.20.0.0/16"
routeDirection = "accepted"
asPath = [{ pathType = "seq", path = [65010] }]
communities = ["7224:7300"]
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
[[aws.answers.routes]]
cidr = "10.20.0.0/16"
routeDirection = "accepted"
communities = []
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
[[aws.answers.routes]]
cidr = "10.20.0.0/16"
routeDirection = "accepted"
asPath = [{ pathType = "seq", path = [65010, 65010, 65010] }]
communities = ["7224:7300"]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = peer.told() else { return };
    // Where routes are missing altogether, `aws-accepted-routes` says so.
    if told.vif.witness.routes_of(told.vif.vif).is_none() {
        return;
    }
    let Some(listed) = Listed::of(peer, &Direction::Accepted, verdicts) else {
        return;
    };
    let ours = peer.advertise();
    let is_ours = |route: &&&Route| ours.contains(&route.prefix.value);
    let routes: Vec<&Route> = listed.routes.iter().filter(is_ours).copied().collect();
    let Some(first) = routes.first() else { return };
    communities(peer, &routes, &listed, verdicts);
    let Some(asn) = peer.local_asn().map(u64::from) else {
        return;
    };
    let wanted = 1 + u64::from(peer.vif.part.prepend);
    let own = |route: &Route| route.path.iter().take_while(|hop| **hop == asn).count() as u64;
    // A path that goes on behind us is that of a network behind us, and as long as it is.
    let whole = |route: &&&Route| !route.path.is_empty() && own(route) == route.path.len() as u64;
    let counted: Vec<&Route> = routes.iter().filter(whole).copied().collect();
    let worst = counted.iter().find(|route| own(route) != wanted);
    if counted.is_empty() {
        return;
    }
    let shown = worst.copied().unwrap_or(first);
    verdicts
        .holds(worst.is_none())
        .expected(format!("AS {asn} {wanted} times in the path"))
        .observed(format!("AS {asn} {} times in the path", own(shown)))
        .because(listed.evidence(&[shown.prefix.value]));
}

fn communities(
    peer: &PeerScene<'_>,
    routes: &[&Route],
    listed: &Listed<'_>,
    verdicts: &mut Verdicts<'_>,
) {
    let wanted = peer.vif.part.communities(peer.vif.vif);
    let of_aws = |route: &Route| {
        let mut all = route.communities.clone();
        all.retain(|word| word.starts_with("7224:"));
        all.sort_unstable();
        all
    };
    let wrong: Vec<&&Route> = routes
        .iter()
        .filter(|route| of_aws(route) != wanted)
        .collect();
    let shown = wrong.first().copied().or(routes.first());
    let Some(shown) = shown else { return };
    let verdict = verdicts.holds(wrong.is_empty());
    let word = |list: &[String]| match list {
        [] => "no community".to_owned(),
        list => list.join(" "),
    };
    let expected: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    verdict
        .expected(word(&expected))
        .observed(word(&of_aws(shown)));
    verdict.because(listed.evidence(&[shown.prefix.value]));
    if !wrong.is_empty() {
        let names: Vec<_> = wrong.iter().map(|route| route.prefix.value).collect();
        verdict.reason(format!("on {}", few(&names)));
    }
}
