//! From the raw tables to the model: files are joined, names are looked up, values are made. Every
//! mistake is collected; what a mistake leaves undefined stays out of the model.

mod address;
mod connection;
mod leaf;
mod login;
mod peer;
mod redundancy;
mod tables;
mod vif;
mod vif_values;
mod vpn;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::raw;
use super::shape::{At, Named};
use super::table::Table as _;
use super::{Intent, Name, code};
use crate::diagnostic::{Diagnostic, Findings, Place, nearest, quote};
use tables::{Table, Tables, twice};

/// A file as it was read, and the folder that its relative paths start from.
pub(super) struct FileRead {
    pub source: u32,
    pub folder: PathBuf,
    pub file: raw::File,
}

/// What all of lowering shares: where to complain, where to look names up, where files lie.
pub(super) struct Lowering<'a> {
    found: &'a mut Findings,
    folders: Vec<PathBuf>,
}

pub(super) fn lower(files: Vec<FileRead>, found: &mut Findings) -> Intent {
    let mut lowering = Lowering {
        found,
        folders: files.iter().map(|read| read.folder.clone()).collect(),
    };
    lowering.schema(&files);
    let mut all = Collected::default();
    for (folder, read) in files.into_iter().enumerate() {
        all.add(folder, read, lowering.found);
    }
    let defaults = all.defaults.take();
    let logins = Tables::new("login", all.logins, lowering.found);
    let routers = Tables::new("router", all.routers, lowering.found);
    let connections = Tables::new("connection", all.connections, lowering.found);
    let vifs = Tables::new("vif", all.vifs, lowering.found);
    let redundancies = Tables::new("redundancy", all.redundancies, lowering.found);
    let vpns = Tables::new("vpn", all.vpns, lowering.found);
    Intent {
        logins: logins.each(|table| login::login(&mut lowering, table)),
        routers: routers.each(|table| login::router(&mut lowering, table, &logins.by_name)),
        connections: connections
            .each(|table| connection::connection(&mut lowering, table, &routers.by_name)),
        vifs: vifs.each(|table| vif::vif(&mut lowering, table, &defaults, &connections.by_name)),
        redundancies: redundancies
            .each(|table| redundancy::redundancy(&mut lowering, table, &vifs.by_name)),
        vpns: vpns.each(|table| vpn::vpn(&mut lowering, table, &routers.by_name)),
    }
}

/// `[defaults]` of all files, and the folder that a file named in it is relative to.
#[derive(Default)]
struct Defaults {
    vif: raw::Vif,
    key_folder: usize,
}

#[derive(Default)]
struct Collected {
    defaults: Option<Defaults>,
    logins: Vec<Table<raw::Login>>,
    routers: Vec<Table<raw::Router>>,
    connections: Vec<Table<raw::Connection>>,
    vifs: Vec<Table<raw::Vif>>,
    redundancies: Vec<Table<raw::Redundancy>>,
    vpns: Vec<Table<raw::Vpn>>,
}

impl Collected {
    fn add(&mut self, folder: usize, read: FileRead, found: &mut Findings) {
        let file = read.file;
        if let Some(defaults) = file.defaults {
            let merged = self.defaults.get_or_insert_default();
            if defaults.value.key.is_some() {
                merged.key_folder = folder;
            }
            merged.vif.merge(defaults.value, &mut |key, first, second| {
                found.push(twice(&format!("defaults.{key}"), first, second));
            });
        }
        extend(&mut self.logins, file.login, folder);
        extend(&mut self.routers, file.router, folder);
        extend(&mut self.connections, file.connection, folder);
        extend(&mut self.vifs, file.vif, folder);
        extend(&mut self.redundancies, file.redundancy, folder);
        extend(&mut self.vpns, file.vpn, folder);
    }
}

fn extend<T>(list: &mut Vec<Table<T>>, tables: Option<At<Named<T>>>, folder: usize) {
    let Some(tables) = tables else { return };
    let from = list.len();
    list.extend(tables.value.into_iter().map(|(text, (place, at))| Table {
        name: Name { text, place },
        at,
        folder,
    }));
    list[from..].sort_by_key(|table| table.name.place);
}

