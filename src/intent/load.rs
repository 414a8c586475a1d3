//! From paths to an intent: which files there are, whether they can be read at all, and the TOML
//! in them. Everything is bounded: a file, a directory tree, the mistakes that are reported.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::shape::{Reader, Shape};
use super::{Intent, code, lower, raw};
use crate::diagnostic::{Diagnostic, Findings, Place, Source, Sources, quote};

/// No intent is larger: a hundred thousand vifs in one file are about half of it.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
const MOST_FILES: usize = 10_000;
const DEEPEST: usize = 16;
/// More syntax errors of one file than this help nobody.
const MOST_SYNTAX_ERRORS: usize = 20;
/// The parser's words for a name that stands twice.
const DUPLICATE: &str = "duplicate key";

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
    raw::File::read(&table, place, "", &mut reader)
}

/// The first mistake of every line: what a parser says after it is mostly about its own confusion.
fn syntax_errors(errors: &[toml::de::Error], text: &str, reader: &mut Reader<'_>) {
    let mut errors: Vec<(std::ops::Range<usize>, &str)> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut line_end = 0;
    errors.retain(|(span, _)| {
        let first = span.start >= line_end;
        if first {
            let rest = text.get(span.start..).unwrap_or("");
            line_end = span.start + rest.find('\n').unwrap_or(rest.len()) + 1;
        }
        first
    });
    forget_repeated_tables(&mut errors, text, reader);
    for (span, message) in errors.iter().take(MOST_SYNTAX_ERRORS) {
        let place = reader.place(span.clone());
        reader.found.push(syntax_error(message, place, text));
    }
    if let Some((span, _)) = errors.get(MOST_SYNTAX_ERRORS) {
        let more = errors.len() - MOST_SYNTAX_ERRORS;
        let message = format!("{more} more syntax errors from here on");
        let found = Diagnostic::new(&code::TOML_SYNTAX, message).at(reader.place(span.clone()));
        reader.found.push(found);
    }
}

/// A table that stands twice repeats its keys too: that is one mistake, at its second head.
fn forget_repeated_tables(
    errors: &mut Vec<(std::ops::Range<usize>, &str)>,
    text: &str,
    reader: &mut Reader<'_>,
) {
    let mut repeated_to = 0;
    errors.retain(|(span, message)| {
        if *message != DUPLICATE {
            return true;
        }
        if span.start < repeated_to {
            return false;
        }
        let (before, rest) = text.split_at_checked(span.start).unwrap_or(("", text));
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        if text[line..].starts_with('[') {
            let head = text[line..].lines().next().unwrap_or("");
            let head = head.split('#').next().unwrap_or(head).trim();
            let table = head.trim_matches(['[', ']']).replace(['"', '\'', ' '], "");
            reader.found.lose(table);
            repeated_to = span.start + rest.find("\n[").unwrap_or(rest.len());
        }
        true
    });
}

fn syntax_error(message: &str, place: Place, text: &str) -> Diagnostic {
    if message == DUPLICATE {
        let name = text
            .get(place.start as usize..place.end as usize)
            .unwrap_or("");
        let message = format!("{} stands twice", quote(name));
        let found = Diagnostic::new(&code::DUPLICATE_NAME, message)
            .at(place)
            .label("here again");
        return found.help("a table or a key may be written once; rename one of them or join them");
    }
    let rest = text.get(place.start as usize..).unwrap_or("");
    let rest = rest.lines().next().unwrap_or("").trim_matches([' ', '\t']);
    let (what, expected) = match message.split_once(", expected ") {
        _ if rest.starts_with(|c: char| c.is_control() && c != '\t') => (
            "a control character stands here",
            "\\u and its number in its place",
        ),
        _ if message.contains("recurs") => ("it is nested too deeply", ""),
        Some(("string values must be quoted", _)) if rest.is_empty() || rest.starts_with('#') => {
            ("there is no value behind the =", "")
        }
        Some(("string values must be quoted", _)) => ("text stands in quotes", ""),
        Some((what, "nothing")) => (what, ""),
        Some(parts) => parts,
        None => (message, ""),
    };
    let found = Diagnostic::new(&code::TOML_SYNTAX, format!("this is not TOML: {what}")).at(place);
    if expected.is_empty() {
        found
    } else {
        found.label(format!("expected {expected}"))
    }
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
