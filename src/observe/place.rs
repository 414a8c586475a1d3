//! Where in an output a fact stands, so that whoever doubts it can look: lines as an editor counts
//! them, in the file as it was given.

use std::sync::Arc;

use super::form::is_blank;

/// The lines that a row comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlace {
    /// The line on which the row begins, counted from 1; 0 for structured output.
    pub line: u32,
    /// Fields from another line than that: a heading, the row before, a line further down. 0 is the
    /// command itself. Rows below one heading share the list.
    pub fields: Arc<Vec<(&'static str, u32)>>,
}

impl RowPlace {
    /// The line that a field of the row comes from.
    pub fn of(&self, field: &str) -> u32 {
        let mut apart = self.fields.iter();
        let known = apart.find(|(name, _)| *name == field);
        known.map_or(self.line, |(_, line)| *line)
    }

    /// The field comes from this line.
    pub(super) fn note(&mut self, field: &'static str, line: u32) {
        if line == self.line && self.fields.iter().all(|(name, _)| *name != field) {
            return;
        }
        let fields = Arc::make_mut(&mut self.fields);
        fields.retain(|(name, _)| *name != field);
        if line != self.line {
            fields.push((field, line));
        }
    }
}

/// A text and the lines it was put together from.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub text: &'t str,
    pub line: u32,
    /// Where in the text further lines begin.
    pub joined: &'t [(usize, u32)],
    pub ascii: bool,
    /// Its first byte, and the first that is no blank.
    pub first: usize,
    pub then: usize,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, line: u32) -> Self {
        Self::known(text, line, text.is_ascii())
    }

    /// Whoever looked at all of it knows whether it is ASCII.
    pub(super) fn known(text: &'t str, line: u32, ascii: bool) -> Self {
        let bytes = text.as_bytes();
        let then = bytes.iter().find(|byte| !is_blank(**byte));
        Self {
            text,
            line,
            joined: &[],
            ascii,
            first: bytes.first().map_or(0, |byte| usize::from(*byte)),
            then: then.map_or(0, |byte| usize::from(*byte)),
        }
    }

    /// The line that a place in the text comes from.
    pub(super) fn line_at(&self, at: usize) -> u32 {
        let before = self.joined.iter().rev().find(|(begin, _)| *begin <= at);
        before.map_or(self.line, |(_, line)| *line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_on_the_line_of_its_row_until_it_is_said_otherwise() {
        let above = Arc::new(vec![("vrf", 2)]);
        let mut place = RowPlace {
            line: 7,
            fields: Arc::clone(&above),
        };
        assert_eq!((place.of("peer"), place.of("vrf")), (7, 2));
        place.note("state", 9);
        place.note("vrf", 7);
        assert_eq!((place.of("vrf"), place.of("state")), (7, 9));
        assert_eq!(*above, [("vrf", 2)]);
    }
}
