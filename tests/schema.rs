//! The JSON Schema says what the loader does, and the committed copy says what the program says.

mod support;

use serde_json::Value as Json;
use vifctl::intent::{json_schema, load_text};

#[test]
fn the_committed_schema_is_that_of_the_program() {
    let now = serde_json::to_string_pretty(&json_schema()).expect("a schema is JSON") + "\n";
    support::golden(&support::fixture("intent.schema.json"), &now);
}

/// Every key of the schema that takes a single value, as a function that writes an intent with it.
struct Leaf {
    path: String,
    before: String,
    after: String,
    schema: Json,
}

fn leaves(path: &str, before: &str, after: &str, schema: &Json, all: &mut Vec<Leaf>) {
    let object = |name: &str, schema: &Json, all: &mut Vec<Leaf>| {
        let path = format!("{path}.{name}");
        leaves(
            &path,
            &format!("{before}{{ {name} = "),
            &format!(" }}{after}"),
            schema,
            all,
        );
    };
    for option in schema["oneOf"].as_array().into_iter().flatten() {
        if option["type"].is_string() {
            leaves(path, before, after, option, all);
        }
    }
    match schema["type"].as_str() {
        Some("object") => {
            for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                object(name, schema, all);
            }
            if schema["additionalProperties"].is_object() {
                object("x", &schema["additionalProperties"], all);
            }
        }
        Some("array") => {
            let (before, after) = (format!("{before}["), format!("]{after}"));
            leaves(path, &before, &after, &schema["items"], all);
        }
        _ => all.push(Leaf {
            path: path.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            schema: schema.clone(),
        }),
    }
}

fn all_leaves() -> Vec<Leaf> {
    let mut all = Vec::new();
    for (name, schema) in json_schema()["properties"]
        .as_object()
        .into_iter()
        .flatten()
    {
        leaves(name, &format!("{name} = "), "", schema, &mut all);
    }
    all.retain(|leaf| leaf.path != "schema");
    all
}

impl Leaf {
    /// What the loader has against a value here, but for what is missing around it.
    fn complaints(&self, value: &str) -> Vec<String> {
        // `[defaults]` is only looked at through a vif.
        let vif = if self.path.starts_with("defaults") {
            "vif = { x = {} }\n"
        } else {
            ""
        };
        let text = format!("schema = 1\n{vif}{}{value}{}\n", self.before, self.after);
        let loaded = load_text("leaf.toml", &text);
        let around = ["missing-key", "public-peer-missing", "unknown-name"];
        let about = |rule: &str| !around.contains(&rule);
        let found = loaded.found.iter().filter(|found| about(found.code.rule));
        found
            .map(|found| format!("{}: {text}", found.message))
            .collect()
    }

    fn takes(&self, value: &str) {
        assert_eq!(
            self.complaints(value),
            Vec::<String>::new(),
            "{}",
            self.path
        );
    }

    fn refuses(&self, value: &str) {
        assert!(
            !self.complaints(value).is_empty(),
            "{} takes {value}",
            self.path
        );
    }
}

#[test]
fn the_words_and_numbers_of_the_schema_are_those_the_loader_takes() {
    let mut limits = 0;
    for leaf in all_leaves() {
        if let Some(values) = leaf.schema["enum"].as_array() {
            limits += 1;
            values
                .iter()
                .for_each(|value| leaf.takes(&value.to_string()));
            leaf.refuses(if values[0].is_string() {
                "\"other\""
            } else {
                "7"
            });
        }
        if let Some((least, most)) = leaf.schema["minimum"]
            .as_i64()
            .zip(leaf.schema["maximum"].as_i64())
        {
            limits += 1;
            leaf.takes(&least.to_string());
            leaf.takes(&most.to_string());
            leaf.refuses(&(least - 1).to_string());
            leaf.refuses(&(most + 1).to_string());
        }
        let kind = leaf.schema["type"].as_str().unwrap_or("");
        leaf.refuses(match kind {
            "string" => "17",
            _ => "{ a = 1 }",
        });
    }
    assert!(limits > 40, "only {limits} limits were looked at");
}

#[test]
fn whatever_the_loader_takes_an_editor_does_not_underline() {
    let candidates = [
        "10.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.1",
        "10.0.0.1/32",
        "2001:db8::/32",
        "2001:db8::1",
        "::/0",
        "0.0.0.0/0",
        "::ffff:10.0.0.1/128",
        "50Mbps",
        "1.2Gbps",
        "1.6Tbps",
        "10G",
        "ae0",
        "xe-0/0/0",
        "TenGigabitEthernet0/1/0",
        "ethernet 1/1",
        "-x",
        " x",
        "A.b_c:d-e",
        "AWS HUB",
        "65010:101",
        "192.0.2.1:101",
        "",
        "6b1f0a94c2d7e8350f9ab4c6d1e2738495a6b7c8d9e0f1122334455667788990",
        "HOME",
        "9A",
        "a b",
        "x=y",
    ];
    let mut patterns = 0;
    for leaf in all_leaves() {
        let Some(pattern) = leaf.schema["pattern"].as_str() else {
            continue;
        };
        patterns += 1;
        let pattern = regex::Regex::new(pattern).expect("a pattern");
        let taken: Vec<_> = candidates
            .iter()
            .filter(|text| leaf.complaints(&format!("{text:?}")).is_empty())
            .collect();
        assert!(!taken.is_empty(), "{}: no candidate is taken", leaf.path);
        for text in taken {
            assert!(
                pattern.is_match(text),
                "{} takes {text:?}, the schema does not",
                leaf.path
            );
        }
    }
    assert!(patterns > 20, "only {patterns} patterns were looked at");
}
