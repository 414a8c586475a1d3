use crate::check::{Check, Status, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-sitelink",
    says: "SiteLink is on at AWS where the intent says so, and off where it does not.",
    why: "With SiteLink, other sites of the same gateway are reached over this vif, and it costs by the hour. Off where \
          it should be on, those sites have no path; on where nobody asked for it, they have one that nobody filters.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
siteLinkEnabled = false
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
siteLinkEnabled = true
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    let wanted = vif.vif.sitelink.map(|at| at.value);
    let Some(said) = &told.vif.sitelink else {
        if wanted == Some(true) {
            verdicts.unknown(told.untold("SiteLink"));
        }
        return;
    };
    let word = |on: bool| if on { "on" } else { "off" };
    let status = match wanted {
        Some(wanted) if wanted != said.value => Status::Fail,
        // The intent says nothing of it: AWS's default is off.
        None if said.value => Status::Warn,
        _ => Status::Pass,
    };
    verdicts
        .say(status)
        .expected(word(wanted.unwrap_or(false)))
        .observed(word(said.value))
        .because([told.witness.evidence(said)]);
}
