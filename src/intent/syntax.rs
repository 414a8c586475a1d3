//! What a TOML parser complains about, as findings: one for each mistake, in words of ours.

use super::code;
use super::shape::Reader;
use crate::diagnostic::{Diagnostic, Place, quote};

/// More syntax errors of one file than this help nobody.
const MOST_SYNTAX_ERRORS: usize = 20;
/// The parser's words for a name that stands twice.
const DUPLICATE: &str = "duplicate key";

/// The first mistake of every line: what a parser says after it is mostly about its own confusion.
pub(super) fn syntax_errors(errors: &[toml::de::Error], text: &str, reader: &mut Reader<'_>) {
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
