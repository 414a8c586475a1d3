use crate::check::{Check, Test, Verdicts, VifScene};
use crate::intent::Bandwidth;

pub static CHECK: Check = Check {
    name: "aws-rate-limit",
    says: "AWS polices the vif to the rate limit of the intent.",
    why: "AWS drops what is above its own limit. A router that shapes to another one sends into the policer, or leaves \
          bandwidth unused.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
rateLimit = ""
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
rateLimit = "2Gbps"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    let wanted = vif.vif.rate_limit.map(|at| at.value);
    let said = told.vif.rate_limit.as_ref();
    let theirs = said.and_then(|said| Bandwidth::parse(&said.value));
    let right = match said {
        Some(_) => theirs.is_some() && theirs == wanted,
        None => wanted.is_none(),
    };
    let verdict = verdicts.holds(right);
    let word = |limit: Option<String>| limit.unwrap_or_else(|| "no limit".to_owned());
    verdict
        .expected(word(wanted.map(|wanted| wanted.to_string())))
        .observed(word(said.map(|said| said.value.clone())));
    verdict.because(said.map(|said| told.witness.evidence(said)));
}
