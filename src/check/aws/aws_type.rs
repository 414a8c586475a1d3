use super::word;
use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-type",
    says: "AWS has the vif as the type that the intent says.",
    why: "Type decides what comes over it: a VPC's networks, a transit gateway's, or every public prefix of Amazon. It \
          cannot be changed; the vif is made anew.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
virtualInterfaceType = "private"
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
virtualInterfaceType = "transit"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (vif.told(), vif.vif.kind) else {
        return;
    };
    match &told.vif.kind {
        Some(said) => {
            word(told.witness, said, &wanted.value.to_string(), verdicts);
        }
        None => {
            verdicts.unknown(told.untold("the type"));
        }
    }
}
