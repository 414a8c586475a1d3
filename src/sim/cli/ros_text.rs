//! Cutting RouterOS's language into commands and words, with brackets and quotes respected.

/// How deep in brackets one is, and whether in quotes.
#[derive(Default)]
struct Depth {
    open: i32,
    quoted: bool,
    escaped: bool,
}

impl Depth {
    /// Take the next character; true where it stands outside of everything.
    fn step(&mut self, c: char) -> bool {
        if self.escaped {
            self.escaped = false;
            return false;
        }
        match c {
            '\\' if self.quoted => self.escaped = true,
            '"' => self.quoted = !self.quoted,
            '[' | '{' | '(' if !self.quoted => self.open += 1,
            ']' | '}' | ')' if !self.quoted => self.open -= 1,
            _ => return self.open == 0 && !self.quoted,
        }
        false
    }
}

/// The commands of a script.
pub(super) fn commands(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut depth = Depth::default();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if depth.step(c) && (c == ';' || c == '\n') {
            found.push(&text[start..at]);
            start = at + 1;
        }
    }
    found.push(&text[start..]);
    found.retain(|command| !command.trim().is_empty());
    found
}

/// Where these words stand, outside of brackets and quotes.
pub(super) fn find_top(text: &str, words: &str) -> Option<usize> {
    let mut depth = Depth::default();
    for (at, c) in text.char_indices() {
        if depth.step(c) && text[at..].starts_with(words) {
            return Some(at);
        }
    }
    None
}

/// What stands in a pair of brackets that encloses all of it.
pub(super) fn inner(text: &str, open: char, close: char) -> Option<&str> {
    let text = text.trim();
    let inside = text.strip_prefix(open)?.strip_suffix(close)?;
    let mut depth = Depth::default();
    for (at, c) in text.char_indices() {
        depth.step(c);
        if depth.open == 0 && at + c.len_utf8() < text.len() {
            return None;
        }
    }
    Some(inside)
}

/// The words of a command: brackets and quotes hold together.
pub(super) struct Words(pub Vec<String>);

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let mut found = Vec::new();
        let mut depth = Depth::default();
        let mut word = String::new();
        for c in text.chars() {
            if depth.step(c) && c.is_whitespace() {
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
            } else {
                word.push(c);
            }
        }
        if !word.is_empty() {
            found.push(word);
        }
        Self(found)
    }
}

/// A text without its quotes, and with what they protected.
pub(super) fn unquoted(text: &str) -> String {
    let Some(inside) = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return text.to_owned();
    };
    let mut plain = String::new();
    let mut escaped = false;
    for c in inside.chars() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            _ => {
                escaped = false;
                plain.push(c);
            }
        }
    }
    plain
}
