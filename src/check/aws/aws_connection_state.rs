use crate::check::witness::PortState;
use crate::check::{Check, PortScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-connection-state",
    says: "AWS has the connection or LAG as available.",
    why: "Both ends of a fibre see it. Where AWS's port is down and the router's is up, or the other way round, there is \
          something between them that neither shows: one fibre of the pair, a partner's switch, a stale answer.",
    passes: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
"#],
    fails: &[
        r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "down"
"#,
        r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "ordering"
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "sleeping"
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let told = match port.told_or_why() {
        None => return,
        Some(Ok(told)) => told,
        Some(Err(why)) => {
            verdicts.unknown(why.reason).expected("available");
            return;
        }
    };
    let Some(state) = &told.port.port().state else {
        verdicts.unknown(told.untold("the state"));
        return;
    };
    let (status, meaning) = meaning(&state.value);
    let verdict = verdicts.say(status);
    verdict
        .expected("available")
        .observed(format!("{} {}", told.port.noun(), state.value))
        .because([told.witness.evidence(state)]);
    let mut reason = meaning.to_owned();
    if let Some((word, evidence)) = router_differs(port, &state.value) {
        verdict.because([evidence]);
        reason = [meaning, &word]
            .join("; ")
            .trim_matches([';', ' '])
            .to_owned();
    }
    if !reason.is_empty() {
        verdict.reason(reason);
    }
}

fn meaning(state: &PortState) -> (Status, &'static str) {
    match state {
        PortState::Available => (Status::Pass, ""),
        PortState::Down => (Status::Fail, "AWS sees no link"),
        PortState::Ordering => (
            Status::Warn,
            "a hosted connection that was not accepted yet in the AWS account",
        ),
        PortState::Requested => (Status::Warn, "the LOA-CFA is not ready yet"),
        PortState::Pending => (
            Status::Warn,
            "approved, and AWS has not seen its link for the first time yet",
        ),
        PortState::Deleting | PortState::Deleted => (Status::Fail, "it has been deleted at AWS"),
        PortState::Rejected => (Status::Fail, "the hosted connection was declined"),
        PortState::Unknown => (Status::Unknown, "AWS itself cannot tell"),
        PortState::Other(_) => (Status::Warn, "this state is newer than vifctl"),
    }
}

/// The router sees the link otherwise than AWS.
fn router_differs(
    port: &PortScene<'_>,
    state: &PortState,
) -> Option<(String, crate::check::Evidence)> {
    let name = port.name()?;
    let rows = port.interface_rows(name).ok()?;
    let seen = rows.iter().rev().find(|seen| seen.text("oper").is_some())?;
    let words = match (state, seen.text("oper")?) {
        (PortState::Down, "up") => format!(
            "but {name} is up on the router: a device in between, another port, or an older answer"
        ),
        (PortState::Available, "down") => format!(
            "but {name} is down on the router: a device in between, another port, or an older answer"
        ),
        _ => return None,
    };
    Some((words, seen.evidence("oper")))
}
