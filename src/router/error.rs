//! What can go wrong in a conversation, as types that a push can choose by, and in the words of
//! whoever has to fix it: thing, place, next step.

use std::fmt;

use super::answer::Answer;
use super::known_hosts::Mistrust;
use super::offer::Offer;

/// Why a conversation failed. No variant holds a key: what a router said is masked before.
#[derive(Debug)]
pub enum Error {
    /// No TCP connection, or nobody who speaks SSH.
    Unreachable {
        address: String,
        reason: String,
    },
    /// The two have no algorithm in common.
    Negotiation {
        address: String,
        reason: String,
        /// What the router offers, where it told.
        offer: Option<Box<Offer>>,
        /// The setting that would take it.
        setting: Option<&'static str>,
    },
    HostKey(Box<Mistrust>),
    /// Every way in was tried in the login's order, with what came of it.
    Auth {
        address: String,
        user: String,
        tried: Vec<(String, String)>,
        /// The ways that the router says it takes.
        takes: String,
    },
    /// A bastion on the way.
    Jump {
        hop: String,
        error: Box<Error>,
    },
    /// The router did not take a line.
    Refused(Box<Refused>),
    /// Somebody else is at work on it; it may go away by itself.
    Busy(Box<Refused>),
    /// It asks something that the pack has no answer for.
    Asked {
        line: String,
        question: String,
    },
    /// It did not get into the mode that was wanted.
    Mode {
        wanted: String,
        at: String,
        answer: String,
    },
    /// An answer was not what the phase wants.
    Unexpected {
        line: String,
        answer: String,
    },
    /// No whole answer within the time.
    Silent {
        line: String,
        seconds: u64,
        last: String,
    },
    /// The connection is gone. Lines that were under way may or may not have been taken.
    Lost {
        reason: String,
        outstanding: usize,
    },
    /// More than an answer can be.
    Flood {
        line: String,
    },
    /// Something in an answer plays a prompt: whose answer it is cannot be told.
    Confused {
        line: String,
    },
    /// A line that cannot be typed.
    Unsayable {
        line: String,
        reason: String,
    },
    /// What was asked for is not in the pack, or in the login.
    Setting {
        reason: String,
    },
}

/// A line that was refused.
#[derive(Debug)]
pub struct Refused {
    /// Its place among the lines of the change, from 1; 0 for a line of a phase.
    pub number: usize,
    /// Masked.
    pub line: String,
    /// The device's words, masked.
    pub answer: String,
    /// What went before.
    pub taken: Vec<Answer>,
    /// What was under way behind it and was answered as well.
    pub behind: Vec<Answer>,
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { address, reason } => write!(
                f,
                "{address} cannot be reached: {reason}; check the address, the route and SSH on the router"
            ),
            Self::Negotiation {
                address,
                reason,
                offer,
                setting,
            } => {
                write!(f, "{address} and vifctl have no common algorithm: {reason}")?;
                if let Some(offer) = offer {
                    write!(f, "; it offers {offer}")?;
                }
                match setting {
                    Some(setting) => write!(f, "; `{setting}` in its [login] would take that"),
                    None => write!(f, "; no setting of vifctl would take that"),
                }
            }
            Self::HostKey(mistrust) => mistrust.fmt(f),
            Self::Auth {
                address,
                user,
                tried,
                takes,
            } => {
                write!(f, "{address} does not let {user} in:")?;
                for (number, (way, answer)) in tried.iter().enumerate() {
                    let comma = if number == 0 { "" } else { ";" };
                    write!(f, "{comma} {way}: {answer}")?;
                }
                match takes.as_str() {
                    "" => Ok(()),
                    takes => write!(f, " (it takes {takes})"),
                }
            }
            Self::Jump { hop, error } => write!(f, "on the way, at {hop}: {error}"),
            Self::Refused(refused) => refused.fmt(f),
            Self::Busy(refused) => {
                write!(f, "somebody else is at work on the router: {refused}")
            }
            Self::Asked { line, question } => write!(
                f,
                "the router answers `{line}` with a question that its pack does not know: `{question}`"
            ),
            Self::Mode { wanted, at, answer } => write!(
                f,
                "the router is in mode {at} where {wanted} was wanted: `{answer}`"
            ),
            Self::Unexpected { line, answer } => {
                write!(
                    f,
                    "the router's answer to `{line}` is not the one that means success: `{answer}`"
                )
            }
            Self::Silent {
                line,
                seconds,
                last,
            } => write!(
                f,
                "no whole answer to `{line}` within {seconds} s; the last that came is `{last}`; a longer `timeout` in its [login] may help"
            ),
            Self::Lost {
                reason,
                outstanding: 0,
            } => write!(f, "the connection is gone: {reason}"),
            Self::Lost {
                reason,
                outstanding,
            } => write!(
                f,
                "the connection is gone: {reason}; the fate of {outstanding} line(s) is not known"
            ),
            Self::Flood { line } => {
                write!(f, "the answer to `{line}` has no end; it was cut at 64 MB")
            }
            Self::Confused { line } => write!(
                f,
                "something in the output around `{line}` looks like the router's own prompt; whose answer it is cannot be told"
            ),
            Self::Unsayable { line, reason } => write!(f, "`{line}` cannot be typed: {reason}"),
            Self::Setting { reason } => f.write_str(reason),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => write!(f, "the router refuses `{}`: {}", self.line, self.answer),
            number => write!(
                f,
                "the router refuses line {number}, `{}`: {}",
                self.line, self.answer
            ),
        }
    }
}
