//! A pattern of a pack. Nearly all lines are ASCII, and for them the same pattern without Unicode is
//! a fraction of the size and several times as fast; the other one is made when a line wants it.

use std::sync::OnceLock;

use regex::{Regex, bytes};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::place::Text;

#[derive(Debug)]
pub(super) struct Form {
    text: String,
    ascii: Option<bytes::Regex>,
    any: OnceLock<Option<Regex>>,
    begins: Begins,
}

/// Where the groups of a form were found, kept so that the next line need not ask for memory.
#[derive(Debug)]
pub(super) enum Found {
    Ascii(bytes::CaptureLocations),
    Any(regex::CaptureLocations),
}

impl Found {
    pub(super) fn get(&self, group: usize) -> Option<(usize, usize)> {
        match self {
            Self::Ascii(places) => places.get(group),
            Self::Any(places) => places.get(group),
        }
    }
}

impl Form {
    pub(super) fn new(text: String) -> Result<Self, String> {
        let made = bytes::RegexBuilder::new(&text).unicode(false).build();
        let form = Self {
            begins: Begins::of(&text),
            any: OnceLock::new(),
            ascii: made.ok(),
            text,
        };
        if form.ascii.is_none() {
            form.check()?;
        }
        Ok(form)
    }

    /// Is it one for every line?
    pub(super) fn check(&self) -> Result<(), String> {
        let made = Regex::new(&self.text).map(drop);
        made.map_err(|error| format!("{}: {error}", self.text))
    }

    fn any(&self) -> Option<&Regex> {
        let made = self.any.get_or_init(|| Regex::new(&self.text).ok());
        made.as_ref()
    }

    /// Its groups that have names.
    pub(super) fn groups(&self) -> Vec<(usize, String)> {
        fn named<'n>(names: impl Iterator<Item = Option<&'n str>>) -> Vec<(usize, String)> {
            let named = names.enumerate();
            let owned = named.filter_map(|(index, name)| Some((index, name?.to_owned())));
            owned.collect()
        }
        match (&self.ascii, self.any.get()) {
            (Some(form), _) => named(form.capture_names()),
            (None, _) => self
                .any()
                .map_or(Vec::new(), |form| named(form.capture_names())),
        }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match &self.ascii {
            Some(form) if text.is_ascii() => form.is_match(text.as_bytes()),
            _ => self.any().is_some_and(|form| form.is_match(text)),
        }
    }

    /// Does it fit here or further on? Then the places of its groups are in `found`.
    pub(super) fn find(&self, text: &Text<'_>, from: usize, found: &mut Option<Found>) -> bool {
        match &self.ascii {
            Some(form) if text.ascii => {
                if !matches!(found, Some(Found::Ascii(_))) {
                    *found = Some(Found::Ascii(form.capture_locations()));
                }
                match found {
                    Some(Found::Ascii(places)) => form
                        .captures_read_at(places, text.text.as_bytes(), from)
                        .is_some(),
                    _ => false,
                }
            }
            _ => {
                let Some(form) = self.any() else { return false };
                let mut places = form.capture_locations();
                let fits = form
                    .captures_read_at(&mut places, text.text, from)
                    .is_some();
                *found = Some(Found::Any(places));
                fits
            }
        }
    }

    /// Every place where it fits, one behind the other.
    pub(super) fn all(&self, text: &str) -> Vec<(usize, usize)> {
        match &self.ascii {
            Some(form) if text.is_ascii() => {
                let found = form.find_iter(text.as_bytes());
                found.map(|found| (found.start(), found.end())).collect()
            }
            _ => {
                let found = self.any().into_iter().flat_map(|form| form.find_iter(text));
                found.map(|found| (found.start(), found.end())).collect()
            }
        }
    }

    /// Can a text begin like this one and fit? Most rules are ruled out by a byte.
    pub(super) fn may_fit(&self, text: &Text<'_>) -> bool {
        !text.ascii || self.begins.first[text.first] && self.begins.then[text.then]
    }
}

