//! The files that were read, and places in them.

use std::sync::OnceLock;

/// Bytes `start..end` of one source. Twelve bytes, so that every leaf can keep its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub source: u32,
    pub start: u32,
    pub end: u32,
}

/// A file as it was read, under the name the user knows it by.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of the text.
    characters: OnceLock<Vec<u32>>,
    veiled: OnceLock<Vec<std::ops::Range<usize>>>,
}

/// A place in a user's terms: both numbers count from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    pub line: usize,
    pub column: usize,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
            veiled: OnceLock::new(),
        }
    }

    /// How many characters begin before a byte. Whole files may stand on one line, with mistakes
    /// all along it, so that this must not count from its start each time.
    fn characters_before(&self, byte: usize) -> usize {
        const BLOCK: usize = 1024;
        let begins = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let mut before = 0;
            let sums = bytes.chunks(BLOCK).map(|block| {
                before += begins(block) as u32;
                before
            });
            std::iter::once(0).chain(sums).collect()
        });
        let byte = byte.min(bytes.len());
        blocks[byte / BLOCK] as usize + begins(&bytes[byte / BLOCK * BLOCK..byte])
    }

    /// The parts of the text that hold a secret and are never shown.
    pub(super) fn veiled(&self) -> &[std::ops::Range<usize>] {
        self.veiled.get_or_init(|| super::veil::veiled(&self.text))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after_newline = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after_newline).collect()
        })
    }

    /// The index of the line that a byte stands in, from zero.
    pub(super) fn line_of(&self, byte: u32) -> usize {
        self.line_starts()
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    /// The byte range of a line, without its end-of-line.
    pub(super) fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let start = starts
            .get(line)
            .map_or(self.text.len(), |start| *start as usize);
        let end = starts
            .get(line + 1)
            .map_or(self.text.len(), |next| *next as usize - 1);
        let end = if self.text.as_bytes().get(end.wrapping_sub(1)) == Some(&b'\r') && end > start {
            end - 1
        } else {
            end
        };
        start..end
    }
}

/// All files of one run, numbered in the order in which they were read.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, source: Source) -> u32 {
        self.files.push(source);
        self.files.len() as u32 - 1
    }

    pub fn get(&self, id: u32) -> &Source {
        &self.files[id as usize]
    }

    /// The line a place begins in, counted from one.
    pub fn line(&self, place: Place) -> usize {
        self.get(place.source).line_of(place.start) + 1
    }

    pub fn locate(&self, place: Place) -> Location {
        let source = self.get(place.source);
        let line = source.line_of(place.start);
        let line_start = source.line_range(line).start;
        let column =
            source.characters_before(place.start as usize) - source.characters_before(line_start);
        Location {
            line: line + 1,
            column: column + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("x.toml", "a\r\nłó = 1\n"));
        let place = Place {
            source,
            start: 8,
            end: 9,
        };
        assert_eq!(sources.locate(place), Location { line: 2, column: 4 });
        assert_eq!(sources.get(source).line_range(0), 0..1);
        assert_eq!(
            sources.locate(Place {
                source,
                start: 12,
                end: 12
            }),
            Location { line: 3, column: 1 }
        );
    }
}
