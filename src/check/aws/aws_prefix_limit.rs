use std::collections::HashSet;

use super::Told;
use crate::check::{Check, Status, Test, Verdicts, VifScene};
use crate::intent::{Prefix, VifType};
use crate::rule::LIMITS;

/// In percent of the limit.
const NARROW: usize = 90;

pub static CHECK: Check = Check {
    name: "aws-prefix-limit",
    says: "AWS takes as many prefixes on this vif as the intent counts on, and the ones to be sent fit.",
    why: "One prefix more than AWS takes, and AWS ends the session and keeps it down. The number is set for each vif and \
          family at AWS; on a hosted vif only the owner of the connection can change it.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
prefixPoolAllocatedCountIpv4 = 100
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
prefixPoolAllocatedCountIpv4 = 0
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
prefixPoolAllocatedCountIpv4 = 100
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
prefixes_advertised = 101
"#,
    ],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    if vif.vif.is(VifType::Public) {
        return;
    }
    let ours = vif.vif.prefix_allocation.map(|at| at.value);
    let default = LIMITS.default_allocation.value as usize;
    for ipv4 in [true, false] {
        let (said, wanted) = match ipv4 {
            true => (&told.vif.allocated_ipv4, ours.and_then(|ours| ours.ipv4)),
            false => (&told.vif.allocated_ipv6, ours.and_then(|ours| ours.ipv6)),
        };
        // Answers from before 2026-08 do not have it (PFX-10).
        let Some(said) = said.as_ref().filter(|_| vif.vif.has_session(ipv4)) else {
            continue;
        };
        let counted = wanted.map_or(default, |wanted| wanted.value as usize);
        let taken = said.value.min(1 << 32) as usize;
        let (sent, who) = sent(vif, &told, ipv4);
        let status = match () {
            () if sent > taken => Status::Fail,
            () if taken < counted && wanted.is_some() => Status::Fail,
            () if sent * 100 >= taken * NARROW || taken < counted => Status::Warn,
            () if wanted.is_some() && taken != counted => Status::Warn,
            () => Status::Pass,
        };
        let family = if ipv4 { "IPv4" } else { "IPv6" };
        let verdict = verdicts.say(status);
        verdict
            .expected(format!("room for {counted} {family} prefixes"))
            .observed(format!("room for {taken} {family} prefixes"))
            .because([told.witness.evidence(said)]);
        if sent > 0 && status != Status::Pass {
            verdict.reason(format!("{sent} {who}"));
        }
    }
}

/// The most prefixes of a family that anybody counts, and who does: the intent, the router, AWS.
fn sent(vif: &VifScene<'_>, told: &Told<'_>, ipv4: bool) -> (usize, &'static str) {
    let of_family = |prefix: &Prefix| prefix.is_ipv4() == ipv4;
    let intended = vif.vif.advertised().iter().map(|at| at.value);
    let peers = vif.peers().filter(|peer| peer.amazon().is_ipv4() == ipv4);
    let router = peers.filter_map(|peer| {
        let seen = peer.session("prefixes_advertised").found()?;
        seen.number("prefixes_advertised")
    });
    let routes = told.witness.routes_of(told.vif);
    let accepted: HashSet<Prefix> = routes
        .iter()
        .flat_map(|routes| &routes.accepted)
        .map(|route| route.prefix.value)
        .filter(of_family)
        .collect();
    let counts = [
        (accepted.len(), "are what AWS has taken"),
        (
            router.max().unwrap_or(0) as usize,
            "are what the router sends",
        ),
        (intended.filter(of_family).count(), "are to be sent"),
    ];
    let most = counts.into_iter().max_by_key(|(count, _)| *count);
    most.unwrap_or((0, ""))
}
