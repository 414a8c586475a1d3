use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-device",
    says: "The vifs of a redundancy group end on different devices at AWS.",
    why: "Maintenance and failures at AWS's side come by the device: all vifs on it go down together. Two connections of \
          one location may well be on the same one, and only AWS knows.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
awsLogicalDeviceId = "EqLD5-1a2b"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc002"
vlan = 102
awsLogicalDeviceId = "TCSLD8-3c4d"
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
awsLogicalDeviceId = "EqLD5-1a2b"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc002"
vlan = 102
awsLogicalDeviceId = "EqLD5-1a2b"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let scene = vif.port.scene;
    let (Some(told), Some(group)) = (vif.told(), vif.part.group) else {
        return;
    };
    let Some(device) = &told.vif.device else {
        return;
    };
    let legs = scene.intent.redundancies[group].vifs.iter();
    let others = legs.map(|leg| &scene.intent.vifs[leg.value]);
    let others: Vec<_> = others
        .filter(|leg| !std::ptr::eq(*leg, vif.vif))
        .filter_map(|leg| {
            let theirs = told.witness.vif_of(scene.intent, leg).ok()?;
            Some((leg.name.text.as_str(), theirs.device.as_ref()?))
        })
        .collect();
    if others.is_empty() {
        return;
    }
    let mut shared = others
        .iter()
        .filter(|(_, other)| other.value == device.value);
    let first = shared.next();
    let verdict = verdicts.should(first.is_none());
    verdict
        .expected("a device of its own")
        .observed(device.value.clone())
        .because([told.witness.evidence(device)]);
    if let Some((name, other)) = first {
        verdict
            .reason(format!(
                "vif {name}, which is to back it up, ends on the same device"
            ))
            .because([told.witness.evidence(other)]);
    }
}
