//! What must not be shown of a source line: keys and passwords that somebody wrote into the file,
//! rightly spelt or not, in TOML that parses or not. It looks at the text alone, because a file
//! that cannot be parsed is drawn too, and it would rather hide too much.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::nearest;

/// What stands where something is hidden. It tells no length.
const VEIL: &str = "***";
/// The three ways to a secret; what follows them is a way and no secret.
const WAYS: [&str; 3] = ["env", "file", "command"];
/// A name with one of these in it holds a secret.
const SECRETIVE: [&str; 9] = [
    "key", "pass", "secret", "psk", "md5", "cak", "enable", "token", "pwd",
];

/// A table header, or a key with its `=`.
static HEADER_OR_KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^[ \t]*\[\[?(?P<header>[^\]\n=]*)\]|(?P<key>[A-Za-z0-9_-][A-Za-z0-9_.\-"' \t]*?)["']?[ \t]*="#,
    )
    .expect("the pattern is a constant, and a test uses it")
});

/// The parts of a text that hold a secret, in order.
pub(super) fn veiled(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut known = HashMap::new();
    let mut in_secret_table = false;
    for found in HEADER_OR_KEY.captures_iter(text) {
        if let Some(header) = found.name("header") {
            in_secret_table = secretive(below_name(header.as_str()), &mut known);
            continue;
        }
        let Some(key) = found.name("key") else {
            continue;
        };
        let names_a_way = last_word(key.as_str()).is_some_and(|name| WAYS.contains(&name));
        let start = found.get(0).map_or(key.end(), |all| all.end());
        let inside = parts.last().is_some_and(|last| key.start() < last.end);
        if inside || names_a_way || !(in_secret_table || secretive(key.as_str(), &mut known)) {
            continue;
        }
        parts.extend(secret_parts(text, start));
    }
    parts
}

/// One line with the secrets in it hidden, and where a part of it has gone.
pub(super) fn veil(
    text: &str,
    shown: &Range<usize>,
    marked: &Range<usize>,
    parts: &[Range<usize>],
) -> (String, Range<usize>) {
    let first = parts.partition_point(|part| part.end <= shown.start);
    let mut line = String::new();
    let mut mark = Mark::new(marked);
    let mut at = shown.start;
    for part in parts[first..]
        .iter()
        .take_while(|part| part.start < shown.end)
    {
        let (from, to) = (part.start.max(at), part.end.min(shown.end));
        mark.pass(at, from, line.len());
        line.push_str(text.get(at..from).unwrap_or(""));
        mark.jump(from, to, line.len());
        line.push_str(VEIL);
        at = to;
    }
    mark.pass(at, shown.end, line.len());
    line.push_str(text.get(at..shown.end).unwrap_or(""));
    let range = mark.range(line.len());
    (line, range)
}

/// A mark on its way from the text to the line that is shown.
struct Mark {
    wanted: Range<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

impl Mark {
    fn new(wanted: &Range<usize>) -> Self {
        Self {
            wanted: wanted.clone(),
            start: None,
            end: None,
        }
    }

    /// The text from..to is shown as it is, at this place of the line.
    fn pass(&mut self, from: usize, to: usize, at: usize) {
        if self.start.is_none() && (from..=to).contains(&self.wanted.start) {
            self.start = Some(at + self.wanted.start - from);
        }
        if self.end.is_none() && (from..=to).contains(&self.wanted.end) {
            self.end = Some(at + self.wanted.end - from);
        }
    }

    /// The text from..to is hidden, at this place of the line.
    fn jump(&mut self, from: usize, to: usize, at: usize) {
        if self.start.is_none() && (from..to).contains(&self.wanted.start) {
            self.start = Some(at);
        }
        let ends_inside = from < self.wanted.end && self.wanted.end <= to;
        if ends_inside && self.end.is_none_or(|end| end <= at) {
            self.end = Some(at + VEIL.len());
        }
    }

    fn range(&self, length: usize) -> Range<usize> {
        let start = self.start.unwrap_or(length).min(length);
        start..self.end.unwrap_or(length).clamp(start, length)
    }
}

/// Does one of the words of a dotted name hold a secret, or was it meant to?
fn secretive<'t>(dotted: &'t str, known: &mut HashMap<&'t str, bool>) -> bool {
    dotted.split('.').any(|word| {
        let word = word.trim_matches([' ', '\t', '"', '\'']);
        *known.entry(word).or_insert_with(|| sounds_secret(word))
    })
}

/// What a header says below the name of its table, which is free: `key` of `vif.prod-key.key`.
fn below_name(header: &str) -> &str {
    match header
        .trim_matches(['[', ' ', '\t'])
        .splitn(3, '.')
        .collect::<Vec<_>>()[..]
    {
        [_, _, below] => below,
        ["defaults", below] => below,
        _ => "",
    }
}

fn sounds_secret(word: &str) -> bool {
    let word = word.to_lowercase();
    if word.ends_with("_file") || word.len() > 80 {
        return false;
    }
    SECRETIVE.iter().any(|part| word.contains(part))
        || nearest(&word, ["key", "password", "enable", "cak", "secret"]).is_some()
}

