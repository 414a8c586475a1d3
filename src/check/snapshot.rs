//! Facts in a file, to compare with later.

use serde_json::{Value as Json, json};

use super::observed::{Answer, Capture, Observed, RouterFacts};
use crate::intent::Intent;
use crate::observe::{Coverage, Facts, Row, RowPlace, kind_named};

/// What a file of facts is known by.
const FORMAT: &str = "vifctl facts";

/// The facts of every router, as JSON. Evidence stays behind: what counts later is what was true.
pub fn save(intent: &Intent, observed: &Observed, saved_at: u64) -> Json {
    let routers = intent
        .routers
        .iter()
        .zip(&observed.routers)
        .map(|(router, facts)| {
            let answers = facts.answers.iter().filter_map(|answer| {
                let facts = answer.facts.as_ref().ok()?;
                Some(json!({
                    "command": answer.capture.command,
                    "source": answer.capture.source,
                    "kind": facts.kind,
                    "topic": answer.topic,
                    "rows": facts.rows,
                    "unread": facts.coverage.unread,
                }))
            });
            json!({ "router": router.name.text, "answers": answers.collect::<Vec<_>>() })
        });
    json!({ "schema": 1, "format": FORMAT, "saved_at": saved_at, "routers": routers.collect::<Vec<_>>() })
}

/// The same back again. The error says what is wrong with the file.
pub fn load(intent: &Intent, text: &[u8]) -> Result<Observed, String> {
    let file: Json =
        serde_json::from_slice(text).map_err(|error| format!("it is no JSON: {error}"))?;
    if file["format"] != FORMAT {
        return Err("it was not written by `vifctl verify --save`".to_owned());
    }
    if file["schema"] != 1 {
        return Err(format!(
            "it has schema {}; this vifctl reads 1",
            file["schema"]
        ));
    }
    let mut observed = Observed {
        routers: intent
            .routers
            .iter()
            .map(|_| RouterFacts::default())
            .collect(),
    };
    for router in file["routers"].as_array().into_iter().flatten() {
        let index = intent
            .routers
            .iter()
            .position(|known| router["router"] == known.name.text.as_str());
        let Some(facts) = index.and_then(|index| observed.routers.get_mut(index)) else {
            continue;
        };
        for saved in router["answers"].as_array().into_iter().flatten() {
            let kind = saved["kind"].as_str().and_then(kind_named);
            let kind = kind.ok_or_else(|| {
                format!(
                    "it has facts of a kind {} that this vifctl does not know",
                    saved["kind"]
                )
            })?;
            facts.keep(Some(kind), answer(saved, kind));
        }
    }
    Ok(observed)
}

fn answer(saved: &Json, kind: &'static str) -> Answer {
    let text = |field: &str| saved[field].as_str().unwrap_or_default().to_owned();
    let rows = saved["rows"].as_array().into_iter().flatten();
    let rows: Vec<Row> = rows
        .filter_map(|row| serde_json::from_value(row.clone()).ok())
        .collect();
    let unread = saved["unread"].as_array().into_iter().flatten();
    let coverage = Coverage {
        unread: unread
            .filter_map(|line| line.as_str().map(str::to_owned))
            .collect(),
        ..Coverage::default()
    };
    Answer {
        topic: text("topic"),
        whole: false,
        capture: Capture {
            command: text("command"),
            source: text("source"),
            lines_before: 0,
            output: Vec::new(),
        },
        facts: Ok(Facts {
            kind,
            places: rows.iter().map(|_| RowPlace::default()).collect(),
            rows,
            coverage,
        }),
    }
}
