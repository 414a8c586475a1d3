//! What must not be shown of a source line: keys and passwords that somebody wrote into the file,
//! rightly spelt or not, in TOML that parses or not. It looks at the text alone, because a file
//! that cannot be parsed is drawn too, and it would rather hide too much.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::nearest;

/// No secret on one line is longer; a hostile line may be, and is not read again for each key in it.
const LONGEST: usize = 4 * 1024;
/// What stands where something is hidden. It tells no length.
const VEIL: &str = "***";
/// A name with one of these in it holds a secret.
const SECRETIVE: [&str; 9] = [
    "key", "pass", "secret", "psk", "md5", "cak", "enable", "token", "pwd",
];

/// A table header, or a key with its `=`, or with what was written in its place.
static HEADER_OR_KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^[ \t]*\[\[?(?P<header>[^\]\n=]*)\]|(?P<key>[A-Za-z0-9_-][A-Za-z0-9_.\-"' \t]*?)["']?(?:[ \t]*[=:]|[ \t]+["'])"#,
    )
    .expect("the pattern is a constant, and a test uses it")
});

/// The name of an environment variable; a key that was pasted in its place rarely looks like one.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^["'][A-Za-z_][A-Za-z0-9_]*["']"#)
        .expect("the pattern is a constant, and a test uses it")
});

/// The parts of a text that hold a secret, in order.
pub(super) fn veiled(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut known = HashMap::new();
    let mut in_secret_table = false;
    for found in HEADER_OR_KEY.find_iter(text) {
        let key = match taken_apart(found.as_str()) {
            Piece::Header(header) => {
                in_secret_table = secretive(below_name(header), &mut known);
                continue;
            }
            Piece::Key(key) => key,
        };
        let start = value_start(text, found.start() + key.len(), found.end());
        let names_a_way = is_way(key, &text[start..]);
        let inside = parts.last().is_some_and(|last| found.start() < last.end);
        if inside || names_a_way || !(in_secret_table || secretive(key, &mut known)) {
            continue;
        }
        parts.extend(secret_parts(text, start));
    }
    parts
}

/// What the pattern has found.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Header(&'t str),
    Key(&'t str),
}

/// The same as the pattern's groups, which are several times slower to ask for: the whole file is
/// gone through, however little of it is drawn.
fn taken_apart(found: &str) -> Piece<'_> {
    if let Some(header) = found.trim_start_matches([' ', '\t']).strip_prefix('[') {
        let header = header.strip_prefix('[').unwrap_or(header);
        return Piece::Header(header.strip_suffix(']').unwrap_or(header));
    }
    let key = found.strip_suffix(['=', ':', '"', '\'']).unwrap_or(found);
    let key = key.trim_end_matches([' ', '\t']);
    Piece::Key(key.strip_suffix(['"', '\'']).unwrap_or(key))
}

/// A part of a text with the secrets in it hidden, and where the marks in it have gone.
pub(super) fn veil(
    text: &str,
    shown: &Range<usize>,
    marks: &[Range<usize>],
    parts: &[Range<usize>],
) -> (String, Vec<Range<usize>>) {
    let first = parts.partition_point(|part| part.end <= shown.start);
    let mut veiled = Veiled {
        text: String::new(),
        ends: vec![(None, None); marks.len()],
    };
    let mut at = shown.start;
    for part in parts[first..]
        .iter()
        .take_while(|part| part.start < shown.end)
    {
        let hidden = part.start.max(at)..part.end.min(shown.end);
        veiled.show(text, at..hidden.start, marks);
        veiled.hide(&hidden, marks);
        at = hidden.end;
    }
    veiled.show(text, at..shown.end, marks);
    let length = veiled.text.len();
    let moved = veiled.ends.into_iter().map(|(start, end)| {
        let start = start.unwrap_or(length).min(length);
        start..end.unwrap_or(length).clamp(start, length)
    });
    (veiled.text, moved.collect())
}

/// What is shown so far, and which ends of the marks lie in it.
struct Veiled {
    text: String,
    ends: Vec<(Option<usize>, Option<usize>)>,
}

