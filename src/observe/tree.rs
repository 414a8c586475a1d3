//! Structured output: JSON as it comes, XML as a tree of the same shape. A pack says where its rows
//! stand and which leaf fills which field.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::facts::{Kind, Row};
use super::value::put;

/// Where rows stand in a tree, and what fills their fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TreeRule {
    /// `vrfs.{vrf}.peers.{peer}`: names, `{field}` for every key of an object (`{}` for any that is no
    /// fact, an empty key fills nothing), `[]` for every item of a list (an object alone counts as a
    /// list of one).
    rows: String,
    /// Fields and the paths to them from the row; `a|b` for the first that is there, `^` for the
    /// object above, `name[]` for every item of a list instead of the first.
    fields: BTreeMap<String, String>,
    /// Fields that are true where one of the paths leads to something that is neither false nor
    /// empty; `path=word` where it leads to that word.
    #[serde(default)]
    flags: BTreeMap<String, String>,
    /// What the device's own words for a field mean; others stand as they are.
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// Only rows for which this is true, said as in `flags`.
    only: Option<String>,
    /// Its rows come on top of those of the rule before.
    #[serde(default)]
    joins: bool,
}

impl TreeRule {
    /// The fields it names, so that a pack's slip is found when it is read.
    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        let keys = self
            .rows
            .split('.')
            .filter_map(key)
            .filter(|field| !field.is_empty());
        keys.chain(self.fields.keys().map(String::as_str))
            .chain(self.flags.keys().map(String::as_str))
            .chain(self.words.keys().map(String::as_str))
    }
}

/// The field in `{field}` or `{field}[]`.
fn key(part: &str) -> Option<&str> {
    let part = part.strip_suffix("[]").unwrap_or(part);
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The rows of a tree, by the first rule that finds any and those that join it.
pub(super) fn rows(tree: &Json, rules: &[TreeRule], kind: &Kind) -> Vec<Row> {
    let mut found = Vec::new();
    for rule in rules {
        if !rule.joins && !found.is_empty() {
            break;
        }
        found.extend(by(tree, rule, kind));
    }
    found
}

fn by(tree: &Json, rule: &TreeRule, kind: &Kind) -> Vec<Row> {
    let parts: Vec<&str> = rule.rows.split('.').collect();
    let mut walk = Walk {
        rule,
        kind,
        rows: Vec::new(),
    };
    walk.down(&[tree], &parts, Row::new());
    walk.rows
}

struct Walk<'w> {
    rule: &'w TreeRule,
    kind: &'w Kind,
    rows: Vec<Row>,
}

impl Walk<'_> {
    /// Go on from the last of the nodes, which lie one in the other.
    fn down(&mut self, nodes: &[&Json], parts: &[&str], keys: Row) {
        let Some(node) = nodes.last() else { return };
        let Some((part, rest)) = parts.split_first() else {
            return self.row(nodes, keys);
        };
        let deeper = |child| nodes.iter().copied().chain([child]).collect::<Vec<&Json>>();
        let (name, list) = part
            .strip_suffix("[]")
            .map_or((*part, false), |name| (name, true));
        if let Some(field) = key(part) {
            for (key, child) in node.as_object().into_iter().flatten() {
                let mut keys = keys.clone();
                let known = key.is_empty()
                    || self
                        .kind
                        .field(field)
                        .is_none_or(|kind| put(&mut keys, field, kind, self.meaning(field, key)));
                match child {
                    Json::Array(items) if known && list => {
                        for item in items {
                            self.down(&deeper(item), rest, keys.clone());
                        }
                    }
                    Json::Object(_) if known => self.down(&deeper(child), rest, keys),
                    _ => {}
                }
            }
            return;
        }
        let child = if name.is_empty() {
            Some(*node)
        } else {
            node.get(name)
        };
        match child {
            Some(Json::Array(items)) if list => {
                for item in items {
                    self.down(&deeper(item), rest, keys.clone());
                }
            }
            Some(child) => self.down(&deeper(child), rest, keys),
            None => {}
        }
    }

    fn meaning<'t>(&'t self, field: &str, text: &'t str) -> &'t str {
        let words = self.rule.words.get(field);
        words
            .and_then(|words| words.get(text))
            .map_or(text, String::as_str)
    }

    fn row(&mut self, nodes: &[&Json], mut row: Row) {
        if self
            .rule
            .only
            .as_ref()
            .is_some_and(|only| !holds(nodes, only))
        {
            return;
        }
        for (field, paths) in &self.rule.fields {
            let texts = paths.split('|').find_map(|path| leaf(nodes, path));
            if let (Some(texts), Some(kind)) = (texts, self.kind.field(field)) {
                for text in texts {
                    put(&mut row, field, kind, self.meaning(field, &text));
                }
            }
        }
        for (field, paths) in &self.rule.flags {
            if holds(nodes, paths) {
                row.insert(field.clone(), true.into());
            }
        }
        if self.kind.key.iter().all(|key| row.contains_key(*key)) {
            self.rows.push(row);
        }
    }
}

/// Does one of the paths lead to something, or to the word it names?
fn holds(nodes: &[&Json], paths: &str) -> bool {
    let off = ["false", "0", "no", "disabled", "none", ""];
    paths.split('|').any(|path| {
        let (path, wanted) = path
            .split_once('=')
            .map_or((path, None), |(path, word)| (path, Some(word)));
        let texts = leaf(nodes, path).unwrap_or_default();
        texts.iter().any(|text| match wanted {
            Some(word) => text.eq_ignore_ascii_case(word),
            None => !off.contains(&text.to_lowercase().as_str()),
        })
    })
}

/// What stands at the end of a path: one text, or those of a list.
fn leaf(nodes: &[&Json], path: &str) -> Option<Vec<String>> {
    let up = path.len() - path.trim_start_matches('^').len();
    let mut found = vec![*nodes.get(nodes.len().checked_sub(1 + up)?)?];
    for part in path
        .trim_start_matches('^')
        .split('.')
        .filter(|part| !part.is_empty())
    {
        let (name, all) = part
            .strip_suffix("[]")
            .map_or((part, false), |name| (name, true));
        let named = found.into_iter().filter_map(|node| match node {
            Json::Array(list) => list.first()?.get(name),
            other => other.get(name),
        });
        found = named
            .flat_map(|node| match node {
                Json::Array(items) if all => items.iter().collect(),
                other => vec![other],
            })
            .collect();
    }
    let texts: Vec<String> = found
        .into_iter()
        .flat_map(|node| match node {
            Json::Array(list) => list.iter().filter_map(text).collect(),
            other => text(other).into_iter().collect::<Vec<_>>(),
        })
        .collect();
    (!texts.is_empty()).then_some(texts)
}

fn text(leaf: &Json) -> Option<String> {
    match leaf {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        // Junos wraps every leaf: [{"data": "..."}].
        Json::Object(object) => object.get("data").and_then(text),
        Json::Array(_) | Json::Null => None,
    }
}
