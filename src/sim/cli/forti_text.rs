//! The configuration of FortiOS as text.

use super::super::tree::{Level, Node};
use super::super::words::quoted;

/// The configuration as `show` prints it.
pub(super) fn print(tree: &Level) -> String {
    let mut text = String::new();
    tree.0.iter().for_each(|node| one(node, 0, &mut text));
    text
}

pub(super) fn one(node: &Node, depth: usize, text: &mut String) {
    let indent = "    ".repeat(depth);
    let words = node.words.iter().enumerate();
    let words: Vec<String> = words.map(|(at, word)| shown(node, at, word)).collect();
    text.push_str(&format!("{indent}{}\n", words.join(" ")));
    if !node.rule().section {
        return;
    }
    node.below
        .0
        .iter()
        .for_each(|below| one(below, depth + 1, text));
    let end = if node.words[0] == "edit" {
        "next"
    } else {
        "end"
    };
    text.push_str(&format!("{indent}{end}\n"));
}

/// Names and texts stand in quotation marks; numbers, addresses and choices do not.
fn shown(node: &Node, at: usize, word: &str) -> String {
    let access = node.words.iter().any(|word| word.ends_with("allowaccess"));
    match node.words[0].as_str() {
        _ if word.parse::<u64>().is_ok() => word.to_owned(),
        "edit" | "set" if node.rule().is_text(at) && !access => {
            format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
        }
        "edit" | "set" => quoted(word, '"'),
        _ => word.to_owned(),
    }
}

/// Passwords are encrypted anew each time that they are shown.
pub(super) fn hide(text: &str) -> String {
    let lines = text
        .split_inclusive('\n')
        .map(|line| match line.split_once("set password ") {
            Some((indent, _)) => format!("{indent}set password ENC SH2k9Zr1vX0aQw==\n"),
            None => line.to_owned(),
        });
    lines.collect()
}
