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
    /// `vrfs.{vrf}.peers.{peer}`: names, `{field}` for every key of an object, `[]` for every item of
    /// a list (an object alone counts as a list of one).
    rows: String,
    /// Fields and the paths to them from the row; `a|b` for the first that is there, `^` for the
    /// object above, `list[].a` for every item of a list, `a!none` where `none` is no value,
    /// `{a}/{b}` for one text made of several.
    fields: BTreeMap<String, String>,
    /// Fields that are true where a path leads to something that is neither false nor empty.
    #[serde(default)]
    flags: BTreeMap<String, String>,
    /// What holds where a path leads to a text: `"path=text" = { field = value }`.
    #[serde(default)]
    set: BTreeMap<String, Row>,
}

impl TreeRule {
    /// The fields it names, so that a pack's slip is found when it is read.
    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        let keys = self
            .rows
            .split('.')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        keys.chain(self.fields.keys().map(String::as_str))
            .chain(self.flags.keys().map(String::as_str))
            .chain(self.set.values().flat_map(Row::keys).map(String::as_str))
    }
}

/// The rows of a tree, by the first rule that finds any.
pub(super) fn rows(tree: &Json, rules: &[TreeRule], kind: &Kind) -> Vec<Row> {
    let found = rules.iter().map(|rule| by(tree, rule, kind));
    found
        .into_iter()
        .find(|rows| !rows.is_empty())
        .unwrap_or_default()
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
        if let Some(field) = name
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            for (key, child) in node.as_object().into_iter().flatten() {
                let mut keys = keys.clone();
                let known = self
                    .kind
                    .field(field)
                    .is_none_or(|kind| put(&mut keys, field, kind, key));
                if known && child.is_object() {
                    self.down(&deeper(child), rest, keys);
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

    fn row(&mut self, nodes: &[&Json], mut row: Row) {
        for (field, paths) in &self.rule.fields {
            let texts = paths.split('|').find_map(|path| leaf(nodes, path));
            if let (Some(texts), Some(kind)) = (texts, self.kind.field(field)) {
                for text in texts {
                    put(&mut row, field, kind, &text);
                }
            }
        }
        for (field, path) in &self.rule.flags {
            let texts = leaf(nodes, path).unwrap_or_default();
            let off = ["false", "0", "no", "disabled", "none", ""];
            if texts
                .iter()
                .any(|text| !off.contains(&text.to_lowercase().as_str()))
            {
                row.insert(field.clone(), true.into());
            }
        }
        for (condition, holds) in &self.rule.set {
            let met = condition.split_once('=').is_some_and(|(path, wanted)| {
                let texts = leaf(nodes, path).unwrap_or_default();
                texts.iter().any(|text| text.trim() == wanted)
            });
            if met {
                row.extend(holds.clone());
            }
        }
        if !row.is_empty() && self.kind.key.iter().all(|key| row.contains_key(*key)) {
            self.rows.push(row);
        }
    }
}

/// What stands at the end of a path: one text, or those of a list.
fn leaf(nodes: &[&Json], path: &str) -> Option<Vec<String>> {
    let texts: Vec<String> = if let Some((list, rest)) = path.split_once("[].") {
        let items = match find(nodes, list)? {
            Json::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let leaves = items.into_iter().filter_map(|item| leaf(&[item], rest));
        leaves.flatten().collect()
    } else if path.contains('{') {
        vec![made(nodes, path)?]
    } else {
        let mut words = path.split('!');
        let found = find(nodes, words.next()?)?;
        let no_values: Vec<&str> = words.collect();
        let texts: Vec<String> = match found {
            Json::Array(list) => list.iter().filter_map(text).collect(),
            other => text(other).into_iter().collect(),
        };
        let counts = |text: &String| !no_values.contains(&text.trim());
        texts.into_iter().filter(counts).collect()
    };
    (!texts.is_empty()).then_some(texts)
}

/// One text of several: `{address}/{length}`. None if one of them is missing.
fn made(nodes: &[&Json], form: &str) -> Option<String> {
    let mut parts = form.split('{');
    let mut whole = parts.next()?.to_owned();
    for part in parts {
        let (path, rest) = part.split_once('}')?;
        whole += leaf(nodes, path)?.first()?;
        whole += rest;
    }
    Some(whole)
}

fn find<'t>(nodes: &[&'t Json], path: &str) -> Option<&'t Json> {
    let up = path.len() - path.trim_start_matches('^').len();
    let mut found = *nodes.get(nodes.len().checked_sub(1 + up)?)?;
    for part in path
        .trim_start_matches('^')
        .split('.')
        .filter(|part| !part.is_empty())
    {
        found = match found {
            Json::Array(list) => list.first()?.get(part)?,
            other => other.get(part)?,
        };
    }
    Some(found)
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
