//! Structured output: JSON as it comes, XML as a tree of the same shape. A pack says where its rows
//! stand and which leaf fills which field.

mod rule;

use serde_json::{Map, Value as Json};

use super::branch::{holds, is_bare, leaf, leaves};
use super::facts::{Kind, unit};
use super::row::Row;
use super::value::put;
pub(super) use rule::TreeRule;
use rule::key;

/// The rows of a tree, by the first rule that finds any. The user's own words fill what the tree
/// does not say. None if no rule knows the tree; it has no rows if a rule comes to a place for them
/// where none are.
pub(super) fn rows(
    tree: &Json,
    rules: &[TreeRule],
    kind: &Kind,
    own: &[(String, String)],
) -> Option<Vec<Row>> {
    let mut found = Vec::new();
    let (mut empty, mut lost) = (false, false);
    for rule in rules {
        if found.is_empty() || rule.also {
            let walk = by(tree, rule, kind);
            empty |= walk.empty && !walk.astray;
            lost |= walk.lost;
            found.extend(walk.rows);
        }
    }
    for row in &mut found {
        for (field, kind, word) in kind.told(own) {
            if !row.contains_key(field) {
                put(row, (field, kind), "", word);
            }
        }
    }
    (!found.is_empty() || empty && !lost).then_some(found)
}

/// The beginning of a tree, for who wonders why it was not understood.
pub(super) fn beginning(tree: &Json) -> String {
    let names = tree.as_object().into_iter().flatten().map(|(name, _)| name);
    let names: Vec<&str> = names.take(8).map(String::as_str).collect();
    format!("{{{}}}", names.join(", "))
}

fn by<'w>(tree: &Json, rule: &'w TreeRule, kind: &'w Kind) -> Walk<'w> {
    let parts: Vec<&str> = rule.rows.split('.').collect();
    let mut walk = Walk {
        rule,
        kind,
        rows: Vec::new(),
        empty: false,
        astray: false,
        lost: false,
    };
    walk.down(&[tree], &parts, Row::new());
    walk
}

struct Walk<'w> {
    rule: &'w TreeRule,
    kind: &'w Kind,
    rows: Vec<Row>,
    /// A place for rows, or for what they lie in, has none.
    empty: bool,
    /// Something is not as the path to the rows says.
    astray: bool,
    /// What lies where rows do is none.
    lost: bool,
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
            return self.keyed(nodes, field, list, rest, keys);
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
                self.empty |= items.is_empty();
                for item in items {
                    self.down(&deeper(item), rest, keys.clone());
                }
            }
            Some(Json::Array(items)) if items.len() == 1 => {
                self.down(&deeper(&items[0]), rest, keys);
            }
            Some(child) => self.down(&deeper(child), rest, keys),
            // Where a list would have no items, most devices leave it out.
            None if list && self.named(rest.len() + 1) && is_bare(node) => self.empty = true,
            None => self.astray = true,
        }
    }

    /// The same for every key of the last of the nodes.
    fn keyed(&mut self, nodes: &[&Json], field: &str, list: bool, rest: &[&str], keys: Row) {
        let deeper = |child| nodes.iter().copied().chain([child]).collect::<Vec<&Json>>();
        let children = nodes.last().and_then(|node| node.as_object());
        self.empty |= children.is_some_and(Map::is_empty);
        let mut none = !children.is_some_and(Map::is_empty);
        for (key, child) in children.into_iter().flatten() {
            let mut keys = keys.clone();
            let known = key.is_empty()
                || self.kind.known(field).is_none_or(|known| {
                    put(&mut keys, known, unit(field), self.meaning(field, key))
                });
            let leaf = !(child.is_object() || list && child.is_array());
            none &= leaf;
            self.astray |= !known && !leaf;
            match child {
                Json::Array(items) if known && list => {
                    self.empty |= items.is_empty();
                    for item in items {
                        self.down(&deeper(item), rest, keys.clone());
                    }
                }
                Json::Object(_) if known => self.down(&deeper(child), rest, keys),
                _ => {}
            }
        }
        self.astray |= none;
    }

    /// Has a name been found on the way, before so many parts of it?
    fn named(&self, left: usize) -> bool {
        let parts: Vec<&str> = self.rule.rows.split('.').collect();
        let fixed = |part: &&str| !part.ends_with('?') && key(part).is_none() && **part != *"[]";
        parts[..parts.len() - left].iter().any(fixed)
    }

    fn meaning<'t>(&'t self, field: &str, text: &'t str) -> &'t str {
        let words = self.rule.words.get(field);
        words
            .and_then(|words| words.get(text))
            .map_or(text, String::as_str)
    }

    fn set(&self, row: &mut Row, field: &str, value: &Json) {
        if let Some((field, _)) = self.kind.known(field) {
            row.insert(field, value.clone());
        }
    }

    fn row(&mut self, nodes: &[&Json], mut row: Row) {
        let only = self.rule.only.as_ref();
        if only.is_some_and(|only| !holds(nodes, only)) {
            self.astray = true;
            return;
        }
        self.fields(nodes, &mut row);
        self.texts(nodes, &mut row);
        self.flags(nodes, &mut row);
        self.fixed(nodes, &mut row);
        if !row.is_empty() && self.kind.key.iter().all(|key| row.contains_key(key)) {
            self.rows.push(row);
        } else {
            self.lost = true;
        }
    }

    /// What stands at the end of a path.
    fn fields(&self, nodes: &[&Json], row: &mut Row) {
        for (field, paths) in &self.rule.fields {
            let texts = paths.split('|').find_map(|path| leaf(nodes, path));
            if let (Some(texts), Some(known)) = (texts, self.kind.known(field)) {
                for text in texts {
                    put(row, known, unit(field), self.meaning(field, &text));
                }
            }
        }
    }

    /// What a pattern finds in such a text.
    fn texts(&self, nodes: &[&Json], row: &mut Row) {
        for (path, pattern) in &self.rule.patterns {
            for text in leaves(nodes, path) {
                let Some(found) = pattern.captures(text.trim()) else {
                    continue;
                };
                for name in pattern.capture_names().flatten() {
                    if let (Some(part), Some(known)) = (found.name(name), self.kind.known(name)) {
                        put(row, known, unit(name), part.as_str());
                    }
                }
            }
        }
    }

    /// What is true where a path leads somewhere.
    fn flags(&self, nodes: &[&Json], row: &mut Row) {
        for (field, paths) in &self.rule.flags {
            if let Some((field, _)) = self.kind.known(field)
                && holds(nodes, paths)
            {
                row.insert(field, true);
            }
        }
    }

    /// What the rule says of every row, and of those where a path leads to a text.
    fn fixed(&self, nodes: &[&Json], row: &mut Row) {
        let always = !row.is_empty();
        for (key, value) in &self.rule.set {
            match (key.split_once('='), value) {
                (Some((path, wanted)), Json::Object(holds)) => {
                    let texts = leaf(nodes, path).unwrap_or_default();
                    if texts.iter().any(|text| text.trim() == wanted) {
                        for (field, value) in holds {
                            self.set(row, field, value);
                        }
                    }
                }
                _ if always => self.set(row, key, value),
                _ => {}
            }
        }
    }
}
