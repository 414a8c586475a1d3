use super::{Ours, number};
use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-vlan",
    says: "AWS has the vif on the VLAN of the intent.",
    why: "With another tag both ends are up and neither hears the other. It is the most frequent reason for a vif that \
          never came up, and only AWS's own word settles it.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 110
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (vif.told(), vif.vif.vlan) else {
        return;
    };
    let ours = Ours::of(vif.interface_with("vlan").found(), "vlan");
    let said = (told.vif.vlan.as_ref(), "the VLAN");
    number(&told, said, u64::from(wanted.value.get()), ours, verdicts);
}
