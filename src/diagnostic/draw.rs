//! A diagnostic as rustc and cargo would draw it.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

use super::veil::veil;
use super::wrap::{WIDTH, wrap};
use super::{Diagnostic, Place, Severity, Sources, is_unprintable};

/// Longer source lines are shown in part: nobody reads them, and a hostile one may be megabytes.
const LONGEST_LINE: usize = 2_000;
/// Two places further apart than this are shown apart.
const LONGEST_PIECE: usize = 20_000;

/// Draw one diagnostic, coloured; whoever prints it takes the colour out where it is not wanted.
pub fn draw(found: &Diagnostic, sources: &Sources) -> String {
    let level = match found.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let gutter = gutter(found, sources);
    let mut group = Group::with_title(
        level
            .primary_title(wrapped(
                &found.message,
                "error[]: ".len() + found.code.rule.len(),
            ))
            .id(found.code.rule),
    );
    for marks in snippets(found, sources) {
        group = group.element(snippet(sources, &marks));
    }
    if let Some(others) = others(found) {
        group = group.element(Level::NOTE.message(wrapped(&others, gutter + " = note: ".len())));
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(wrapped(help, gutter + " = help: ".len())));
    }
    let drawn = Renderer::styled().term_width(WIDTH).render(&[group]);
    // ESC is the renderer's own by now; there are others.
    let command = |c| is_unprintable(c) && c != '\n' && c != '\u{1b}';
    drawn.replace(command, "\u{fffd}")
}

/// How wide the line numbers are.
fn gutter(found: &Diagnostic, sources: &Sources) -> usize {
    let related = found.related.iter().map(|(place, _)| place);
    let lines = found
        .place
        .iter()
        .chain(related)
        .map(|place| sources.line(*place));
    lines.max().map_or(1, |line| line.to_string().len())
}

/// A sentence without control characters, in lines that fit beside what stands before it.
fn wrapped(text: &str, before: usize) -> String {
    let width = WIDTH.saturating_sub(before).max(20);
    wrap(&normalize_untrusted_str(text), "", "", width)
}

/// The same without colour, for files and tests.
pub fn draw_plain(found: &Diagnostic, sources: &Sources) -> String {
    anstream::adapter::strip_str(&draw(found, sources)).to_string()
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

/// A place to underline, how, and with which words.
struct Mark<'a> {
    place: Place,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

/// The places of a finding, those together that can be shown in one piece of their file.
fn snippets<'a>(found: &'a Diagnostic, sources: &Sources) -> Vec<Vec<Mark<'a>>> {
    let first = found.place.map(|place| Mark {
        place,
        kind: AnnotationKind::Primary,
        label: found.label.as_deref(),
    });
    let related = found.related.iter().map(|(place, message)| Mark {
        place: *place,
        kind: AnnotationKind::Context,
        label: Some(message),
    });
    let mut pieces: Vec<Vec<Mark<'a>>> = Vec::new();
    for mark in first.into_iter().chain(related) {
        let fits = |piece: &&mut Vec<Mark<'a>>| {
            let span = span(sources, piece.iter().chain([&mark]));
            span.is_some_and(|span| span.len() <= LONGEST_PIECE)
        };
        match pieces.iter_mut().find(fits) {
            Some(piece) => piece.push(mark),
            None => pieces.push(vec![mark]),
        }
    }
    pieces
}

/// All lines from the first to the last of some places, if they are of one file.
fn span<'m, 'a: 'm>(
    sources: &Sources,
    marks: impl Iterator<Item = &'m Mark<'a>>,
) -> Option<Range<usize>> {
    let lines = marks.map(|mark| {
        let source = sources.get(mark.place.source);
        (
            mark.place.source,
            source.line_range(source.line_of(mark.place.start)),
        )
    });
    let mut all: Option<(u32, Range<usize>)> = None;
    for (source, line) in lines {
        all = match all {
            None => Some((source, line)),
            Some((file, _)) if file != source => return None,
            Some((file, span)) => Some((file, span.start.min(line.start)..span.end.max(line.end))),
        };
    }
    all.map(|(_, span)| span)
}

/// The source lines of some places of one file, underlined.
fn snippet<'a>(sources: &Sources, marks: &[Mark<'_>]) -> Snippet<'a, Annotation<'a>> {
    let source = sources.get(marks[0].place.source);
    let lines = span(sources, marks.iter()).unwrap_or_default();
    let marked: Vec<Range<usize>> = marks
        .iter()
        .map(|one| {
            mark(
                &source.line_range(source.line_of(one.place.start)),
                one.place,
            )
        })
        .collect();
    let shown = window(&source.text, &lines, &marked[0]);
    let (text, moved) = veil(&source.text, &shown, &marked, source.veiled());
    let annotations = marks.iter().zip(moved).map(|(mark, range)| {
        mark.kind
            .span(range)
            .label(mark.label.map(normalize_untrusted_str))
    });
    Snippet::source(text)
        .line_start(source.line_of(shown.start as u32) + 1)
        .path(normalize_untrusted_str(&source.name))
        .annotations(annotations)
}

/// The part of the place that stands in its first line.
fn mark(line: &Range<usize>, place: Place) -> Range<usize> {
    let start = (place.start as usize).clamp(line.start, line.end);
    let end = (place.end as usize).clamp(start, line.end);
    start..end
}

/// The whole of some lines, or the neighbourhood of the mark where a line is absurdly long.
fn window(text: &str, line: &Range<usize>, marked: &Range<usize>) -> Range<usize> {
    if line.len() <= LONGEST_PIECE {
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
