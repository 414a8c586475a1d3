//! Intents that break one thing each, and intents that break nothing. The first line of a file in
//! fixtures/validate/ says what has to be found in it: `# VLAN-03 error 38` is a fact of the
//! catalogue (or a rule, where it rests on none), a severity and a line; `# good` is no error.

mod support;

use std::fs;
use std::path::Path;

use vifctl::diagnostic::{Diagnostic, Severity};

/// What the first line of an intent promises.
struct Promise<'a> {
    name: &'a str,
    severity: &'a str,
    line: usize,
}

fn promise(text: &str) -> Option<Promise<'_>> {
    let words: Vec<&str> = text.lines().next()?.split_whitespace().collect();
    match words.as_slice() {
        ["#", "good"] => None,
        ["#", name, severity, line] => Some(Promise {
            name,
            severity,
            line: line.parse().expect("a line is a number"),
        }),
        _ => panic!("the first line promises nothing: {words:?}"),
    }
}

/// What is found in an intent and was not promised, or the other way round.
fn differs(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).expect("a fixture can be read");
    let (found, sources) = support::look("vifctl.toml", &text);
    let line = |found: &Diagnostic| found.place.map_or(0, |place| sources.locate(place).line);
    let is_promised = |found: &Diagnostic, promise: &Promise<'_>| {
        found.reference.unwrap_or(found.code.rule) == promise.name
            && found.severity().to_string() == promise.severity
            && line(found) == promise.line
    };
    let promise = promise(&text);
    let kept = promise
        .as_ref()
        .is_none_or(|promise| found.iter().any(|found| is_promised(found, promise)));
    let errors = found
        .iter()
        .filter(|found| found.severity() == Severity::Error);
    let promised = promise.filter(|promise| promise.severity == "error");
    if kept && errors.count() == usize::from(promised.is_some()) {
        return None;
    }
    let all: Vec<String> = found
        .iter()
        .map(|found| {
            let (name, line) = (found.reference.unwrap_or(found.code.rule), line(found));
            format!("  {name} {} {line}: {}", found.severity(), found.message)
        })
        .collect();
    Some(format!("{}:\n{}", path.display(), all.join("\n")))
}

#[test]
fn every_mistake_is_found_once_and_where_it_is() {
    let folder = fs::read_dir(support::fixture("validate")).expect("the fixtures are there");
    let files: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    assert!(files.len() > 60, "only {} intents", files.len());
    let differ: Vec<String> = files.iter().filter_map(|path| differs(path)).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n\n"));
}
