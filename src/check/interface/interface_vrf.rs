use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "interface-vrf",
    says: "The sub-interface is in the VRF of the vif.",
    why: "In another one, the address is there and answers pings from the wrong table; the BGP session of the right \
          VRF has no way to its peer.",
    passes: &[r#"
[[interface]]
name = "Port-channel1.103"
vrf = "AWS"
"#],
    fails: &[r#"
[[interface]]
name = "Port-channel1.103"
vrf = "default"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(wanted) = &vif.vif.vrf else { return };
    let Some(seen) = vif.interface_with("vrf").or_unknown(verdicts) else {
        return;
    };
    verdicts
        .holds(vif.same_vrf(&seen))
        .expected(wanted.value.as_str())
        .observed(seen.text("vrf"))
        .because([seen.evidence("vrf")]);
}
