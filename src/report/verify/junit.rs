//! A run of `verify` for pipelines.

use anyhow::Result;

use super::Verified;
use super::text::line;
use crate::check::{Status, Verdict};
use crate::report::junit::{Case, Failure, junit, xml_text};

/// A test case for every verdict: a fail fails it, an unknown skips it, a warning is its output.
pub(super) fn as_junit(run: &Verified<'_>) -> Result<String> {
    let names: Vec<String> = run.verdicts.iter().map(name).collect();
    let named = run.verdicts.iter().zip(&names);
    let cases: Vec<Case<'_>> = named.map(|(verdict, name)| case(verdict, name)).collect();
    junit("vifctl verify", &cases)
}

fn name(verdict: &Verdict) -> String {
    let subject = &verdict.subject;
    let parts = [
        Some(&subject.router),
        subject.vif.as_ref().or(subject.connection.as_ref()),
        subject.peer.as_ref(),
    ];
    let about: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{} {}", about.join(" "), verdict.check)
}

fn case<'n>(verdict: &Verdict, name: &'n str) -> Case<'n> {
    let mut said = Vec::new();
    // Writing to a Vec cannot fail.
    let _ = line(&mut said, verdict);
    let said = xml_text(&String::from_utf8_lossy(&said));
    let reason = verdict.reason.as_deref();
    let is = |status| verdict.status == status;
    let failure = || Failure {
        message: xml_text(reason.unwrap_or(verdict.check)),
        detail: said.clone(),
    };
    Case {
        name,
        failures: is(Status::Fail).then(failure).into_iter().collect(),
        skipped: is(Status::Unknown).then(|| xml_text(reason.unwrap_or(""))),
        output: is(Status::Warn).then(|| said.clone()).into_iter().collect(),
    }
}
