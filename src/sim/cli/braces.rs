//! Configurations of paths as text: a line per statement, or sections in braces.

use super::super::tree::{Level, Node};
use super::super::words::quoted;
use super::text;

/// A line per statement, below a path.
pub(super) fn sets(tree: &Level, before: &str, below: &[&str]) -> String {
    lines(tree, '"')
        .into_iter()
        .filter(|words| {
            words.len() >= below.len() && words.iter().zip(below).all(|(one, other)| one == other)
        })
        .map(|words| format!("{before}{}\n", words.join(" ")))
        .collect()
}

/// The words of every statement.
pub(super) fn lines(tree: &Level, quote: char) -> Vec<Vec<String>> {
    let paths = tree.paths();
    paths
        .iter()
        .map(|path| {
            path.iter()
                .flat_map(|node| node.words.iter().map(move |word| quoted(word, quote)))
                .collect()
        })
        .collect()
}

/// Junos gives a level of its own to the names of these.
const SPLIT: &[&str] = &["interfaces", "groups", "vlans", "routing-instances"];

pub(super) fn junos(tree: &Level) -> String {
    let mut text = String::new();
    let mut open: Option<&str> = None;
    for node in &tree.0 {
        let first = node.words.first().map_or("", String::as_str);
        let split = SPLIT.contains(&first) && node.words.len() == 2;
        if open.is_some() && (!split || open != Some(first)) {
            text.push_str("}\n");
            open = None;
        }
        if split && open.is_none() {
            text.push_str(&format!("{first} {{\n"));
            open = Some(first);
        }
        one(
            node,
            usize::from(split),
            usize::from(split),
            &mut text,
            "",
            ";",
        );
    }
    if open.is_some() {
        text.push_str("}\n");
    }
    text
}

/// A statement and what is below it; the first `skip` words are said already.
fn one(node: &Node, depth: usize, skip: usize, text: &mut String, sign: &str, end: &str) {
    let indent = "    ".repeat(depth);
    let words: Vec<String> = node
        .words
        .iter()
        .skip(skip)
        .map(|word| quoted(word, '"'))
        .collect();
    let words = words.join(" ");
    match node.below.0.is_empty() {
        true => text.push_str(&format!("{sign}{indent}{words}{end}\n")),
        false => {
            text.push_str(&format!("{sign}{indent}{words} {{\n"));
            for below in &node.below.0 {
                one(below, depth + 1, 0, text, sign, end);
            }
            text.push_str(&format!("{sign}{indent}}}\n"));
        }
    }
}

/// What a commit would change, under the paths where it does.
pub(super) fn compare(old: &Level, new: &Level) -> String {
    let mut text = String::new();
    differences(
        old,
        new,
        &mut Vec::new(),
        &mut text,
        &|path| match path {
            "" => "[edit]\n".to_owned(),
            path => format!("[edit {path}]\n"),
        },
        ";",
    );
    text
}

/// The same in another platform's form.
pub(super) fn differences(
    old: &Level,
    new: &Level,
    path: &mut Vec<String>,
    text: &mut String,
    heading: &dyn Fn(&str) -> String,
    end: &str,
) {
    let same = |one: &Node, other: &Node| one.words == other.words;
    let gone: Vec<&Node> = old
        .0
        .iter()
        .filter(|node| !new.0.iter().any(|other| same(node, other)))
        .collect();
    let come: Vec<&Node> = new
        .0
        .iter()
        .filter(|node| !old.0.iter().any(|other| same(node, other)))
        .collect();
    if !gone.is_empty() || !come.is_empty() {
        text.push_str(&heading(&path.join(" ")));
        gone.into_iter()
            .for_each(|node| one(node, 0, 0, text, "-   ", end));
        come.into_iter()
            .for_each(|node| one(node, 0, 0, text, "+   ", end));
    }
    for node in &old.0 {
        if let Some(other) = new.0.iter().find(|other| same(node, other))
            && text::differ(&node.below, &other.below)
        {
            let length = path.len();
            path.extend(node.words.iter().cloned());
            differences(&node.below, &other.below, path, text, heading, end);
            path.truncate(length);
        }
    }
}

/// Sections in braces without ends, as the Nokias print them.
pub(super) fn nokia(tree: &Level) -> String {
    let mut text = String::new();
    tree.0
        .iter()
        .for_each(|node| one(node, 0, 0, &mut text, "", ""));
    text
}
