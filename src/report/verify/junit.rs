//! A run of `verify` for pipelines.

use anyhow::Result;

use super::Verified;
use super::text::line;
use crate::check::{Status, Verdict};
use crate::report::junit::{Case, Failure, junit, xml_text};

/// A test case for every verdict: a fail fails it, an unknown skips it, a warning is its output.
pub(super) fn as_junit(run: &Verified<'_>) -> Result<String> {
    let name = |verdict: &Verdict| {
        let subject = &verdict.subject;
        let parts = [
            Some(&subject.router),
            subject.vif.as_ref().or(subject.connection.as_ref()),
            subject.peer.as_ref(),
        ];
        let about: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        format!("{} {}", about.join(" "), verdict.check)
    };
    let names: Vec<String> = run.verdicts.iter().map(name).collect();
    let cases: Vec<Case<'_>> = run
        .verdicts
        .iter()
        .zip(&names)
        .map(|(verdict, name)| {
            let mut said = Vec::new();
            // Writing to a Vec cannot fail.
            let _ = line(&mut said, verdict);
            let said = xml_text(&String::from_utf8_lossy(&said));
            let failure = |detail: String| Failure {
                message: xml_text(verdict.reason.as_deref().unwrap_or(verdict.check)),
                detail,
            };
            Case {
                name,
                failures: if verdict.status == Status::Fail {
                    vec![failure(said.clone())]
                } else {
                    Vec::new()
                },
                skipped: (verdict.status == Status::Unknown)
                    .then(|| xml_text(verdict.reason.as_deref().unwrap_or(""))),
                output: if verdict.status == Status::Warn {
                    vec![said]
                } else {
                    Vec::new()
                },
            }
        })
        .collect();
    junit("vifctl verify", &cases)
}
