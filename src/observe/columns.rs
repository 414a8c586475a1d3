//! A table whose cells are known by where they stand below its heading.

use std::collections::BTreeMap;

/// Where columns begin, and their fields.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<(usize, String)>);

impl Columns {
    /// Below each of these words begins a column with that field.
    pub(super) fn new(words: &BTreeMap<String, String>, heading: &str) -> Self {
        let begins =
            |(word, field): (&String, &String)| Some((heading.find(word.as_str())?, field.clone()));
        let mut columns: Vec<_> = words.iter().filter_map(begins).collect();
        columns.sort();
        Self(columns)
    }

    /// The cells of a line that are not empty. None if one runs into the next column.
    pub(super) fn cells<'c>(&'c self, text: &'c str) -> Option<Vec<(&'c str, &'c str)>> {
        let ends = self.0.iter().skip(1).map(|(begin, _)| *begin);
        let mut cells = Vec::new();
        for ((begin, field), end) in self.0.iter().zip(ends.chain([text.len().max(1)])) {
            let begin = (*begin).min(text.len());
            let cell = text.get(begin..end.min(text.len()).max(begin))?;
            if end < text.len() && !cell.is_empty() && !cell.ends_with(' ') {
                return None;
            }
            if !cell.trim().is_empty() {
                cells.push((field.as_str(), cell));
            }
        }
        Some(cells)
    }
}
