use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "interface-vlan",
    says: "The sub-interface has the VLAN tag of the vif.",
    why: "The name of a sub-interface only looks like its tag. With another one, both ends are up and neither hears \
          the other.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
vlan = 101
"#],
    fails: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
vlan = 110
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(wanted) = vif.vif.vlan.map(|vlan| u64::from(vlan.value.get())) else {
        return;
    };
    let Some(seen) = vif.interface_with("vlan").or_unknown(verdicts) else {
        return;
    };
    verdicts
        .holds(seen.number("vlan") == Some(wanted))
        .expected(wanted)
        .observed(seen.number("vlan"))
        .because([seen.evidence("vlan")]);
}
