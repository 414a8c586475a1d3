//! The house itself: imports go down only, no platform has a name in src/, rooms stay small.

use std::fs;
use std::path::{Path, PathBuf};

use vifctl::vendor::Vendors;

/// The floors of src/, the lowest first. A module may use those below it, never its own floor's
/// neighbours or what lies above.
const FLOORS: &[&[&str]] = &[
    &["diagnostic"],
    // A failed command's complaint is quoted as everything foreign is.
    &["secret"],
    &["intent"],
    &["vendor"],
    &["observe"],
    &["rule", "render", "router"],
    // Of `rule` it takes AWS's numbers and the keys of the intent, no rule.
    &["check"],
    &["push"],
    // Prints what became of a push as every other result.
    &["report"],
    // Stands on none of them: it has to be able to prove a pack wrong.
    &["sim"],
    &["command"],
];

fn sources(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).expect("src can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module of the top level that a file belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix(src()).expect("a file of src");
    let first = inside
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The code of a file, without the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file is UTF-8");
    text.split("#[cfg(test)]").next().unwrap_or("").to_owned()
}

#[test]
fn imports_go_down_only() {
    for path in sources(&src()) {
        let from = module(&path);
        if ["lib", "main", "build"].contains(&from.as_str()) {
            continue;
        }
        if from == "sim" {
            let uses = code(&path).replace("in crate::", "").contains("crate::");
            assert!(
                !uses,
                "{}: a simulator shares nothing with the rest",
                path.display()
            );
        }
        let own =
            floor(&from).unwrap_or_else(|| panic!("{from} stands on no floor: name it in FLOORS"));
        for line in code(&path)
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for used in line.split("crate::").skip(1) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let Some(theirs) = floor(&used) else { continue };
                assert!(
                    used == from || theirs < own,
                    "{}: {from} must not use {used}:\n{line}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_platform_has_a_name_in_src() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    // `cisco` and `ios` of `cisco_ios`, in comments too; two letters are too often another word.
    let parts = vendors.names().flat_map(|name| name.split('_'));
    let parts: Vec<&str> = parts.filter(|part| part.len() > 2).collect();
    let simulated = src().join("sim");
    for path in sources(&src())
        .into_iter()
        .filter(|path| !path.starts_with(&simulated))
    {
        // The pages of rules show whole intents, and those name a vendor; so do commands to type.
        let lines = code(&path);
        let example =
            |line: &&str| line.trim_start().starts_with("vendor = ") || line.contains("vifctl ");
        for line in lines.lines().filter(|line| !example(line)) {
            let text = line.to_lowercase();
            let named = text
                .split(|c: char| !c.is_ascii_alphanumeric())
                .find(|word| parts.contains(word));
            assert_eq!(named, None, "{}: {line}", path.display());
        }
    }
}

/// The most lines that a file may have without its tests, and a function without its comments.
const LIMITS: (usize, usize) = (300, 40);

/// Rooms that are held to less for now: when one is walked next, its line is tightened, and goes.
const ROOMY: &[(&str, (usize, usize))] = &[
    ("sim", (400, 105)),
    ("push", (400, 80)),
    ("router", (335, 60)),
    ("command/push.rs", (300, 45)),
];

/// What may have more on its own, how much, and why. One that no longer needs it is to be taken out.
const LARGER: &[(&str, usize)] = &[
    // The words that a template has for a vif: a line each, and nothing else.
    ("render/resolve.rs vif", 49),
    // A sentence for every error that a session can meet.
    ("router/error.rs fmt", 68),
];

/// A function of a file: its name, and its lines of code. Formatting sees to it that it ends with
/// a brace below its beginning.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let Some((before, from)) = bare.split_once("fn ") else {
            continue;
        };
        let words = ["pub", "const", "async", "unsafe", "extern"];
        let is_word = |word: &str| word.starts_with(words[0]) || words.contains(&word);
        let opens = |line: &str| line.ends_with('{');
        let inside = before
            .split_whitespace()
            .all(|word| is_word(word) || word == "in");
        let end = format!("{}}}", &line[..line.len() - bare.len()]);
        let Some(last) = lines[first..].iter().position(|line| *line == end) else {
            continue;
        };
        let body = &lines[first..=first + last];
        // What ends with a semicolon before it opens is the promise of a trait.
        let promised = body.iter().position(|line| line.ends_with(';'));
        let opened = body.iter().position(|line| opens(line));
        if !inside || promised.is_some_and(|at| opened.is_none_or(|opened| at < opened)) {
            continue;
        }
        let counts = |line: &&&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let name = from.split(['(', '<']).next().unwrap_or("").to_owned();
        found.push((name, body.iter().filter(counts).count()));
    }
    found
}

#[test]
fn rooms_stay_small() {
    let mut faults = Vec::new();
    let mut needed = Vec::new();
    for path in sources(&src()) {
        let file = path.strip_prefix(src()).expect("a file of src");
        let room = ROOMY.iter().find(|(room, _)| file.starts_with(room));
        let (most_of_file, most) = room.map_or(LIMITS, |(_, limits)| *limits);
        let (file, text) = (file.display().to_string(), code(&path));
        let whole = (file.clone(), text.lines().count(), most_of_file);
        let parts = functions(&text).into_iter();
        let parts = parts.map(|(name, lines)| (format!("{file} {name}"), lines, most));
        for (what, lines, most) in std::iter::once(whole).chain(parts) {
            if lines <= most {
                continue;
            }
            match LARGER.iter().find(|(name, _)| *name == what) {
                Some((name, most)) if lines <= *most => needed.push(*name),
                _ => faults.push(format!(
                    "{what}: {lines} lines, look for the second thing inside"
                )),
            }
        }
    }
    let idle = LARGER.iter().filter(|(name, _)| !needed.contains(name));
    faults.extend(idle.map(|(name, _)| format!("{name} needs no place in LARGER")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_outside_tests_can_panic_on_purpose() {
    for path in sources(&src()) {
        for line in code(&path).lines() {
            let bad = [
                ".unwrap()",
                "panic!(",
                "todo!(",
                "unimplemented!(",
                "unreachable!(",
            ];
            assert!(
                !bad.iter().any(|word| line.contains(word)),
                "{}: {line}",
                path.display()
            );
        }
    }
}
