//! The colours of words that say how it went. They say nothing that the words do not.

use anstyle::{AnsiColor, Style};

use crate::check::Status;
use crate::push::Outcome;

const GOOD: Style = AnsiColor::Green.on_default();
const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const HEAD: Style = Style::new().bold();

/// A word in a colour. What is in colour is never measured: it is put in when lines are broken already.
fn painted(word: &str, style: Style) -> String {
    format!("{style}{word}{style:#}")
}

pub(super) fn heading(text: &str) -> String {
    painted(text, HEAD)
}

/// A line of a diff: what comes has a sign.
pub(super) fn difference(line: &str) -> String {
    match line.starts_with('+') {
        true => painted(line, GOOD),
        false => line.to_owned(),
    }
}

pub(super) fn status(text: &str, status: Status) -> String {
    let style = match status {
        Status::Pass => GOOD,
        Status::Warn | Status::Unknown => DOUBT,
        Status::Fail => BAD,
    };
    painted(text, style)
}

pub(super) fn outcome(text: &str, outcome: Outcome) -> String {
    let style = match outcome {
        Outcome::Unchanged | Outcome::Confirmed => GOOD,
        Outcome::Reverted => DOUBT,
        Outcome::Refused | Outcome::Unknown => BAD,
    };
    painted(text, style)
}
