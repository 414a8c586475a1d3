use crate::check::witness::PeerState;
use crate::check::{Check, PeerScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-bgp-peer-state",
    says: "AWS has finished to configure its end of the session.",
    why: "Until it has, nobody answers there. On a public vif a peer stays in `verifying` until its addresses are \
          approved; no change on the router will bring it up before that.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpPeerState = "available" }]
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpPeerState = "pending" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpPeerState = "deleted" }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = peer.told() else { return };
    let Some(said) = &told.peer.state else { return };
    let (status, meaning) = match &said.value {
        PeerState::Available => (Status::Pass, ""),
        PeerState::Verifying => (Status::Warn, "AWS still verifies whose the addresses are"),
        PeerState::Pending => (Status::Warn, "AWS is still making it"),
        PeerState::Deleting | PeerState::Deleted => {
            (Status::Fail, "the session has been deleted at AWS")
        }
        PeerState::Other(_) => (Status::Warn, "this state is newer than vifctl"),
    };
    let verdict = verdicts.say(status);
    verdict
        .expected("available")
        .observed(said.value.word())
        .because([told.vif.witness.evidence(said)]);
    if !meaning.is_empty() {
        verdict.reason(meaning);
    }
}
