use super::number;
use crate::check::{Check, Test, Verdicts, VifScene};
use crate::intent::VifType;

pub static CHECK: Check = Check {
    name: "aws-mtu",
    says: "AWS has the vif with the MTU of the intent.",
    why: "AWS drops what is larger than its own MTU for the vif and says nothing: large transfers hang while small \
          pings pass. Changing it there may interrupt every vif of the connection for half a minute.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
mtu = 1500
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
mtu = 8500
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    // A public vif has no MTU to tell: it is 1500 (MTU-03).
    if vif.vif.is(VifType::Public) && told.vif.mtu.is_none() {
        return;
    }
    let wanted = u64::from(vif.vif.mtu_or_default().get());
    // What a router calls MTU may count headers, so that it has no vote here.
    let said = (told.vif.mtu.as_ref(), "the MTU");
    number(&told, said, wanted, None, verdicts);
}
