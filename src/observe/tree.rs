//! Structured output: JSON as it comes, XML as a tree of the same shape. A pack says where its rows
//! stand and which leaf fills which field.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value as Json;

use super::facts::{Kind, Row};
use super::value::put;

/// Where rows stand in a tree, and what fills their fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TreeRule {
    /// `vrfs.{vrf}.peers.{peer}`: names, `{field}` for every key of an object (`{}` for any that is no
    /// fact; an empty key fills nothing; `{field}[]` where a list lies below), `[]` for every item of
    /// a list (an object alone counts as a list of one; a list of one as what is in it). A part with
    /// `?` may be missing: then the object above stands for it.
    rows: String,
    /// Fields and the paths to them from the row; `a|b` for the first that is there, `^` for the
    /// object above, `list[].a` for every item of a list, `a!none` where `none` is no value,
    /// `{a}/{b}` for one text made of several, `a/b` for short.
    #[serde(default)]
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
    /// Patterns for the text at the end of a path; their groups are fields. `list[].a|b`: for every
    /// item of the list.
    #[serde(default)]
    texts: BTreeMap<String, String>,
    /// Its rows are added to those of the rules before it.
    #[serde(default)]
    also: bool,
    #[serde(skip)]
    patterns: Vec<(String, Regex)>,
    /// Fields that are the same in every row, and what holds only where a path leads to a text:
    /// `"path=text" = { field = value }`.
    #[serde(default)]
    set: BTreeMap<String, Json>,
}

impl TreeRule {
    /// Make its patterns ready.
    pub(super) fn ready(
        mut self,
        pattern: &dyn Fn(&str) -> Result<Regex, String>,
    ) -> Result<Self, String> {
        for (path, text) in &self.texts {
            self.patterns.push((path.clone(), pattern(text)?));
        }
        Ok(self)
    }

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
            .chain(self.set.iter().flat_map(|(key, value)| match value {
                Json::Object(holds) if key.contains('=') => {
                    holds.keys().map(String::as_str).collect()
                }
                _ => vec![key.as_str()],
            }))
            .chain(
                self.patterns
                    .iter()
                    .flat_map(|(_, pattern)| pattern.capture_names().flatten()),
            )
    }
}

/// The field in `{field}` or `{field}[]`.
fn key(part: &str) -> Option<&str> {
    let part = part.strip_suffix("[]").unwrap_or(part);
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The rows of a tree, by the first rule that finds any. The user's own words fill what the tree
/// does not say.
pub(super) fn rows(
    tree: &Json,
    rules: &[TreeRule],
    kind: &Kind,
    own: &[(String, String)],
) -> Vec<Row> {
    let mut found = Vec::new();
    for rule in rules {
        if found.is_empty() || rule.also {
            found.extend(by(tree, rule, kind));
        }
    }
    for row in &mut found {
        for (name, word) in own {
            if let Some(field) = kind.field(name).filter(|_| !row.contains_key(name)) {
                put(row, name, field, word);
            }
        }
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
        let (part, optional) = part
            .strip_suffix('?')
            .map_or((*part, false), |part| (part, true));
        let (name, list) = part
            .strip_suffix("[]")
            .map_or((part, false), |name| (name, true));
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
        let child = if optional {
            child.or(Some(*node))
        } else {
            child
        };
        match child {
            Some(Json::Array(items)) if list => {
                for item in items {
                    self.down(&deeper(item), rest, keys.clone());
                }
            }
            Some(Json::Array(items)) if items.len() == 1 => {
                self.down(&deeper(&items[0]), rest, keys);
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
        let only = self.rule.only.as_ref();
        if only.is_some_and(|only| !holds(nodes, only)) {
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
        for (path, pattern) in &self.rule.patterns {
            for text in leaves(nodes, path) {
                let Some(found) = pattern.captures(text.trim()) else {
                    continue;
                };
                for name in pattern.capture_names().flatten() {
                    if let (Some(part), Some(kind)) = (found.name(name), self.kind.field(name)) {
                        put(&mut row, name, kind, part.as_str());
                    }
                }
            }
        }
        for (field, paths) in &self.rule.flags {
            if holds(nodes, paths) {
                row.insert(field.clone(), true.into());
            }
        }
        let always = !row.is_empty();
        for (key, value) in &self.rule.set {
            match (key.split_once('='), value) {
                (Some((path, wanted)), Json::Object(holds)) => {
                    let texts = leaf(nodes, path).unwrap_or_default();
                    if texts.iter().any(|text| text.trim() == wanted) {
                        row.extend(holds.clone());
                    }
                }
                _ if always => {
                    row.insert(key.clone(), value.clone());
                }
                _ => {}
            }
        }
        if !row.is_empty() && self.kind.key.iter().all(|key| row.contains_key(*key)) {
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

/// The same below every item of the lists on the way.
fn leaves(nodes: &[&Json], path: &str) -> Vec<String> {
    if let Some((list, rest)) = path.split_once("[].") {
        let node = nodes.last().and_then(|node| whole(node).get(list));
        let items = match node {
            Some(Json::Array(items)) => items.iter().collect(),
            Some(item) => vec![item],
            None => Vec::new(),
        };
        return items
            .into_iter()
            .flat_map(|item| leaves(&[item], rest))
            .collect();
    }
    path.split('|')
        .find_map(|path| leaf(nodes, path))
        .unwrap_or_default()
}

/// What is in a list of one.
fn whole(node: &Json) -> &Json {
    match node {
        Json::Array(list) if list.len() == 1 => &list[0],
        other => other,
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
    } else if let Some((left, right)) = path.split_once('/') {
        vec![made(nodes, &format!("{{{left}}}/{{{right}}}"))?]
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
        let part = part.strip_suffix("[]").unwrap_or(part);
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
