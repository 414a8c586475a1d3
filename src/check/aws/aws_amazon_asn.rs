use super::{Ours, number};
use crate::check::{Check, PeerScene, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-amazon-asn",
    says: "AWS's end has the AS number that the intent says.",
    why: "It is the AS number of the gateway behind the vif, or 7224 on a public one. A router with another remote AS \
          ends every attempt with a notification.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
amazonSideAsn = 64512
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
amazonSideAsn = 64600
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (vif.told(), vif.vif.amazon_asn) else {
        return;
    };
    let remote_as = |peer: PeerScene<'_>| Ours::of(peer.session("remote_as").found(), "remote_as");
    let ours = vif.peers().find_map(remote_as);
    let said = (told.vif.amazon_asn.as_ref(), "Amazon's AS number");
    number(&told, said, u64::from(wanted.value.get()), ours, verdicts);
}
