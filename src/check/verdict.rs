//! What a check says: four words, what was expected, what was seen, and where it stands.

use std::fmt::Display;

use serde_json::Value as Json;

use super::Check;

/// The answer of a check. The order is the order in which people want to read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Fail,
    Warn,
    /// The check could not be made. It is never counted as a pass.
    Unknown,
    Pass,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
            Self::Pass => "pass",
        }
    }
}

/// A line of a file that proves something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub file: String,
    /// From one; 0 where the file has no lines that matter.
    pub line: u32,
    pub text: String,
}

/// What a verdict is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub router: String,
    pub connection: Option<String>,
    pub vif: Option<String>,
    pub peer: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Verdict {
    pub check: &'static str,
    pub subject: Subject,
    pub status: Status,
    pub expected: Option<Json>,
    pub observed: Option<Json>,
    pub since_s: Option<u64>,
    /// Why it is unknown, or what else there is to say.
    pub reason: Option<String>,
    pub evidence: Vec<Evidence>,
}

impl Verdict {
    /// Does it rest on what AWS says?
    pub fn is_of_aws(&self) -> bool {
        self.check.starts_with("aws-")
    }

    pub fn expected(&mut self, expected: impl Into<Json>) -> &mut Self {
        self.expected = Some(expected.into());
        self
    }

    pub fn observed(&mut self, observed: impl Into<Json>) -> &mut Self {
        self.observed = Some(observed.into());
        self
    }

    pub fn reason(&mut self, reason: impl Into<String>) -> &mut Self {
        self.reason = Some(reason.into());
        self
    }

    pub fn because(&mut self, evidence: impl IntoIterator<Item = Evidence>) -> &mut Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Where one check puts what it says about one subject.
pub struct Verdicts<'v> {
    check: &'static Check,
    subject: Subject,
    all: &'v mut Vec<Verdict>,
}

impl<'v> Verdicts<'v> {
    pub(super) fn new(check: &'static Check, subject: Subject, all: &'v mut Vec<Verdict>) -> Self {
        Self {
            check,
            subject,
            all,
        }
    }

    pub fn say(&mut self, status: Status) -> &mut Verdict {
        self.all.push(Verdict {
            check: self.check.name,
            subject: self.subject.clone(),
            status,
            expected: None,
            observed: None,
            since_s: None,
            reason: None,
            evidence: Vec::new(),
        });
        self.all.last_mut().expect("it has just been put there")
    }

    pub fn pass(&mut self) -> &mut Verdict {
        self.say(Status::Pass)
    }

    pub fn fail(&mut self) -> &mut Verdict {
        self.say(Status::Fail)
    }

    pub fn warn(&mut self) -> &mut Verdict {
        self.say(Status::Warn)
    }

    pub fn unknown(&mut self, reason: impl Into<String>) -> &mut Verdict {
        self.say(Status::Unknown).reason(reason)
    }

    /// Pass if it is so, else warn.
    pub fn should(&mut self, holds: bool) -> &mut Verdict {
        self.say(if holds { Status::Pass } else { Status::Warn })
    }

    /// Pass if it is so, else fail.
    pub fn holds(&mut self, holds: bool) -> &mut Verdict {
        self.say(if holds { Status::Pass } else { Status::Fail })
    }
}

/// What is observed where a list is empty; causes ask for it.
pub(super) const NOTHING: &str = "nothing";

/// A few of many, for a sentence.
pub(super) fn few<T: Display>(all: &[T]) -> String {
    match all.is_empty() {
        true => NOTHING.to_owned(),
        false => crate::diagnostic::few(all.iter(), 5, ", "),
    }
}