impl Veiled {
    /// Show this part of the text as it is.
    fn show(&mut self, text: &str, part: Range<usize>, marks: &[Range<usize>]) {
        let at = self.text.len();
        for ((start, end), mark) in self.ends.iter_mut().zip(marks) {
            let place = |byte: usize| (part.start..=part.end).contains(&byte);
            if start.is_none() && place(mark.start) {
                *start = Some(at + mark.start - part.start);
            }
            if end.is_none() && place(mark.end) {
                *end = Some(at + mark.end - part.start);
            }
        }
        self.text.push_str(text.get(part).unwrap_or(""));
    }

    /// Hide this part of the text. A mark that begins or ends in it is drawn to its edge.
    fn hide(&mut self, part: &Range<usize>, marks: &[Range<usize>]) {
        let at = self.text.len();
        self.text.push_str(VEIL);
        for ((start, end), mark) in self.ends.iter_mut().zip(marks) {
            if start.is_none() && part.contains(&mark.start) {
                *start = Some(at);
            }
            if part.start < mark.end && mark.end <= part.end {
                *end = Some(self.text.len());
            }
        }
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

/// Where the value of a key begins: behind the `=`, or at the quote where there is none.
fn value_start(text: &str, key: usize, end: usize) -> usize {
    let between = &text[key..end];
    if between.contains(['=', ':']) {
        end
    } else {
        end - 1
    }
}

/// Does this key say where a secret is kept, and as it should: as a text, or a list for a command?
fn is_way(dotted: &str, value: &str) -> bool {
    let name = dotted.rsplit('.').next().unwrap_or(dotted);
    let value = value.trim_start_matches([' ', '\t']);
    match name.trim_matches([' ', '\t', '"', '\'']) {
        "env" => VARIABLE.is_match(value),
        "file" => value.starts_with(['"', '\'']),
        "command" => value.starts_with('['),
        _ => false,
    }
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
        return std::iter::once(start..end).collect();
    }
    let inside = &text[start + 1..end];
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut any = false;
    for found in HEADER_OR_KEY.find_iter(inside) {
        let Piece::Key(key) = taken_apart(found.as_str()) else {
            continue;
        };
        any = true;
        let value = start + 1 + value_start(inside, found.start() + key.len(), found.end());
        let covered = parts.last().is_some_and(|last| value <= last.end);
        if !covered && !is_way(key, &text[value..end.max(value)]) {
            let blank = text[value..].len() - text[value..].trim_start_matches([' ', '\t']).len();
            parts.push(value + blank..value_end(text, value + blank));
        }
    }
    if any || inside.trim_matches([' ', '\t', '}', '\r']).is_empty() {
        return parts;
    }
    std::iter::once(start + 1..end).collect()
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
    let most = (0..=rest.len().min(LONGEST))
        .rev()
        .find(|at| rest.is_char_boundary(*at));
    let rest = &rest[..most.unwrap_or(0)];
    let line = rest.lines().next().unwrap_or("").trim_end();
    let length = match rest.as_bytes().first() {
        Some(b'"') => closing_quote(line),
        Some(b'\'') => line[1..].find('\'').map(|at| at + 2),
        Some(b'{') => line.find('}').map(|at| at + 1),
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
        veil(text, &(0..text.len()), &[], &veiled(text)).0
    }

    proptest::proptest! {
        #[test]
        fn a_piece_is_what_the_groups_of_the_pattern_say(text in "[ab.=:\"' \t\n\\[\\]{}#ł-]{0,40}") {
            for found in HEADER_OR_KEY.captures_iter(&text) {
                let group = |name: &str| found.name(name).map(|group| group.as_str());
                let piece = group("header").map(Piece::Header).or(group("key").map(Piece::Key));
                proptest::prop_assert_eq!(Some(taken_apart(&found[0])), piece);
            }
        }
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
            ("key: hunter2", "key: ***"),
            ("key \"hunter2\"", "key ***"),
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
            let (line, marks) = veil(text, &(0..text.len()), &[marked], &veiled(text));
            line[marks[0].clone()].to_owned()
        };
        assert_eq!(mark("5000"), "5000");
        assert_eq!(mark("\"hunter2\""), "***");
        assert_eq!(mark("key = \"hunter2\""), "key = ***");
        assert_eq!(mark("hunter"), "***");
    }
}
