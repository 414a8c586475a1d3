//! What a router says about itself: show output to facts. The packs know the commands and how to
//! read them; no platform is known here.

mod ask;
mod clean;
mod command;
mod facts;
mod grammar;
mod read;
mod span;
mod structured;
mod tree;
mod value;

pub use ask::{Ask, HINTS, Per, Question, Values};
pub use facts::Row;

use std::collections::HashSet;
use std::hash::Hash;

use command::{Fit, Typed};
use facts::{Kind, Type};
use grammar::Show;
use serde_json::json;

/// The user's own words in a command, by the names that the pack gives them.
type Own = Vec<(String, String)>;

/// What an output says.
#[derive(Debug)]
pub struct Facts {
    pub kind: &'static str,
    pub rows: Vec<Row>,
    pub coverage: serde_json::Value,
}

/// Why an output says nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Nothing {
    /// No command of the pack is this one.
    UnknownCommand,
    /// The device refused the command, in these words.
    DeviceError(String),
    /// Not a line of it was understood.
    NotUnderstood(Vec<String>),
    /// The pack itself is at fault.
    Pack(String),
}

/// A show file, made once for any number of outputs: the patterns of a command are made ready when
/// its first output comes.
#[derive(Debug)]
pub struct Shows(Show);

impl Shows {
    /// The show file of a pack.
    pub fn new(text: &str) -> Result<Self, String> {
        Show::parse(text).map(Self)
    }

    /// Is every pattern one, and every field one of its kind?
    pub fn check(&self) -> Result<(), String> {
        self.0.errors()?;
        self.check_words()?;
        (0..self.0.commands.len()).try_for_each(|index| self.0.read(index).map(drop))
    }

    /// Read the output of a command.
    pub fn parse(&self, command: &str, output: &[u8]) -> Result<Facts, Nothing> {
        let show = &self.0;
        let typed = Typed::new(command);
        let Some((index, own)) = best(show, &typed) else {
            return Err(Nothing::UnknownCommand);
        };
        let read = show.read(index).map_err(Nothing::Pack)?;
        if let Some(tree) = structured::tree(output) {
            let rows = tree::rows(&tree, &read.trees, read.kind, &own);
            let coverage = json!({ "lines": 1, "read": usize::from(!rows.is_empty()), "skipped": 0, "unread": [] });
            return match rows.is_empty() {
                true => Err(Nothing::NotUnderstood(Vec::new())),
                false => Ok(Facts {
                    kind: read.kind.name,
                    rows: distinct(rows, read.kind),
                    coverage,
                }),
            };
        }
        let lines = clean::lines(output);
        let (rows, coverage) = read::read(read, &lines, &own);
        if rows.is_empty() {
            let errors = show.errors().map_err(Nothing::Pack)?;
            if let Some(error) = lines
                .iter()
                .find(|line| errors.iter().any(|error| error.is_match(&line.text)))
            {
                return Err(Nothing::DeviceError(error.text.trim().to_owned()));
            }
            if coverage.read == 0 {
                return Err(Nothing::NotUnderstood(coverage.unread));
            }
        }
        let coverage = json!({
            "lines": coverage.lines,
            "read": coverage.read,
            "skipped": coverage.skipped,
            "unread": coverage.unread,
        });
        Ok(Facts {
            kind: read.kind.name,
            rows: distinct(rows, read.kind),
            coverage,
        })
    }
}

/// Read one output of a command by the show file of a pack.
pub fn parse(show: &str, command: &str, output: &[u8]) -> Result<Facts, Nothing> {
    Shows::new(show)
        .map_err(Nothing::Pack)?
        .parse(command, output)
}

/// The reading whose command fits best, and the user's own words in it.
fn best(show: &Show, typed: &Typed<'_>) -> Option<(usize, Own)> {
    let mut best: Option<(Fit, usize, Own)> = None;
    for (index, commands) in show.commands.iter().enumerate() {
        for (fit, own) in commands.iter().filter_map(|command| command.fit(typed)) {
            if best.as_ref().is_none_or(|(known, ..)| fit > *known) {
                best = Some((fit, index, own));
            }
        }
    }
    best.map(|(_, index, own)| (index, own))
}

/// The same row twice is one row, and so is the same item of a list.
fn distinct(mut rows: Vec<Row>, kind: &Kind) -> Vec<Row> {
    for (field, value) in rows.iter_mut().flatten() {
        let list = value.as_array_mut();
        if let Some(list) = list.filter(|_| kind.field(field).is_some_and(Type::is_list)) {
            *list = once(std::mem::take(list));
        }
    }
    once(rows)
}

fn once<T: Eq + Hash>(all: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    let first: Vec<bool> = all.iter().map(|one| seen.insert(one)).collect();
    all.into_iter()
        .zip(first)
        .filter_map(|(one, first)| first.then_some(one))
        .collect()
}
