use crate::check::{Check, Status, Test, Verdicts, VifScene};
use crate::intent::VifType;
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
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
prefixPoolAllocatedCountIpv4 = 0
"#],
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
        let of_family = |prefix: &crate::intent::Prefix| prefix.is_ipv4() == ipv4;
        let sent = vif.vif.advertised().iter().map(|at| at.value);
        let sent = sent.filter(of_family).count();
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
            verdict.reason(format!("{sent} are to be sent"));
        }
    }
}
