use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-established",
    says: "The BGP session with Amazon's side is established.",
    why: "It is what the vif is for. When it is not, the diagnosis says why.",
    passes: &[r#"
[[bgp_summary]]
peer = "169.254.96.1"
remote_as = 64512
state = "established"
"#],
    fails: &[
        r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "active"
"#,
        r#"
[[bgp_summary]]
peer = "169.254.97.1"
state = "established"
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let look = peer.session("state");
    let Some(seen) = look.or_say(verdicts, "the router does not know this neighbour") else {
        return;
    };
    let Some(state) = seen.text("state") else {
        verdicts.unknown(format!(
            "{} does not tell the state",
            seen.answer.capture.source
        ));
        return;
    };
    let up = state == "established";
    let since = seen.number("uptime_s");
    let verdict = verdicts.holds(up);
    verdict
        .expected("established")
        .observed(state)
        .because([seen.evidence("state")]);
    verdict.since_s = since;
    if seen.flag("admin_down") {
        verdict.reason("the neighbour is shut down by its configuration");
    } else if let Some(reason) = seen.text("reason").filter(|_| !up) {
        verdict.reason(reason.replace('_', " "));
    }
}