/// The bytes that a text that fits can begin with, and those that can follow its first blanks.
#[derive(Debug)]
struct Begins {
    first: [bool; 256],
    then: [bool; 256],
}

impl Begins {
    fn of(pattern: &str) -> Self {
        let mut begins = Self {
            first: [false; 256],
            then: [false; 256],
        };
        let parser = regex_syntax::ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build()
            .parse(pattern);
        let anchored = |hir: &Hir| hir.properties().look_set_prefix().contains(Look::Start);
        let hir = parser.ok().filter(anchored);
        let all = [true; 256];
        if hir
            .as_ref()
            .is_none_or(|hir| walk(hir, false, &mut begins.first))
        {
            begins.first = all;
        }
        // A match of nothing but blanks leaves open what follows it.
        if hir
            .as_ref()
            .is_none_or(|hir| walk(hir, true, &mut begins.then))
        {
            begins.then = all;
        }
        begins
    }
}

/// Add the bytes that a match can begin with. True if it can be empty, or no more than blanks where
/// they do not count.
fn walk(hir: &Hir, behind_blanks: bool, set: &mut [bool; 256]) -> bool {
    let counts = |byte: u8| !(behind_blanks && is_blank(byte));
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match literal.0.iter().find(|byte| counts(**byte)) {
            Some(byte) => {
                set[usize::from(*byte)] = true;
                false
            }
            None => true,
        },
        HirKind::Class(class) => {
            let mut blank = false;
            for byte in ascii(class) {
                set[usize::from(byte)] |= counts(byte);
                blank |= !counts(byte);
            }
            blank
        }
        HirKind::Repetition(again) => walk(&again.sub, behind_blanks, set) || again.min == 0,
        HirKind::Capture(group) => walk(&group.sub, behind_blanks, set),
        HirKind::Concat(parts) => parts.iter().all(|part| walk(part, behind_blanks, set)),
        HirKind::Alternation(ways) => {
            let mut empty = false;
            for way in ways {
                empty |= walk(way, behind_blanks, set);
            }
            empty
        }
    }
}

/// The bytes of a class, and those that may begin a character of it: only ASCII is told apart.
fn ascii(class: &Class) -> Vec<u8> {
    let byte = |c: char| u8::try_from(u32::from(c)).unwrap_or(u8::MAX);
    match class {
        Class::Bytes(class) => {
            let ranges = class.iter().map(|range| range.start()..=range.end());
            ranges.flatten().collect()
        }
        Class::Unicode(class) => {
            let ranges = class.iter();
            let ranges = ranges.map(|range| byte(range.start())..=byte(range.end()));
            ranges.flatten().collect()
        }
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0b' | b'\x0c' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_ruled_out_by_its_first_bytes_only_where_it_cannot_fit() {
        let may = |pattern: &str, text: &str| {
            let form = Form::new(pattern.to_owned()).expect("a pattern");
            let may = form.may_fit(&Text::new(text, 1));
            assert!(may || !form.is_match(text), "{pattern} fits {text}");
            may
        };
        for (pattern, text, expected) in [
            (r"^\s*BGP", "   BGP", true),
            (r"^\s*BGP", "   bgp", false),
            (r"^  Last", "  Last", true),
            (r"^  Last", " Last", true),
            (r"^\s+\S", "x", false),
            (r"^(a|\s*b)?c", "  b", true),
            (r"^(a|\s*b)?c", "  d", false),
            (r"^(?i)abc", "ABC", true),
            (r"^a|b", "xb", true),
            (r"^[^a]", "a", false),
            (r"^\*?(?<peer>\d+)", "*1", true),
            (r"^x*$", "y", true),
        ] {
            assert_eq!(may(pattern, text), expected, "{pattern}: {text}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_letters() {
        let form = Form::new(r"^(?<name>\w+) up".to_owned()).expect("a pattern");
        let mut found = None;
        assert!(form.find(&Text::new("Zürich up", 1), 0, &mut found));
        assert_eq!(found.and_then(|found| found.get(1)), Some((0, 7)));
        assert!(form.is_match("Bern up") && !form.is_match("up"));
    }
}
