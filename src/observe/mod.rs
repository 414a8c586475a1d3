//! What a router says about itself: show output to facts. The packs know the commands and how to
//! read them; no platform is known here.

mod address;
mod ask;
mod branch;
mod clean;
mod columns;
mod command;
mod coverage;
mod facts;
mod form;
mod grammar;
mod half;
mod kinds;
mod place;
mod read;
mod row;
mod rows;
mod session;
mod span;
mod structured;
mod topic;
mod tree;
mod value;
mod views;

pub use ask::{Ask, HINTS, Per, Question, Values};
pub use command::as_text;
pub use coverage::Coverage;
pub use facts::kind_named;
pub use place::RowPlace;
pub use row::Row;
pub use session::Cut;
pub use views::{KeyShown, Views};

use std::collections::HashSet;
use std::hash::Hash;

use clean::Line;
use command::{Fit, Typed};
use facts::{Kind, Type};
use grammar::{Read, Show};
use structured::Trees;

/// The user's own words in a command, by the names that the pack gives them.
type Own = Vec<(String, String)>;

/// What an output says.
#[derive(Debug)]
pub struct Facts {
    pub kind: &'static str,
    pub rows: Vec<Row>,
    /// Where each of the rows stands.
    pub places: Vec<RowPlace>,
    pub coverage: Coverage,
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
        (0..self.0.commands.len()).try_for_each(|index| self.0.read(index)?.check())
    }

    /// The kind of facts that the output of a command is read as.
    pub fn knows(&self, command: &str) -> Option<&'static str> {
        let (index, _) = best(&self.0, &Typed::new(command))?;
        self.0.kind(index)
    }

    /// What the platform's output tells of itself, and what it leaves out.
    pub fn views(&self) -> &Views {
        self.0.views()
    }

    /// What a command is about within its kind: which way routes go, by the words of its pattern.
    pub fn topic(&self, command: &str) -> &'static str {
        topic::of(command, self.knows(command))
    }

    /// Read the output of a command.
    pub fn parse(&self, command: &str, output: &[u8]) -> Result<Facts, Nothing> {
        let show = &self.0;
        let typed = Typed::new(command);
        let Some((index, own)) = best(show, &typed) else {
            return Err(Nothing::UnknownCommand);
        };
        let read = show.read(index).map_err(Nothing::Pack)?;
        let text = match str::from_utf8(output) {
            Ok(text) => text.into(),
            Err(_) => String::from_utf8_lossy(output),
        };
        if let Some(found) = structured::trees(&text) {
            let facts = of_trees(&found, read, &own);
            if found.spread || facts.is_ok() {
                return facts;
            }
        }
        let answer = read::read(read, clean::lines(&text), &own);
        if answer.rows.is_empty() {
            let errors = show.errors().map_err(Nothing::Pack)?;
            let refused = |line: &Line<'_>| errors.iter().any(|error| error.is_match(&line.text));
            if let Some(error) = clean::lines(&text).find(refused) {
                return Err(Nothing::DeviceError(error.text.trim().to_owned()));
            }
            if !answer.whole {
                return Err(Nothing::NotUnderstood(answer.coverage.unread));
            }
        }
        Ok(facts(
            read.kind,
            answer.rows,
            answer.places,
            answer.coverage,
        ))
    }
}

/// What the documents of a structured output say, one after the other.
fn of_trees(found: &Trees, read: &Read, own: &Own) -> Result<Facts, Nothing> {
    let mut coverage = Coverage {
        lines: found.trees.len() + found.broken.len(),
        ..Coverage::default()
    };
    for broken in &found.broken {
        coverage.keep(broken);
    }
    let mut all = Vec::new();
    for tree in &found.trees {
        match tree::rows(tree, &read.trees, read.kind, own) {
            Some(rows) => {
                coverage.read += 1;
                all.extend(rows);
            }
            None => coverage.keep(&tree::beginning(tree)),
        }
    }
    if all.is_empty() && (coverage.read == 0 || !coverage.unread.is_empty()) {
        return Err(Nothing::NotUnderstood(coverage.unread));
    }
    let places = vec![RowPlace::default(); all.len()];
    Ok(facts(read.kind, all, places, coverage))
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

/// The same row twice is one row, where it stands first, and so is the same item of a list.
fn facts(kind: &Kind, mut rows: Vec<Row>, places: Vec<RowPlace>, coverage: Coverage) -> Facts {
    for (field, value) in rows.iter_mut().flat_map(Row::iter_mut) {
        let list = value.as_array_mut();
        if let Some(list) = list.filter(|_| kind.field(field).is_some_and(Type::is_list)) {
            let first = first(list);
            *list = kept(std::mem::take(list), &first);
        }
    }
    // Where no two rows are about the same thing, no two are the same, and that is sooner seen.
    let (rows, places) = if all_about_others(&rows, kind) {
        (rows, places)
    } else {
        let first = first(&rows);
        (kept(rows, &first), kept(places, &first))
    };
    Facts {
        kind: kind.name,
        rows,
        places,
        coverage,
    }
}

fn all_about_others(rows: &[Row], kind: &Kind) -> bool {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut other = |row| seen.insert(Row::get(row, kind.key.first()?)?).then_some(());
    rows.iter().all(|row| other(row).is_some())
}

/// Which of them is the first that is so?
fn first<T: Eq + Hash>(all: &[T]) -> Vec<bool> {
    let mut seen = HashSet::new();
    all.iter().map(|one| seen.insert(one)).collect()
}

fn kept<T>(all: Vec<T>, which: &[bool]) -> Vec<T> {
    let marked = all.into_iter().zip(which);
    marked
        .filter_map(|(one, keep)| keep.then_some(one))
        .collect()
}
