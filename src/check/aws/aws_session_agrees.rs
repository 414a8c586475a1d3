use crate::check::witness::BgpStatus;
use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-session-agrees",
    says: "AWS and the router tell the same of the session.",
    why: "A session has two ends and one state. Where the two contradict each other, one of the answers is older than \
          the other, or they do not speak of the same session.",
    passes: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
"#],
    fails: &[
        r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "idle"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "up" }]
"#,
        r#"
[[bgp_summary]]
peer = "169.254.96.1"
state = "established"
uptime_s = 86400
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", bgpStatus = "down" }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = peer.told() else { return };
    let Some(said) = &told.peer.status else {
        return;
    };
    let Some(seen) = peer.session("state").found() else {
        return;
    };
    let Some(state) = seen.text("state") else {
        return;
    };
    let theirs = match said.value {
        BgpStatus::Up => true,
        BgpStatus::Down => false,
        BgpStatus::Unknown | BgpStatus::Other(_) => return,
    };
    let ours = state == "established";
    let verdict = verdicts.should(ours == theirs);
    verdict
        .expected(format!("{state}, as the router says"))
        .observed(said.value.word())
        .because([told.vif.witness.evidence(said), seen.evidence("state")]);
    let hold = peer.vif.vif.hold_time_or_default();
    match (theirs, ours) {
        (true, false) => verdict.reason(format!(
            "AWS's answer is older than the router's, or the session went down within the hold time of \
             {hold} s, which is when AWS notices; ask AWS again"
        )),
        (false, true) => verdict.reason(match seen.number("uptime_s") {
            Some(up) => format!(
                "the router has it up for {up} s: AWS's answer is older than that, or the address answers \
                 from elsewhere; ask AWS again"
            ),
            None => "AWS's answer is older than the router's, or the address answers from elsewhere; ask \
                     AWS again"
                .to_owned(),
        }),
        _ => verdict,
    };
}
