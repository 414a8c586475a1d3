//! Laws over any input: reading never panics, every place lies inside its source, drawing never
//! panics and never shows a key, however an intent is torn.

mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use vifctl::diagnostic::{Findings, Sources, draw};

static WHOLE: LazyLock<String> = LazyLock::new(|| {
    std::fs::read_to_string(support::fixture("intent/london.toml"))
        .expect("the fixture can be read")
});

/// A key that stands where the fixture names a way to one.
const KEY: &str = "Xq7Wm2Lp9Zt4";

/// What holds for every text there is.
fn assert_lawful(text: &str) {
    let (found, sources) = support::look("law.toml", text);
    assert_places(&found, &sources);
    for one in found.iter().take(30) {
        let drawn = anstream::adapter::strip_str(&draw(one, &sources)).to_string();
        assert!(!drawn.contains(KEY), "a key is drawn:\n{drawn}\nof\n{text}");
        let raw = drawn.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(raw, None, "{drawn:?}");
    }
}

fn assert_places(found: &Findings, sources: &Sources) {
    for one in found.iter() {
        for place in one
            .place
            .iter()
            .chain(one.related.iter().map(|(place, _)| place))
        {
            let text = &sources.get(place.source).text;
            let range = place.start as usize..place.end as usize;
            assert!(text.get(range).is_some(), "{one:?} lies outside of\n{text}");
            let location = sources.locate(*place);
            let lines = text.matches('\n').count() + 1;
            assert!(
                (1..=lines).contains(&location.line) && location.column >= 1,
                "{location:?}"
            );
        }
    }
}

/// A change that somebody's editor, merge or thumb might make.
#[derive(Clone, Debug)]
enum Tear {
    Delete(usize, usize),
    Double(usize, usize),
    Insert(usize, String),
    /// The value behind one of the `=`.
    Value(usize, String),
    /// Put one line in the place of another.
    Line(usize, usize),
}

fn tear() -> impl Strategy<Value = Tear> {
    let at = || 0..10_000_usize;
    let values = prop::sample::select(vec![
        "0",
        "-1",
        "65535",
        "4294967296",
        "99999999999999999999999",
        "1.5",
        "true",
        "\"\"",
        "[]",
        "{}",
        "[[]]",
        "\"x\"",
        "\"\\u0000\"",
        "\"169.254.0.1/30\"",
        "\"::/0\"",
        "\"0.0.0.0/0\"",
        "\"10.0.0.1/33\"",
        "2026-02-30",
        "1979-05-27T07:32:00Z",
        "{ env = \"A\", file = \"b\" }",
        "{ command = [] }",
        "inf",
        "0x1F",
        "\"\"\"",
        "'",
    ]);
    prop_oneof![
        (at(), 1..40_usize).prop_map(|(at, length)| Tear::Delete(at, length)),
        (at(), 1..400_usize).prop_map(|(at, length)| Tear::Double(at, length)),
        (at(), "[\\[\\]{}=\"'.,#\\\\\n\r\t \\PC]{1,4}")
            .prop_map(|(at, text)| Tear::Insert(at, text)),
        (at(), values).prop_map(|(at, value)| Tear::Value(at, value.to_owned())),
        (at(), at()).prop_map(|(from, to)| Tear::Line(from, to)),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at % (text.len() + 1);
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn torn(mut text: String, tears: &[Tear]) -> String {
    for tear in tears {
        match tear {
            Tear::Delete(at, length) => {
                let start = boundary(&text, *at);
                let end = boundary(&text, (start + length).min(text.len())).max(start);
                text.replace_range(start..end, "");
            }
            Tear::Double(at, length) => {
                let start = boundary(&text, *at);
                let end = boundary(&text, (start + length).min(text.len())).max(start);
                let part = text[start..end].to_owned();
                text.insert_str(start, &part);
            }
            Tear::Insert(at, part) => text.insert_str(boundary(&text, *at), part),
            Tear::Value(at, value) => {
                let all: Vec<_> = text.match_indices(" = ").map(|(at, _)| at + 3).collect();
                if let Some(start) = all.get(at % all.len().max(1)) {
                    let end = text[*start..]
                        .find('\n')
                        .map_or(text.len(), |end| start + end);
                    text.replace_range(*start..end, value);
                }
            }
            Tear::Line(from, to) => {
                let mut lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    let count = lines.len();
                    lines[to % count] = lines[from % count];
                }
                text = lines.join("\n");
            }
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}|[a-z\\[\\]{}=\"'.\n 0-9#]{0,400}") {
        assert_lawful(&text);
    }

    #[test]
    fn any_torn_intent_is_read(tears in prop::collection::vec(tear(), 1..8)) {
        assert_lawful(&torn(WHOLE.clone(), &tears));
    }

    /// Every key of the fixture is written into it as a literal first. A tear may take the key's
    /// name or its quotes away, and then nobody can know what it was: one tear of a value is left.
    #[test]
    fn no_torn_intent_shows_the_keys_that_stand_in_it(value in 0..10_000_usize, form in 0..4_usize) {
        let forms = ["\"KEY\"", "'KEY'", "{ value = \"KEY\" }", "\"KEY"];
        let literal = forms[form].replace("KEY", KEY);
        let ways = regex::Regex::new(r"\{ (env|file|command) = [^}]*\}").expect("a pattern");
        let text = ways.replace_all(&WHOLE, literal.as_str());
        assert_lawful(&torn(text.into_owned(), &[Tear::Value(value, "?".to_owned())]));
    }
}

#[test]
fn places_in_torn_unicode_lie_on_characters() {
    for text in [
        "schema = 1\n[vif.\"ł\u{301}😀\"]\nvlan = \"😀",
        "\u{feff}😀 = 1",
        "😀",
        "a.\"😀\" = \"\u{1b}",
        "[\"\u{202e}",
    ] {
        assert_lawful(text);
    }
}
