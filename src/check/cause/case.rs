//! What is known of one session that is not well.

use std::net::IpAddr;

use super::notification::{self, Notification};
use super::{Confidence, Suspicion};
use crate::check::look::Seen;
use crate::check::scene::PeerScene;
use crate::check::verdict::{Evidence, Status, Verdict};

/// One session, the verdicts about it and what it stands on, and what its router said last.
pub(super) struct Case<'a> {
    pub peer: PeerScene<'a>,
    verdicts: Vec<&'a Verdict>,
}

impl<'a> Case<'a> {
    pub(super) fn new(peer: PeerScene<'a>, verdicts: &[&'a Verdict]) -> Self {
        let address = peer.amazon().to_string();
        let about = |verdict: &&&Verdict| {
            verdict
                .subject
                .peer
                .as_ref()
                .is_none_or(|peer| *peer == address)
        };
        let verdicts = verdicts.iter().filter(about).copied().collect();
        Self { peer, verdicts }
    }

    /// The verdict of a check that failed.
    pub(super) fn failed(&self, check: &str) -> Option<&'a Verdict> {
        self.with(check, |status| status == Status::Fail)
    }

    /// The verdict of a check that failed or warns.
    pub(super) fn unwell(&self, check: &str) -> Option<&'a Verdict> {
        self.with(check, |status| {
            matches!(status, Status::Fail | Status::Warn)
        })
    }

    pub(super) fn passed(&self, check: &str) -> Option<&'a Verdict> {
        self.with(check, |status| status == Status::Pass)
    }

    fn with(&self, check: &str, fits: impl Fn(Status) -> bool) -> Option<&'a Verdict> {
        self.verdicts
            .iter()
            .copied()
            .find(|verdict| verdict.check == check && fits(verdict.status))
    }

    /// Is the session known not to be up?
    pub(super) fn is_down(&self) -> bool {
        self.failed("bgp-established").is_some()
    }

    /// Is it known to be up?
    pub(super) fn is_up(&self) -> bool {
        self.passed("bgp-established").is_some()
    }

    /// The row of the session that says a field.
    pub(super) fn said(&self, field: &str) -> Option<Seen<'a>> {
        self.peer
            .session(field)
            .found()
            .filter(|seen| seen.get(field).is_some())
    }

    /// What the router wrote to its log about this peer, the last first.
    pub(super) fn logged(&self, event: &str) -> Option<Seen<'a>> {
        let amazon = self.peer.amazon();
        let is_peer = |seen: &Seen<'_>| {
            seen.text("peer")
                .and_then(|text| text.parse::<IpAddr>().ok())
                == Some(amazon)
        };
        let rows = self
            .peer
            .vif
            .port
            .facts
            .of("log")
            .flat_map(|answer| answer.rows());
        let all: Vec<Seen<'a>> = rows.filter(is_peer).collect();
        // What was logged before the session last came up is over.
        let since = all
            .iter()
            .rposition(|seen| seen.text("event") == Some("session_up"))
            .map_or(0, |at| at + 1);
        all[since..]
            .iter()
            .rev()
            .find(|seen| seen.text("event") == Some(event))
            .copied()
    }

    /// The last notifications that the router tells of, its log before its fields: a field may have
    /// been overwritten by what BFD said later.
    pub(super) fn notification(&self, wanted: Notification) -> Option<(Seen<'a>, &'static str)> {
        let logged = ["notification_received", "notification_sent"]
            .into_iter()
            .filter_map(|event| Some((self.logged(event)?, "text")));
        let fields = ["last_error", "last_reset"]
            .into_iter()
            .filter_map(|field| Some((self.said(field)?, field)));
        let mut all = logged.chain(fields);
        all.find(|(seen, field)| seen.text(field).and_then(notification::of) == Some(wanted))
    }
}

impl Suspicion {
    pub(super) fn new(confidence: Confidence) -> Self {
        Self {
            confidence,
            because: Vec::new(),
            evidence: Vec::new(),
        }
    }

    pub(super) fn certain() -> Self {
        Self::new(Confidence::Certain)
    }

    pub(super) fn likely() -> Self {
        Self::new(Confidence::Likely)
    }

    pub(super) fn because(mut self, text: impl Into<String>) -> Self {
        self.because.push(text.into());
        self
    }

    /// Rest on a verdict: what it saw, and where.
    pub(super) fn verdict(mut self, verdict: &Verdict) -> Self {
        let mut text = verdict.check.to_owned();
        let shown = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match (&verdict.expected, &verdict.observed) {
            (Some(expected), Some(observed)) => {
                text = format!(
                    "{text}: expected {}, observed {}",
                    shown(expected),
                    shown(observed)
                );
            }
            (_, Some(observed)) => text = format!("{text}: observed {}", shown(observed)),
            _ => {}
        }
        if let Some(reason) = &verdict.reason {
            text = format!("{text}; {reason}");
        }
        self.because.push(text);
        self.evidence.extend(verdict.evidence.iter().cloned());
        self
    }

    /// Rest on a row.
    pub(super) fn seen(mut self, seen: Seen<'_>, field: &str) -> Self {
        self.evidence.push(seen.evidence(field));
        self
    }

    pub(super) fn evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}
