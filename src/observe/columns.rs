//! A table whose cells are known by where they stand below its heading.

use super::facts::Type;
use super::grammar::Group;

/// Where columns begin, and what they fill.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<(usize, Group)>);

/// A field, its unit, and the text in a cell.
type Cell<'c> = ((&'static str, Type), &'c str, &'c str);

impl Columns {
    /// Below each of these words begins a column with that field.
    pub(super) fn new(words: &[(String, Group)], heading: &str) -> Self {
        let begins =
            |(word, group): &(String, Group)| Some((heading.find(word.as_str())?, group.clone()));
        let mut columns: Vec<_> = words.iter().filter_map(begins).collect();
        columns.sort_by_key(|(begin, _)| *begin);
        Self(columns)
    }

    /// The cells of a line that are not empty. None if one runs into the next column.
    pub(super) fn cells<'c>(&'c self, text: &'c str) -> Option<Vec<Cell<'c>>> {
        let ends = self.0.iter().skip(1).map(|(begin, _)| *begin);
        let mut cells = Vec::new();
        for ((begin, group), end) in self.0.iter().zip(ends.chain([text.len().max(1)])) {
            let begin = (*begin).min(text.len());
            let cell = text.get(begin..end.min(text.len()).max(begin))?;
            if end < text.len() && !cell.is_empty() && !cell.ends_with(' ') {
                return None;
            }
            if !cell.trim().is_empty() {
                cells.push((group.field, group.unit.as_str(), cell));
            }
        }
        Some(cells)
    }
}
