use crate::check::{Check, Status, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-sessions",
    says: "AWS has no session on the vif besides those of the intent.",
    why: "A session that only AWS knows is half of something: an IPv6 peer that was added there and never configured, or \
          one that nobody watches.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", customerAddress = "169.254.96.2/30" }]
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [
    { amazonAddress = "169.254.96.1/30", customerAddress = "169.254.96.2/30" },
    { amazonAddress = "2600:1f00::1/125", customerAddress = "2600:1f00::2/125" },
]
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told().filter(|told| !told.vif.peers.is_empty()) else {
        return;
    };
    let ours: Vec<_> = vif.vif.peers.iter().collect();
    let matched: Vec<_> = ours
        .iter()
        .filter_map(|peer| told.witness.peer_of(told.vif, peer))
        .collect();
    let only_theirs = told.vif.peers.iter().filter(|theirs| {
        let known = matched.iter().any(|known| std::ptr::eq(*known, *theirs));
        let gone = theirs
            .state
            .as_ref()
            .is_some_and(|state| state.value.is_gone());
        !known && !gone
    });
    let only_theirs: Vec<_> = only_theirs.collect();
    let status = if only_theirs.is_empty() {
        Status::Pass
    } else {
        Status::Warn
    };
    let verdict = verdicts.say(status);
    verdict
        .expected(format!("{} sessions", ours.len()))
        .observed(format!("{} sessions", matched.len() + only_theirs.len()));
    let addresses = only_theirs
        .iter()
        .filter_map(|theirs| theirs.amazon.as_ref());
    verdict.because(addresses.map(|address| told.witness.evidence(address)));
    if status == Status::Warn {
        verdict.reason("the intent does not have them all");
    }
}
