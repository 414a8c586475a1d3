//! From paths to an intent: which files there are, whether they can be read at all, and the TOML
//! in them. Everything is bounded: a file, a directory tree, the mistakes that are reported.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::shape::{Piece, Reader, Shape};
use super::syntax::syntax_errors;
use super::{Intent, code, lower, raw};
use crate::diagnostic::{Diagnostic, Findings, Place, Source, Sources};

/// No intent is larger: a hundred thousand vifs in one file are about half of it.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
const MOST_FILES: usize = 10_000;
const DEEPEST: usize = 16;

/// What came of reading: the intent as far as it could be understood, and what was wrong.
#[derive(Debug, Default)]
pub struct Loaded {
    pub intent: Intent,
    pub sources: Sources,
    pub found: Findings,
}

/// Where an intent is looked for when nobody says: the file, and the directory beside it.
pub fn default_paths() -> Vec<PathBuf> {
    ["vifctl.toml", "vifctl.d"]
        .iter()
        .map(PathBuf::from)
        .filter(|path| path.exists())
        .collect()
}

/// Read files and directories into one intent.
pub fn load(paths: &[PathBuf]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut walk = Walk {
        files: Vec::new(),
        seen: HashSet::new(),
        met: 0,
        open: HashSet::new(),
        found: &mut loaded.found,
    };
    for path in paths {
        walk.enter(path, 0);
    }
    let files = walk.files;
    let mut parsed = Vec::new();
    for path in files {
        match read(&path) {
            Ok(text) => {
                let folder = path.parent().unwrap_or(Path::new("")).to_owned();
                let source = loaded
                    .sources
                    .add(Source::new(path.display().to_string(), text));
                parsed.push((source, folder));
            }
            Err(found) => loaded.found.push(*found),
        }
    }
    finish(loaded, parsed)
}

/// Read one intent from a text, as if it stood in a file of that name.
pub fn load_text(name: &str, text: &str) -> Loaded {
    let mut loaded = Loaded::default();
    let source = loaded.sources.add(Source::new(name, text));
    finish(loaded, vec![(source, PathBuf::new())])
}

fn finish(mut loaded: Loaded, files: Vec<(u32, PathBuf)>) -> Loaded {
    let read: Vec<lower::FileRead> = files
        .into_iter()
        .filter_map(|(source, folder)| {
            let text = &loaded.sources.get(source).text;
            parse(source, text, &mut loaded.found).map(|file| lower::FileRead {
                source,
                folder,
                file,
            })
        })
        .collect();
    loaded.intent = lower::lower(read, &mut loaded.found);
    forget_consequences(&mut loaded);
    loaded
}

/// Where the TOML is broken, values get lost: what seems to be missing for that reason is not
/// reported, nor is what else is wrong with a broken line.
fn forget_consequences(loaded: &mut Loaded) {
    let line = |place: Place| (place.source, loaded.sources.line(place));
    let broken: HashSet<(u32, usize)> = loaded
        .found
        .iter()
        .filter(|found| found.code == &code::TOML_SYNTAX)
        .filter_map(|found| found.place.map(line))
        .collect();
    if broken.is_empty() {
        return;
    }
    // A value that the parser made up stands at the very top, where only a key or nothing can be.
    let at_top = [&code::SCHEMA_VERSION, &code::UNKNOWN_KEY];
    let nowhere = |found: &Diagnostic| {
        !at_top.contains(&found.code) && found.place.is_some_and(|place| place.start == 0)
    };
    let lost = [&code::MISSING_KEY, &code::UNKNOWN_NAME];
    loaded.found.retain(|found| {
        let in_broken_line = found
            .place
            .is_some_and(|place| broken.contains(&line(place)));
        found.code == &code::TOML_SYNTAX
            || !(lost.contains(&found.code) || nowhere(found) || in_broken_line)
    });
}

