use crate::check::witness::{BgpStatus, VifState};
use crate::check::{Check, PeerScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-bgp-status",
    says: "AWS sees the BGP session up.",
    why: "It is what the vif is for, seen from the other end. Up there does not mean that routes go over it.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "down" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "wobbly" }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = peer.told() else { return };
    let Some(said) = &told.peer.status else {
        verdicts.unknown(told.vif.untold("the status of the session"));
        return;
    };
    let (status, meaning) = match &said.value {
        BgpStatus::Up => (Status::Pass, ""),
        BgpStatus::Down => (Status::Fail, ""),
        BgpStatus::Unknown => (Status::Unknown, "AWS itself cannot tell"),
        BgpStatus::Other(_) => (Status::Warn, "this status is newer than vifctl"),
    };
    let verdict = verdicts.say(status);
    verdict
        .expected("up")
        .observed(said.value.word())
        .because([told.vif.witness.evidence(said)]);
    let testing = told.vif.vif.state.as_ref();
    if status == Status::Fail
        && let Some(state) = testing.filter(|state| state.value == VifState::Testing)
    {
        verdict
            .reason("a failover test is running: AWS holds it down on purpose")
            .because([told.vif.witness.evidence(state)]);
    } else if !meaning.is_empty() {
        verdict.reason(meaning);
    }
}
