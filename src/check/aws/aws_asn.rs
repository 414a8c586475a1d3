use super::{Ours, number};
use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-asn",
    says: "AWS expects the session from our AS number.",
    why: "AWS refuses an OPEN from any other AS number than the one it was told. A long one stands in `asnLong`, and \
          `asn` is 0 then.",
    passes: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ asn = 65010, amazonAddress = "169.254.96.1/30", customerAddress = "169.254.96.2/30" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ asn = 0, asnLong = 65010, amazonAddress = "169.254.96.1/30" }]
"#,
    ],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ asn = 65000, amazonAddress = "169.254.96.1/30", customerAddress = "169.254.96.2/30" }]
"#],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (peer.told(), peer.local_asn()) else {
        return;
    };
    // A summary tells the router's own AS, which need not be that of this session.
    let ours = Ours::of(peer.neighbor().found(), "local_as");
    let said = told.peer.asn.as_ref().or(told.vif.vif.asn.as_ref());
    let said = (said, "our AS number");
    number(&told.vif, said, u64::from(wanted), ours, verdicts);
}
