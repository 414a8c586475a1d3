//! What people read: the whole answer to a file of mistakes, and none to a file without.

mod support;

use vifctl::diagnostic::Severity;
use vifctl::report::{Format, diagnostics};

fn answer(name: &str) -> String {
    let text = std::fs::read_to_string(support::fixture(name)).expect("a fixture can be read");
    let (found, sources) = support::look(name.rsplit('/').next().unwrap_or(name), &text);
    let mut out = anstream::StripStream::new(Vec::new());
    diagnostics(&mut out, Format::Text, &found, &sources, "the file", &[])
        .expect("a vector can be written to");
    String::from_utf8(out.into_inner()).expect("what is drawn is text")
}

#[test]
fn a_file_of_mistakes_is_reviewed_as_a_colleague_would() {
    let drawn = answer("intent/mistakes.toml");
    support::golden(&support::fixture("intent/mistakes.txt"), &drawn);
    let wide: Vec<_> = drawn
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert!(wide.is_empty(), "wider than a terminal: {wide:#?}");
}

#[test]
fn a_whole_intent_has_no_error() {
    let text = std::fs::read_to_string(support::fixture("intent/london.toml")).expect("a fixture");
    let (found, _) = support::look("london.toml", &text);
    assert_eq!(
        found.count(Severity::Error),
        0,
        "{}",
        answer("intent/london.toml")
    );
}

/// The keys of a TOML table, dotted, with the free names of tables left out.
fn keys_of(schema: &serde_json::Value, value: &toml::Value, path: &str, all: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let known = schema["properties"].get(key);
                let inner = known.unwrap_or(&schema["additionalProperties"]);
                let path = if known.is_some() {
                    format!("{path}.{key}")
                } else {
                    path.to_owned()
                };
                all.push(path.clone());
                let table = inner["oneOf"]
                    .as_array()
                    .and_then(|list| list.iter().find(|one| one["properties"].is_object()));
                keys_of(table.unwrap_or(inner), value, &path, all);
            }
        }
        toml::Value::Array(list) => {
            list.iter()
                .for_each(|value| keys_of(&schema["items"], value, path, all));
        }
        _ => {}
    }
}

/// Every key there is, as `keys_of` would name it; the keys of `[defaults]` are those of a vif.
fn keys_there_are(schema: &serde_json::Value, path: &str, all: &mut Vec<String>) {
    for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        all.push(path.clone());
        if path != ".defaults" {
            keys_there_are(schema, &path, all);
        }
    }
    for inner in ["items", "additionalProperties"] {
        if schema[inner].is_object() {
            keys_there_are(&schema[inner], path, all);
        }
    }
    for option in schema["oneOf"].as_array().into_iter().flatten() {
        keys_there_are(option, path, all);
    }
}

#[test]
fn the_whole_intent_uses_every_key() {
    let text = std::fs::read_to_string(support::fixture("intent/london.toml")).expect("a fixture");
    let value = toml::Value::Table(text.parse().expect("the fixture is TOML"));
    let schema = vifctl::intent::json_schema();
    let (mut used, mut known) = (Vec::new(), Vec::new());
    keys_of(&schema, &value, "", &mut used);
    keys_there_are(&schema, "", &mut known);
    // One way to a secret is enough in each place.
    let way = |key: &str| {
        [".env", ".file", ".command"]
            .iter()
            .any(|way| key.ends_with(way))
    };
    let unused: Vec<_> = known
        .iter()
        .filter(|key| !used.contains(key) && !way(key))
        .collect();
    assert!(unused.is_empty(), "london.toml does not use {unused:?}");
    assert!(known.len() > 80, "{known:?}");
}
