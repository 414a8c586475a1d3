//! What there is to go by: the answers of each router, read into facts, each knowing where it
//! stands.

use std::collections::HashMap;
use std::net::IpAddr;

use super::look::why;
use crate::intent::Intent;
use crate::observe::{Facts, Nothing, Row, Shows};

/// An answer as it came: what was asked, and every byte of what was said.
#[derive(Clone, Debug)]
pub struct Capture {
    pub command: String,
    /// The file it stands in, or the router it came from.
    pub source: String,
    /// Lines of that file before the answer begins.
    pub lines_before: u32,
    pub output: Vec<u8>,
}

/// The same, read.
#[derive(Debug)]
pub struct Answer {
    pub capture: Capture,
    /// What it is about within its kind: `advertised` routes, a `df_ping`.
    pub topic: String,
    /// Is everything of its kind in it, whatever it was asked for?
    pub whole: bool,
    pub facts: Result<Facts, Nothing>,
}

/// The answers of one router.
#[derive(Debug, Default)]
pub struct RouterFacts {
    pub answers: Vec<Answer>,
    by_kind: HashMap<&'static str, Vec<usize>>,
    /// Answers that could not be read as anything.
    pub unread: Vec<usize>,
}

/// The answers of all routers, by the router's index in the intent.
#[derive(Debug, Default)]
pub struct Observed {
    pub routers: Vec<RouterFacts>,
}

impl Observed {
    /// Nothing of anybody.
    pub fn of_nothing(intent: &Intent) -> Self {
        Self {
            routers: intent
                .routers
                .iter()
                .map(|_| RouterFacts::default())
                .collect(),
        }
    }
}

impl RouterFacts {
    /// Where the answers stand that were refused by the router or say nothing, and why. A log in which
    /// nothing is about BGP is no news.
    pub fn unreadable(&self) -> Vec<(String, String)> {
        let quiet = |answer: &Answer, nothing: &Nothing| {
            answer.topic == "log" && matches!(nothing, Nothing::NotUnderstood(_))
        };
        let refused = self.answers.iter().filter_map(|answer| {
            let nothing = answer.facts.as_ref().err()?;
            let source = answer.capture.source.clone();
            (!quiet(answer, nothing)).then(|| (source, why(nothing)))
        });
        refused.collect()
    }

    /// Read an answer and keep it. `topic` is known where the question is ours.
    pub fn read(&mut self, shows: &Shows, capture: Capture, topic: Option<String>) {
        let facts = shows.parse(&capture.command, &capture.output);
        let kind = facts
            .as_ref()
            .map_or_else(|_| shows.knows(&capture.command), |facts| Some(facts.kind));
        let topic = topic.unwrap_or_else(|| shows.topic(&capture.command).to_owned());
        self.keep(
            kind,
            Answer {
                capture,
                topic,
                whole: false,
                facts,
            },
        );
    }

    pub(super) fn keep(&mut self, kind: Option<&'static str>, answer: Answer) {
        let index = self.answers.len();
        match kind {
            Some(kind) => self.by_kind.entry(kind).or_default().push(index),
            None => self.unread.push(index),
        }
        self.answers.push(answer);
    }

    /// The answers of a kind, in the order they came.
    pub fn of(&self, kind: &str) -> impl DoubleEndedIterator<Item = &Answer> {
        let known = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        known.iter().map(|index| &self.answers[*index])
    }
}

impl Answer {
    /// Is it about this address: by a word of the command, or by what its rows say?
    pub(super) fn about(&self, address: IpAddr) -> bool {
        let is = |text: &str| text.trim_matches('"').parse() == Ok(address);
        let peer = |row: &Row| {
            row.get("peer")
                .and_then(|peer| peer.as_str())
                .is_some_and(is)
        };
        self.capture
            .command
            .split(|c: char| c.is_whitespace() || c == '=')
            .any(is)
            || self
                .facts
                .as_ref()
                .is_ok_and(|facts| facts.rows.iter().any(peer))
    }

    pub fn kind(&self) -> Option<&'static str> {
        self.facts.as_ref().ok().map(|facts| facts.kind)
    }

    /// The line of the file that a line of the answer is.
    pub(super) fn file_line(&self, line: u32) -> u32 {
        if line == 0 {
            0
        } else {
            self.capture.lines_before + line
        }
    }

    /// A line of the answer, fit to be shown.
    pub(super) fn text_of(&self, line: u32) -> String {
        let lines = self.capture.output.split(|byte| *byte == b'\n');
        let line = (line as usize)
            .checked_sub(1)
            .and_then(|index| lines.into_iter().nth(index));
        let text = String::from_utf8_lossy(line.unwrap_or_default())
            .trim()
            .to_owned();
        text.chars()
            .filter(|c| !crate::diagnostic::is_unprintable(*c))
            .take(LONGEST)
            .collect()
    }
}

/// A line longer than this is no evidence that anybody reads.
const LONGEST: usize = 160;
