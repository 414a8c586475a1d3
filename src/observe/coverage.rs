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

impl Coverage {
    pub fn to_json(&self) -> Json {
        json!({
            "lines": self.lines,
            "read": self.read,
            "skipped": self.skipped,
            "unread": self.unread,
        })
    }
}
