//! A configuration as its platform prints it.

use super::super::kind::{Dialect, Family, Kind};
use super::super::tree::{Level, Node};
use super::{braces, forti_text, ros_items};

pub(in crate::sim) fn print(kind: Kind, tree: &Level) -> String {
    match kind.family() {
        Family::Ios => indented(tree, step(kind), "no", "!"),
        Family::Frr => indented(tree, 1, "no", "!"),
        Family::Xr => indented(tree, 1, "no", "!"),
        Family::Vrp => indented(tree, 1, "undo", "#"),
        Family::Forti => forti_text::print(tree),
        Family::Ros => ros_items::export(tree, true),
        Family::Srl => braces::sets(tree, "set / ", &[]),
        Family::Sros => braces::sets(tree, "/", &[]),
        Family::Junos | Family::Vyos | Family::Panos => braces::sets(tree, "set ", &[]),
    }
}

fn step(kind: Kind) -> usize {
    match kind.dialect() {
        Dialect::Nxos => 2,
        Dialect::Eos => 3,
        _ => 1,
    }
}

/// Sections with what stands in them a step deeper.
fn indented(tree: &Level, step: usize, no: &str, between: &str) -> String {
    let mut text = String::new();
    let mut last = None;
    for node in &tree.0 {
        let section = node.rule().section;
        if section || last.is_some_and(|last| last != node.words.first()) {
            text.push_str(&format!("{between}\n"));
        }
        last = Some(node.words.first());
        one(node, 0, step, no, &mut text);
    }
    text
}

fn one(node: &Node, depth: usize, step: usize, word: &str, text: &mut String) {
    let indent = " ".repeat(depth * step);
    let no = if node.denied {
        format!("{word} ")
    } else {
        String::new()
    };
    text.push_str(&format!("{indent}{no}{}\n", node.words.join(" ")));
    for below in &node.below.0 {
        one(below, depth + 1, step, word, text);
    }
    if let (true, Some(leave)) = (node.rule().section, node.rule().leave.first()) {
        text.push_str(&format!("{indent}{leave}\n"));
    }
}

/// The difference of two printed configurations, line by line, with the sections around it.
pub(super) fn changes(old: &Level, new: &Level, mut each: impl FnMut(char, usize, &Node)) {
    compare(&old.0, &new.0, 0, &mut each);
}

fn compare(old: &[Node], new: &[Node], depth: usize, each: &mut impl FnMut(char, usize, &Node)) {
    let same = |one: &Node, other: &Node| one.words == other.words && one.denied == other.denied;
    for node in old {
        match new.iter().find(|other| same(node, other)) {
            None => whole('-', node, depth, each),
            Some(other) if differ(&node.below, &other.below) => {
                each(' ', depth, node);
                compare(&node.below.0, &other.below.0, depth + 1, each);
            }
            Some(_) => {}
        }
    }
    for node in new
        .iter()
        .filter(|node| !old.iter().any(|other| same(node, other)))
    {
        whole('+', node, depth, each);
    }
}

pub(super) fn differ(one: &Level, other: &Level) -> bool {
    one.0.len() != other.0.len()
        || one.0.iter().zip(&other.0).any(|(one, other)| {
            one.words != other.words
                || one.denied != other.denied
                || differ(&one.below, &other.below)
        })
}

fn whole(sign: char, node: &Node, depth: usize, each: &mut impl FnMut(char, usize, &Node)) {
    each(sign, depth, node);
    for below in &node.below.0 {
        whole(sign, below, depth + 1, each);
    }
}
