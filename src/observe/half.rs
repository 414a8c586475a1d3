//! A row that goes on over the next lines, until it is whole.

use super::clean::Line;
use super::place::Text;

/// Rows are spread over this many lines and one more, at most.
const MOST_JOINED: usize = 3;

/// The lines of a row that is not whole yet.
pub(super) struct Half {
    joined: String,
    pub lines: Vec<String>,
    begins: u32,
    /// Where in it the further lines begin.
    further: Vec<(usize, u32)>,
}

impl Half {
    pub(super) fn new(text: &Text<'_>) -> Self {
        Self {
            joined: text.text.to_owned(),
            lines: vec![text.text.to_owned()],
            begins: text.line,
            further: Vec::new(),
        }
    }

    pub(super) fn join(&mut self, line: &Line<'_>) {
        self.joined.truncate(self.joined.trim_end().len());
        self.joined.push(' ');
        self.further.push((self.joined.len(), line.number));
        self.joined += line.text.trim_start();
    }

    pub(super) fn text(&self) -> Text<'_> {
        Text {
            joined: &self.further,
            ..Text::new(&self.joined, self.begins)
        }
    }

    /// May one more line belong to it?
    pub(super) fn may_go_on(&self) -> bool {
        self.lines.len() < MOST_JOINED
    }
}