impl Lowering<'_> {
    fn push(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    fn folder(&self, folder: usize) -> &Path {
        &self.folders[folder]
    }

    /// One `schema = 1` is required; a file that names another version is refused.
    fn schema(&mut self, files: &[FileRead]) {
        let versions = || files.iter().filter_map(|read| read.file.schema);
        for version in versions().filter(|version| version.value != 1) {
            let message = format!(
                "this file is of schema {}; this vifctl reads schema 1",
                version.value
            );
            self.push(
                Diagnostic::new(&code::SCHEMA_VERSION, message)
                    .at(version.place)
                    .help("a newer vifctl may read it"),
            );
        }
        self.schema_type();
        if self.found.is_lost("schema") {
            return;
        }
        if let (None, Some(first)) = (versions().next(), files.first()) {
            let top = Place {
                source: first.source,
                start: 0,
                end: 0,
            };
            let found = Diagnostic::new(&code::SCHEMA_VERSION, "`schema = 1` is missing").at(top);
            self.push(
                found
                    .label("should stand here")
                    .help("write `schema = 1` above the first table"),
            );
        }
    }

    /// A version that is no number is a version that nobody can read.
    fn schema_type(&mut self) {
        let mut places = Vec::new();
        self.found.retain(|found| {
            let wrong =
                found.code == &code::WRONG_TYPE && found.subject.as_deref() == Some("schema");
            places.extend(found.place.filter(|_| wrong));
            !wrong
        });
        for place in places {
            let found = Diagnostic::new(&code::SCHEMA_VERSION, "schema is not a whole number");
            self.push(found.at(place).label("should be 1").help("schema = 1"));
        }
    }

    /// The index of the table that a name refers to.
    fn refer(
        &mut self,
        owner: &str,
        kind: &str,
        name: Option<&At<String>>,
        known: &HashMap<String, usize>,
    ) -> Option<At<usize>> {
        let name = name?;
        if let Some(&index) = known.get(&name.value) {
            return Some(At {
                value: index,
                place: name.place,
            });
        }
        if self.found.is_lost(kind) || self.found.is_lost(&format!("{kind}.{}", name.value)) {
            return None;
        }
        let found = Diagnostic::new(
            &code::UNKNOWN_NAME,
            format!(
                "{owner} refers to {kind} {}, which does not exist",
                quote(&name.value)
            ),
        );
        let mut found = found.at(name.place).subject(owner);
        if let Some(near) = nearest(&name.value, known.keys().map(String::as_str)) {
            found = found.label(format!("did you mean `{near}`?"));
        }
        let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
        names.sort_unstable();
        self.push(match names.len() {
            0 => found.help(format!("there is no [{kind}.NAME] table; write one")),
            1..=12 => found.help(format!("known: {}", names.join(", "))),
            more => found.help(format!("{more} are known; the table is [{kind}.NAME]")),
        });
        None
    }

    /// Does a key stand in a table, or in `[defaults]` above it, in a way that cannot be read?
    fn is_lost(&self, owner: &str, key: &str) -> bool {
        let lost = |path: &str| self.found.is_lost(path);
        let above = owner.starts_with("vif.") && lost("defaults");
        above
            || lost(&format!("{owner}.{key}"))
            || (owner.starts_with("vif.") && lost(&format!("defaults.{key}")))
    }

    /// What must be there and is not.
    fn require<T>(
        &mut self,
        value: Option<T>,
        owner: &str,
        name: &Name,
        key: &str,
        example: &str,
    ) -> Option<T> {
        if value.is_none() && !self.is_lost(owner, key) {
            let found = Diagnostic::new(&code::MISSING_KEY, format!("{owner} has no `{key}`"))
                .at(name.place);
            self.push(
                found
                    .label(format!("`{key}` is missing"))
                    .help(format!("for example: {key} = {example}"))
                    .subject(owner),
            );
        }
        value
    }
}
