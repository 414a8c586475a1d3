//! A line in words, and where each of them begins.

#[derive(Clone, Debug)]
pub(super) struct Words {
    pub text: Vec<String>,
    pub starts: Vec<usize>,
    length: usize,
}

impl Words {
    /// By spaces; between quotes they are part of a word where the platform has quotes.
    pub(super) fn new(line: &str, quotes: &str) -> Self {
        let mut found = Self {
            text: Vec::new(),
            starts: Vec::new(),
            length: line.trim_end().len(),
        };
        let mut open = None;
        let mut word: Option<(usize, String)> = None;
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            if escaped {
                escaped = false;
                word.get_or_insert((at, String::new())).1.push(c);
            } else if open == Some(c) {
                open = None;
            } else if open.is_some() {
                match c {
                    '\\' if open == Some('"') => escaped = true,
                    c => word.get_or_insert((at, String::new())).1.push(c),
                }
            } else if quotes.contains(c) {
                open = Some(c);
                word.get_or_insert((at, String::new()));
            } else if c.is_whitespace() {
                found.push(word.take());
            } else {
                word.get_or_insert((at, String::new())).1.push(c);
            }
        }
        found.push(word);
        found
    }

    fn push(&mut self, word: Option<(usize, String)>) {
        if let Some((start, text)) = word {
            self.text.push(text);
            self.starts.push(start);
        }
    }

    /// Where the word begins, or the line ends.
    pub(super) fn column(&self, index: usize) -> usize {
        self.starts.get(index).copied().unwrap_or(self.length)
    }
}

/// A word as a line of the platform would hold it.
pub(super) fn quoted(word: &str, quote: char) -> String {
    let plain = !word.is_empty()
        && word
            .chars()
            .all(|c| !c.is_whitespace() && !"\"'#;{}|".contains(c));
    match plain || word.starts_with("[ ") {
        true => word.to_owned(),
        false => format!("{quote}{}{quote}", word.replace('"', "\\\"")),
    }
}