/// TOML to the raw tables. With syntax errors the rest of the file is read all the same, so that
/// one run tells as much as it can.
fn parse(source: u32, text: &str, found: &mut Findings) -> Option<raw::File> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        source,
        found,
        subject: String::new(),
    };
    syntax_errors(&errors, text, &mut reader);
    let place = reader.place(table.span());
    let table = toml::de::DeValue::Table(table.into_inner());
    let piece = Piece {
        value: &table,
        place,
        path: "",
    };
    raw::File::read(piece, &mut reader)
}

fn unreadable(path: &Path, why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(
        &code::FILE_UNREADABLE,
        format!("cannot read {}: {why}", path.display()),
    )
}

fn read(path: &Path) -> Result<String, Box<Diagnostic>> {
    let io = |error: std::io::Error| Box::new(unreadable(path, error));
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(io)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Box::new(too_large(path)));
    }
    // Some editors begin a file with a mark that is no part of the text.
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let found = unreadable(path, format!("line {line} is not UTF-8"));
        Box::new(found.help("save the file as UTF-8"))
    })
}

fn too_large(path: &Path) -> Diagnostic {
    let why = format!("it is larger than {} MiB", LARGEST_FILE / 1024 / 1024);
    unreadable(path, why).help("an intent is TOML text; is this the right file?")
}

/// A walk over files and directories that ends, whatever links there are.
struct Walk<'a> {
    files: Vec<PathBuf>,
    /// Where they really lie: a file that is reached in two ways is one file.
    seen: HashSet<PathBuf>,
    /// How often we came upon a file, one that was seen before or not.
    met: usize,
    /// The directories that we are inside of.
    open: HashSet<PathBuf>,
    found: &'a mut Findings,
}

impl Walk<'_> {
    fn enter(&mut self, path: &Path, depth: usize) {
        match fs::metadata(path) {
            Err(error) => self.found.push(missing(path, &error)),
            Ok(meta) if meta.is_dir() => self.directory(path, depth),
            Ok(meta) if !meta.is_file() => {
                let found = unreadable(path, "it is a pipe, a socket or a device, not a file");
                self.found
                    .push(found.help("write the intent to a file first"));
            }
            Ok(meta) if meta.len() > LARGEST_FILE => self.found.push(too_large(path)),
            Ok(_) if self.files.len() >= MOST_FILES => {
                if self.files.len() == MOST_FILES {
                    self.found.push(unreadable(
                        path,
                        format!("there are more than {MOST_FILES} files"),
                    ));
                }
            }
            Ok(_) => {
                self.met += 1;
                let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                if self.seen.insert(real) {
                    self.files.push(path.to_owned());
                }
            }
        }
    }

    fn directory(&mut self, path: &Path, depth: usize) {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => return self.found.push(unreadable(path, error)),
        };
        if !self.open.insert(real.clone()) {
            let found = unreadable(path, "it leads back into a directory that it lies in");
            return self.found.push(found.help("remove the symbolic link"));
        }
        if depth >= DEEPEST {
            self.found.push(unreadable(
                path,
                format!("it lies more than {DEEPEST} directories deep"),
            ));
        } else {
            self.entries(path, depth);
        }
        self.open.remove(&real);
    }

    /// Intent files end in .toml; hidden ones and vendor packs are not intent.
    fn entries(&mut self, path: &Path, depth: usize) {
        let mut entries: Vec<PathBuf> = match fs::read_dir(path) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(error) => return self.found.push(unreadable(path, error)),
        };
        entries.sort();
        let before = self.met;
        for entry in entries {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            let wanted = entry.extension().is_some_and(|end| end == "toml")
                || (entry.is_dir() && name != "vendors");
            if wanted && !name.starts_with('.') {
                self.enter(&entry, depth + 1);
            }
        }
        if depth == 0 && self.met == before {
            self.found.push(
                unreadable(path, "there is no .toml file in it").help("`vifctl init` writes one"),
            );
        }
    }
}

fn missing(path: &Path, error: &std::io::Error) -> Diagnostic {
    let found = unreadable(path, error);
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            found.help("`vifctl init` writes a starter file; -f names another one")
        }
        _ => found,
    }
}
