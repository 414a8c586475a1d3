//! A diagnostic as rustc and cargo would draw it.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

use super::veil::veil;
use super::{Diagnostic, Place, Severity, Sources};

/// A terminal's width; also what fits into a mail and a ticket.
const WIDTH: usize = 80;
/// Longer source lines are shown in part: nobody reads them, and a hostile one may be megabytes.
const LONGEST_LINE: usize = 2_000;

/// Draw one diagnostic, coloured; whoever prints it takes the colour out where it is not wanted.
pub fn draw(found: &Diagnostic, sources: &Sources) -> String {
    let level = match found.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(wrapped(
                &found.message,
                "error[]: ".len() + found.code.rule.len(),
            ))
            .id(found.code.rule),
    );
    if let Some(place) = found.place {
        group = group.element(snippet(
            sources,
            place,
            AnnotationKind::Primary,
            found.label.as_deref(),
        ));
    }
    for (place, message) in &found.related {
        group = group.element(snippet(
            sources,
            *place,
            AnnotationKind::Context,
            Some(message),
        ));
    }
    if let Some(others) = others(found) {
        group = group.element(Level::NOTE.message(wrapped(&others, "  = note: ".len())));
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(wrapped(help, "  = help: ".len())));
    }
    Renderer::styled().term_width(WIDTH).render(&[group])
}

/// A sentence without control characters, in lines that fit beside what stands before it. Words
/// are never broken.
fn wrapped(text: &str, before: usize) -> String {
    let text = normalize_untrusted_str(text);
    let width = WIDTH.saturating_sub(before).max(20);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a first line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// Who else a folded finding is about.
fn others(found: &Diagnostic) -> Option<String> {
    let subject = found.subject.as_deref()?.strip_prefix("vif.")?;
    let others: Vec<&str> = found
        .concerns
        .iter()
        .map(String::as_str)
        .filter(|name| *name != subject)
        .collect();
    let (shown, rest) = others.split_at(others.len().min(5));
    match (shown.is_empty(), rest.len()) {
        (true, _) => None,
        (_, 0) => Some(format!("also concerns {}", shown.join(", "))),
        (_, more) => Some(format!(
            "also concerns {} and {more} more",
            shown.join(", ")
        )),
    }
}

/// The source line of a place, underlined.
fn snippet<'a>(
    sources: &Sources,
    place: Place,
    kind: AnnotationKind,
    label: Option<&str>,
) -> Snippet<'a, Annotation<'a>> {
    let source = sources.get(place.source);
    let line = source.line_of(place.start);
    let full = source.line_range(line);
    let marked = mark(&full, place);
    let shown = window(&source.text, &full, &marked);
    let (text, within) = veil(&source.text, &shown, &marked, source.veiled());
    Snippet::source(text)
        .line_start(line + 1)
        .path(normalize_untrusted_str(&source.name))
        .annotation(kind.span(within).label(label.map(normalize_untrusted_str)))
}

/// The part of the place that stands in its first line.
fn mark(line: &Range<usize>, place: Place) -> Range<usize> {
    let start = (place.start as usize).clamp(line.start, line.end);
    let end = (place.end as usize).clamp(start, line.end);
    start..end
}

/// The whole line, or the neighbourhood of the mark where the line is absurdly long.
fn window(text: &str, line: &Range<usize>, marked: &Range<usize>) -> Range<usize> {
    if line.len() <= LONGEST_LINE {
        return line.clone();
    }
    let mut start = marked
        .start
        .saturating_sub(LONGEST_LINE / 4)
        .max(line.start);
    let mut end = (start + LONGEST_LINE).min(line.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
