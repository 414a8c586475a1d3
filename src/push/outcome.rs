//! What became of a router.

use crate::router::{self, Error};
use crate::vendor::change::Guarantee;

/// Five words, and no sixth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// There was nothing to do, and nothing was sent.
    Unchanged,
    /// The change is there, it was looked at, and it stays.
    Confirmed,
    /// The router, or vifctl, said no; what was typed is taken back, and that is proven.
    Refused,
    /// The change was there and went back, and that is proven.
    Reverted,
    /// Nobody can tell. A person has to look.
    Unknown,
}

impl Outcome {
    pub const ALL: [Self; 5] = [
        Self::Unchanged,
        Self::Confirmed,
        Self::Refused,
        Self::Reverted,
        Self::Unknown,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
            Self::Reverted => "reverted",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    pub fn is_good(self) -> bool {
        matches!(self, Self::Unchanged | Self::Confirmed)
    }
}

/// The line that a router did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its place among the lines of the change, from 1; 0 for a line of ours around them.
    pub number: usize,
    /// Masked.
    pub text: String,
    pub answer: String,
}

/// What became of one router, and why.
#[derive(Clone, Debug)]
pub struct RouterOutcome {
    pub router: String,
    pub outcome: Outcome,
    pub guarantee: Option<Guarantee>,
    pub vifs: Vec<String>,
    pub reason: Option<String>,
    pub line: Option<Refusal>,
    /// What an older intent asked for, and stands on the router still.
    pub left: Vec<String>,
    /// What else there is to know of it.
    pub notes: Vec<String>,
    /// What the device itself said that changes.
    pub diff: Option<String>,
    /// The network, a login or the device was in the way, and not the request.
    pub world: bool,
    /// It ended because somebody pressed Ctrl-C.
    pub interrupted: bool,
}

impl RouterOutcome {
    pub(super) fn new(router: &str, outcome: Outcome) -> Self {
        Self {
            router: router.to_owned(),
            outcome,
            guarantee: None,
            vifs: Vec::new(),
            reason: None,
            line: None,
            left: Vec::new(),
            notes: Vec::new(),
            diff: None,
            world: false,
            interrupted: false,
        }
    }

    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The reason is an error of a session.
    pub(super) fn of_error(mut self, error: &Error) -> Self {
        self.world |= is_world(error);
        self.line = refusal(error);
        self.because(error.to_string())
    }
}

/// Was it the world, rather than a line that is wrong?
fn is_world(error: &Error) -> bool {
    !matches!(error, Error::Refused(_) | Error::Unsayable { .. })
}

fn refusal(error: &Error) -> Option<Refusal> {
    let (Error::Refused(refused) | Error::Busy(refused)) = error else {
        return None;
    };
    let router::Refused {
        number,
        line,
        answer,
        ..
    } = &**refused;
    Some(Refusal {
        number: *number,
        text: line.clone(),
        answer: answer.clone(),
    })
}

/// Is the session of no use any more?
pub(super) fn is_gone(error: &Error) -> bool {
    matches!(
        error,
        Error::Lost { .. }
            | Error::Silent { .. }
            | Error::Flood { .. }
            | Error::Confused { .. }
            | Error::Unreachable { .. }
    )
}

/// A guarantee as a plan prints it.
pub fn letter(guarantee: Guarantee) -> &'static str {
    match guarantee {
        Guarantee::A => "A",
        Guarantee::B => "B",
        Guarantee::C => "C",
        Guarantee::D => "D",
    }
}

pub(super) fn guarantee_of(letter_of: &str) -> Option<Guarantee> {
    [Guarantee::A, Guarantee::B, Guarantee::C, Guarantee::D]
        .into_iter()
        .find(|guarantee| letter(*guarantee) == letter_of)
}
