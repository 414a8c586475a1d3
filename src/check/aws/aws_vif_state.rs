use crate::check::verdict::Verdict;
use crate::check::witness::{TestStatus, Vif, VifState, Witness};
use crate::check::{Check, Status, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-vif-state",
    says: "AWS knows the vif, and it is available there.",
    why: "A vif can be right on the router and not exist at AWS: not accepted by the account it was made for, waiting \
          for its public prefixes to be verified, held down by a failover test, deleted. No router shows that.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceState = "available"
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceState = "down"
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceState = "confirming"
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceState = "testing"
[[aws.virtualInterfaceTestHistory]]
virtualInterfaceId = "dxvif-fgabc001"
status = "IN_PROGRESS"
testDurationInMinutes = 10
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
virtualInterfaceState = "hibernating"
"#,
    ],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let scene = vif.port.scene;
    let Some(witness) = scene.witness else { return };
    let told = match witness.vif_of(scene.intent, vif.vif) {
        Ok(told) => told,
        Err(why) => {
            verdicts.unknown(why.reason).expected("available");
            return;
        }
    };
    let Some(state) = &told.state else {
        let place = witness.place(told.spot);
        verdicts.unknown(format!("AWS does not tell its state in {place}"));
        return;
    };
    let (status, meaning) = meaning(&state.value);
    let verdict = verdicts.say(status);
    verdict
        .expected("available")
        .observed(state.value.word())
        .because([witness.evidence(state)]);
    if !meaning.is_empty() {
        verdict.reason(meaning);
    }
    if state.value == VifState::Testing {
        history(witness, told, verdict);
    }
}

/// Since when and for how long the test runs, where its history was given.
fn history(witness: &Witness, told: &Vif, verdict: &mut Verdict) {
    let id = told.id.as_ref().map(|id| &id.value);
    let running = witness.tests.iter().find(|test| {
        let of_vif = test.vif.as_ref().map(|vif| &vif.value) == id;
        let status = test.status.as_ref();
        of_vif && status.is_some_and(|status| status.value == TestStatus::InProgress)
    });
    let Some(test) = running else { return };
    if let Some(minutes) = &test.minutes {
        verdict
            .reason(format!(
                "a failover test of {} minutes is running: AWS holds BGP down on purpose",
                minutes.value
            ))
            .because([witness.evidence(minutes)]);
    }
}

fn meaning(state: &VifState) -> (Status, &'static str) {
    match state {
        VifState::Available => (Status::Pass, ""),
        VifState::Down => (Status::Fail, "AWS has no BGP session on it"),
        VifState::Confirming => (
            Status::Warn,
            "it waits to be accepted by the account that it was made for",
        ),
        VifState::Verifying => (
            Status::Warn,
            "AWS still verifies whose its public prefixes are; that takes up to 72 business hours",
        ),
        VifState::Pending => (
            Status::Warn,
            "AWS is still making it, or is changing its MTU",
        ),
        VifState::Testing => (
            Status::Warn,
            "a failover test is running: AWS holds BGP down on purpose",
        ),
        VifState::Deleting | VifState::Deleted => (Status::Fail, "it has been deleted at AWS"),
        VifState::Rejected => (
            Status::Fail,
            "the account that it was made for has declined it",
        ),
        VifState::Unknown => (Status::Unknown, "AWS itself cannot tell"),
        VifState::Other(_) => (Status::Warn, "this state is newer than vifctl"),
    }
}
