//! The tables of an intent by name, from all of its files: a name stands once, and on one line.

use std::collections::HashMap;

use super::super::shape::At;
use super::super::{Name, code};
use crate::diagnostic::{Diagnostic, Findings, Place, is_unprintable, quote};

/// A table with its name, from whichever file.
pub(super) struct Table<T> {
    pub name: Name,
    pub at: At<T>,
    pub folder: usize,
}

/// The tables of one kind, in the order they stand in, and where to find each by name.
pub(super) struct Tables<T> {
    list: Vec<Table<T>>,
    pub by_name: HashMap<String, usize>,
}

pub(super) fn twice(what: &str, first: Place, second: Place) -> Diagnostic {
    Diagnostic::new(&code::DUPLICATE_NAME, format!("{what} stands twice"))
        .at(second)
        .label("here again")
        .related(first, "first here")
        .help("names are shared by all files of an intent; rename one of them or remove it")
        .subject(what)
}

/// A name stands in descriptions and policy names on the router.
fn unfit(kind: &str, name: &Name) -> Option<Diagnostic> {
    let (code, what) = if name.text.trim().is_empty() {
        (&code::VALUE_RANGE, "is empty")
    } else if name.text.chars().any(is_unprintable) {
        let what = "contains a control character or a line break";
        (&code::CONTROL_CHARACTER, what)
    } else {
        return None;
    };
    let message = format!("the name of {kind} {} {what}", quote(&name.text));
    let help = "a name has to be able to stand on one line of a configuration";
    let table = format!("{kind}.{}", name.text);
    let found = Diagnostic::new(code, message).at(name.place);
    Some(found.subject(table).help(help))
}

impl<T> Tables<T> {
    pub(super) fn new(kind: &str, all: Vec<Table<T>>, found: &mut Findings) -> Self {
        let mut tables = Self {
            list: Vec::with_capacity(all.len()),
            by_name: HashMap::with_capacity(all.len()),
        };
        for table in all {
            if let Some(wrong) = unfit(kind, &table.name) {
                // Whatever else is said of it would have to say its name.
                found.lose(format!("{kind}.{}", table.name.text));
                found.push(wrong);
            }
            if let Some(&first) = tables.by_name.get(&table.name.text) {
                let first: &Table<T> = &tables.list[first];
                found.push(twice(
                    &format!("{kind}.{}", table.name.text),
                    first.name.place,
                    table.name.place,
                ));
                continue;
            }
            tables
                .by_name
                .insert(table.name.text.clone(), tables.list.len());
            tables.list.push(table);
        }
        tables
    }

    pub(super) fn each<U>(&self, make: impl FnMut(&Table<T>) -> U) -> Vec<U> {
        self.list.iter().map(make).collect()
    }
}