fn last_word(dotted: &str) -> Option<&str> {
    let last = dotted.rsplit('.').next()?;
    Some(last.trim_matches([' ', '\t', '"', '\'']))
}

/// The secret parts of the value that begins here.
fn secret_parts(text: &str, start: usize) -> Vec<Range<usize>> {
    let rest = &text[start..];
    let start = start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let end = value_end(text, start);
    if start >= end || matches!(&text[start..end], "true" | "false") {
        return Vec::new();
    }
    if !text[start..].starts_with('{') {
        return vec![start..end];
    }
    let inside = &text[start + 1..end];
    let mut entries = HEADER_OR_KEY
        .captures_iter(inside)
        .filter_map(|found| Some((found.name("key")?.as_str(), start + 1 + found.get(0)?.end())));
    let mut parts = Vec::new();
    let mut any = false;
    for (key, value) in entries.by_ref() {
        any = true;
        let covered = parts
            .last()
            .is_some_and(|last: &Range<usize>| value <= last.end);
        if !covered && !last_word(key).is_some_and(|name| WAYS.contains(&name)) {
            parts.extend(secret_parts(&text[..end], value));
        }
    }
    if any || inside.trim_matches([' ', '\t', '}', '\r']).is_empty() {
        return parts;
    }
    vec![start + 1..end]
}

/// Where a value ends: at its closing quote or bracket if there is one, else with its line.
fn value_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    for quotes in ["\"\"\"", "'''"] {
        if let Some(body) = rest.strip_prefix(quotes) {
            return body.find(quotes).map_or(text.len(), |at| {
                let close = start + quotes.len() + at + quotes.len();
                // Up to two quotes may belong to the text and stand before the closing three.
                let more = text[close..]
                    .bytes()
                    .take_while(|byte| quotes.as_bytes()[0] == *byte);
                close + more.take(2).count()
            });
        }
    }
    if rest.starts_with('[') {
        return list_end(text, start);
    }
    let line = rest.find('\n').map_or(rest.len(), |at| at);
    let line = rest[..line].trim_end();
    let length = match rest.as_bytes().first() {
        Some(b'"') => closing_quote(line),
        Some(b'\'') => line[1..].find('\'').map(|at| at + 2),
        Some(b'{') => line.rfind('}').map(|at| at + 1),
        _ => line.find([',', '}', '#']),
    };
    start + length.unwrap_or(line.len())
}

/// A list may go on over lines; one that never ends is hidden to the end of its line at least.
fn list_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    match (rest.find(']'), rest.find('\n')) {
        (Some(close), _) => start + close + 1,
        (None, Some(line)) => start + line,
        (None, None) => text.len(),
    }
}

fn closing_quote(line: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole text with its secrets hidden.
    fn shown(text: &str) -> String {
        veil(text, &(0..text.len()), &(0..0), &veiled(text)).0
    }

    #[test]
    fn what_is_written_as_a_key_is_hidden_however_it_is_written() {
        for (text, line) in [
            ("key = \"hunter2\" # x", "key = *** # x"),
            ("key = 'hunter2'", "key = ***"),
            ("\"key\" = \"hun\\\"ter2\"", "\"key\" = ***"),
            ("key = \"hunter2", "key = ***"),
            ("key = hunter2, x", "key = ***, x"),
            ("kee = \"hunter2\"", "kee = ***"),
            ("pasword = 12345", "pasword = ***"),
            ("key = [\"hunter2\"]", "key = ***"),
            (
                "key = \"\"\"\nhunter2\n\"\"\"\nvlan = 1",
                "key = ***\nvlan = 1",
            ),
            ("key = { value = \"hunter2\" }", "key = { value = *** }"),
            ("key = { \"hunter2\" }", "key = {***"),
            ("key.value = \"hunter2\"", "key.value = ***"),
            (
                "[vif.a.key]\nvalue = \"hunter2\"",
                "[vif.a.key]\nvalue = ***",
            ),
            (
                "peer = [{ vlan = 1, key = \"hunter2\" }]",
                "peer = [{ vlan = 1, key = *** }]",
            ),
        ] {
            assert_eq!(shown(text), line, "{text}");
        }
    }

    #[test]
    fn ways_to_a_key_are_shown() {
        for text in [
            "key = { env = \"DX_KEY\" }",
            "key = { command = [\"pass\", \"show\"] }",
            "[vif.a.key]\nfile = \"keys/a\"",
            "key.env = \"DX_KEY\"",
            "key_file = \"~/.ssh/id\"",
            "vlan = 101\nconnection = \"ld5\"",
            "[[vif.prod-key.peer]]\ncustomer = \"169.254.96.2/30\"",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn a_mark_moves_with_what_it_marks() {
        let text = "a = { key = \"hunter2\", vlan = 5000 }";
        let mark = |part: &str| {
            let start = text.find(part).unwrap_or_default();
            let marked = start..start + part.len();
            let (line, mark) = veil(text, &(0..text.len()), &marked, &veiled(text));
            line[mark].to_owned()
        };
        assert_eq!(mark("5000"), "5000");
        assert_eq!(mark("\"hunter2\""), "***");
        assert_eq!(mark("key = \"hunter2\""), "key = ***");
        assert_eq!(mark("hunter"), "***");
    }
}
