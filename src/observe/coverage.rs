//! What became of every line of an output.

use serde_json::{Value as Json, json};

/// How much of an output was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub lines: usize,
    /// Lines that facts come from.
    pub read: usize,
    /// Lines without facts, known as such.
    pub skipped: usize,
    /// What was not understood, the first of it.
    pub unread: Vec<String>,
}

/// Unread lines that are kept; the rest is counted.
const MOST_UNREAD: usize = 100;

impl Coverage {
    /// Keep what was not understood.
    pub(super) fn keep(&mut self, text: &str) {
        if self.unread.len() < MOST_UNREAD {
            let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            self.unread
                .push(text.chars().take(200).map(shown).collect());
        }
    }

    pub fn to_json(&self) -> Json {
        json!({
            "lines": self.lines,
            "read": self.read,
            "skipped": self.skipped,
            "unread": self.unread,
        })
    }
}
