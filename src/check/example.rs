//! The facts of a page, as a router would say them: what its examples are tested with.

use serde_json::Value as Json;

use super::observed::{Answer, Capture, Observed, RouterFacts};
use super::witness::Witness;
use crate::observe::{Coverage, Facts, Row, RowPlace, kind_named};
use crate::rule::Keys;
use crate::secret::{Origin, Secret};

/// The intent that all examples are about.
pub const INTENT: &str = include_str!("example.toml");

/// What a page calls a kind and its topic where the two differ.
const TOPICS: &[(&str, &str, &str)] = &[
    ("advertised", "bgp_routes", "advertised"),
    ("accepted", "bgp_routes", "accepted"),
    ("ping", "ping", "ping"),
    ("df_ping", "ping", "df_ping"),
];

/// The table of what AWS says, with the members of its API.
const AWS: &str = "aws";

/// What AWS says in an example, if it says anything.
pub fn witness(example: &str) -> Result<Option<Witness>, String> {
    let tables: Json = toml::from_str(example).map_err(|error| error.to_string())?;
    let Some(said) = tables.get(AWS) else {
        return Ok(None);
    };
    // An answer that is no list under a name stands by itself in a file.
    let mut lists = said.clone();
    let answers = lists
        .as_object_mut()
        .and_then(|lists| lists.remove("answers"));
    let documents = Json::from([lists, answers.unwrap_or_else(|| Json::Array(Vec::new()))]);
    let file = (
        "aws of the example".to_owned(),
        documents.to_string().into_bytes(),
    );
    let witness = Witness::read(&[file]).map_err(|error| error.to_string())?;
    Ok(Some(witness))
}

/// The key that the intent of the examples names.
pub fn keys() -> Keys {
    let origin = Origin::File("keys/dx".into());
    let key = Secret::new(b"key-of-the-examples".to_vec());
    Keys::known([(origin, key)])
}

/// The facts of an example, now and before. The error names what is no fact.
pub fn observed(example: &str) -> Result<(Observed, Option<Observed>), String> {
    let tables: Json = toml::from_str(example).map_err(|error| error.to_string())?;
    let mut now = RouterFacts::default();
    let mut before = None;
    for (name, rows) in tables.as_object().into_iter().flatten() {
        if name == AWS {
            continue;
        }
        if name == "before" {
            let mut facts = RouterFacts::default();
            for (name, rows) in rows.as_object().into_iter().flatten() {
                add(&mut facts, name, rows)?;
            }
            before = Some(Observed {
                routers: vec![facts],
            });
        } else {
            add(&mut now, name, rows)?;
        }
    }
    Ok((Observed { routers: vec![now] }, before))
}

fn add(facts: &mut RouterFacts, name: &str, rows: &Json) -> Result<(), String> {
    let other = TOPICS.iter().find(|(page, ..)| *page == name);
    let (kind, topic) = other.map_or((name, ""), |(_, kind, topic)| (*kind, *topic));
    let kind = kind_named(kind).ok_or_else(|| format!("{name} is no kind of fact"))?;
    let rows: Vec<Row> = rows
        .as_array()
        .ok_or_else(|| format!("{name} is no list"))?
        .iter()
        .filter_map(|row| serde_json::from_value(row.clone()).ok())
        .collect();
    let places = rows.iter().map(|_| RowPlace::default()).collect();
    facts.keep(
        Some(kind),
        Answer {
            capture: Capture {
                // The peer of the routes, and the aim of a trace, are words of the command.
                command: format!("{name} 169.254.96.1"),
                source: format!("{name} of the example"),
                lines_before: 0,
                output: Vec::new(),
            },
            topic: topic.to_owned(),
            whole: true,
            facts: Ok(Facts {
                kind,
                rows,
                places,
                coverage: Coverage::default(),
            }),
        },
    );
    Ok(())
}
