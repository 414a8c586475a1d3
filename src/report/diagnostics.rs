//! Diagnostics as text, JSON or JUnit.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use serde_json::{Map, Value as Json, json};

use super::junit::{Case, Failure, junit, xml_text};
use crate::diagnostic::{Diagnostic, Findings, Place, Severity, Sources, draw, is_unprintable};

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs; the shape is a promise.
    Json,
    /// For pipelines.
    Junit,
}

/// Drawn in full; past this, the rest is counted. Programs get all of them.
const MOST_DRAWN: usize = 200;

/// Print what was found. `rules` names everything that was looked for, `about` what was looked at.
pub fn diagnostics(
    out: &mut dyn Write,
    format: Format,
    found: &Findings,
    sources: &Sources,
    about: &str,
    rules: &[&str],
) -> Result<()> {
    match format {
        Format::Text => text(out, found, sources, about),
        Format::Json => {
            out.write_all(escaped(&as_json(found, sources).to_string()).as_bytes())?;
            Ok(writeln!(out)?)
        }
        Format::Junit => Ok(out.write_all(as_junit(found, sources, rules)?.as_bytes())?),
    }
}

fn text(out: &mut dyn Write, found: &Findings, sources: &Sources, about: &str) -> Result<()> {
    for diagnostic in found.iter().take(MOST_DRAWN) {
        writeln!(out, "{}\n", draw(diagnostic, sources))?;
    }
    let left = found.iter().count().saturating_sub(MOST_DRAWN);
    if left > 0 {
        writeln!(out, "... and {left} more; --format json has them all\n")?;
    }
    writeln!(out, "{about}: {}", tally(found))?;
    if let Some(worst) = found.iter().next() {
        writeln!(out, "for the reasons: vifctl explain {}", worst.code.rule)?;
    }
    Ok(())
}

/// JSON need not escape these, but a terminal may take them for commands, or turn the text around.
pub(super) fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unprintable(c) {
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            safe.push(c);
        }
    }
    safe
}

fn tally(found: &Findings) -> String {
    let count = |severity, name: &str| match found.count(severity) {
        0 => None,
        1 => Some(format!("1 {name}")),
        many => Some(format!("{many} {name}s")),
    };
    let counts = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter_map(|(severity, name)| count(severity, name))
        .collect();
    if counts.is_empty() {
        "nothing to complain about".to_owned()
    } else {
        counts.join(", ")
    }
}

fn as_json(found: &Findings, sources: &Sources) -> Json {
    json!({
        "schema": 1,
        "diagnostics": found.iter().map(|diagnostic| one(diagnostic, sources)).collect::<Vec<_>>(),
        "summary": {
            "errors": found.count(Severity::Error),
            "warnings": found.count(Severity::Warning),
            "notes": found.count(Severity::Note),
        },
    })
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> Json {
    let mut object = Map::new();
    object.insert("rule".into(), diagnostic.code.rule.into());
    if let Some(reference) = diagnostic.reference {
        object.insert("reference".into(), reference.into());
    }
    object.insert("severity".into(), diagnostic.severity().to_string().into());
    object.insert("message".into(), diagnostic.message.as_str().into());
    if let Some(place) = diagnostic.place {
        located(&mut object, place, sources);
    }
    let related = diagnostic.related.iter().map(|(place, message)| {
        let mut object = Map::new();
        located(&mut object, *place, sources);
        object.insert("message".into(), message.as_str().into());
        Json::Object(object)
    });
    object.insert("related".into(), related.collect());
    if let Some(subject) = &diagnostic.subject {
        object.insert("subject".into(), subject.as_str().into());
    }
    if diagnostic.concerns.len() > 1 {
        object.insert("concerns".into(), diagnostic.concerns.as_slice().into());
    }
    if let Some(label) = &diagnostic.label {
        object.insert("label".into(), label.as_str().into());
    }
    if let Some(help) = &diagnostic.help {
        object.insert("help".into(), help.as_str().into());
    }
    Json::Object(object)
}

fn located(object: &mut Map<String, Json>, place: Place, sources: &Sources) {
    let location = sources.locate(place);
    object.insert(
        "file".into(),
        sources.get(place.source).name.as_str().into(),
    );
    object.insert("line".into(), location.line.into());
    object.insert("column".into(), location.column.into());
}

/// A test case for every rule: it fails on an error, and a warning or note is its output.
fn as_junit(found: &Findings, sources: &Sources, rules: &[&str]) -> Result<String> {
    let mut by_rule: BTreeMap<&str, Vec<&Diagnostic>> =
        rules.iter().map(|rule| (*rule, Vec::new())).collect();
    for diagnostic in found.iter() {
        by_rule
            .entry(diagnostic.code.rule)
            .or_default()
            .push(diagnostic);
    }
    let line = |found: &&Diagnostic| as_line(found, sources);
    let cases: Vec<Case<'_>> = by_rule
        .into_iter()
        .map(|(name, list)| {
            let (errors, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = list
                .into_iter()
                .partition(|found| found.severity() == Severity::Error);
            let failure = |error: &&Diagnostic| Failure {
                message: xml_text(&error.message),
                detail: line(error),
            };
            Case {
                name,
                failures: errors.iter().map(failure).collect(),
                skipped: None,
                output: others.iter().map(line).collect(),
            }
        })
        .collect();
    junit("vifctl validate", &cases)
}

/// `vifctl.toml:12:3: error: ...`
fn as_line(found: &Diagnostic, sources: &Sources) -> String {
    let place = found.place.map_or(String::new(), |place| {
        let (file, at) = (&sources.get(place.source).name, sources.locate(place));
        format!("{file}:{}:{}: ", at.line, at.column)
    });
    xml_text(&format!("{place}{}: {}", found.severity(), found.message))
}
