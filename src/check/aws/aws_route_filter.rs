use crate::check::verdict::few;
use crate::check::{Check, Test, Verdicts, VifScene};
use crate::intent::{Prefix, VifType};

pub static CHECK: Check = Check {
    name: "aws-route-filter",
    says: "Every prefix that a public vif advertises is among those that AWS has verified for it.",
    why: "AWS ignores what is not in the vif's list, and drops packets whose source is in no prefix that it took. Adding \
          one is a support case.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceType = "public"
vlan = 101
routeFilterPrefixes = [{ cidr = "10.0.0.0/8" }]
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceType = "public"
vlan = 101
routeFilterPrefixes = [{ cidr = "198.51.100.0/24" }]
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    let public = match &told.vif.kind {
        Some(kind) => kind.value.is(VifType::Public),
        None => vif.vif.is(VifType::Public),
    };
    let wanted: Vec<Prefix> = vif.vif.advertised().iter().map(|at| at.value).collect();
    if !public || wanted.is_empty() {
        return;
    }
    let filter = &told.vif.route_filter;
    if filter.is_empty() {
        verdicts.unknown(told.untold("the prefixes of the route filter"));
        return;
    }
    let within = |prefix: &&Prefix| filter.iter().any(|said| said.value.contains(**prefix));
    let outside: Vec<&Prefix> = wanted.iter().filter(|prefix| !within(prefix)).collect();
    let verdict = verdicts.holds(outside.is_empty());
    let listed: Vec<Prefix> = filter.iter().map(|said| said.value).collect();
    verdict.expected(few(&wanted)).observed(few(&listed));
    verdict.because(
        filter
            .iter()
            .take(3)
            .map(|said| told.witness.evidence(said)),
    );
    if !outside.is_empty() {
        verdict.reason(format!("AWS ignores {}", few(&outside)));
    }
}
