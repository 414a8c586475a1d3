//! A small model of what configuration lines do to a device: enough to see whether what was made
//! is taken back. It knows nothing of the packs and their templates.

mod edit;
mod script;

use std::collections::BTreeMap;

use super::cases::Syntax;

/// Lines in force, each as the path of blocks that leads to it, with its cause.
pub type State = BTreeMap<Vec<String>, String>;

/// What lines with their causes make of a state.
pub fn apply(state: &mut State, syntax: &Syntax, lines: &[(String, String)]) {
    match syntax.style.as_str() {
        "indented" => indented(state, syntax, lines),
        "set" => set(state, syntax, lines),
        "edit" => edit::apply(state, lines),
        "script" => script::apply(state, lines),
        other => panic!("model.rs knows no style {other}"),
    }
}

fn tokens(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn begins(line: &str, with: &str) -> bool {
    let (line, with) = (tokens(line), tokens(with));
    line.len() >= with.len() && line[..with.len()] == with[..]
}

/// Blocks by indentation; a word in front takes back, and `remove` within a line what `add` made.
fn indented(state: &mut State, syntax: &Syntax, lines: &[(String, String)]) {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    for (line, cause) in lines {
        let words = line.trim();
        if syntax.closing.iter().any(|closing| closing == words) {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        while blocks.last().is_some_and(|(deep, _)| *deep >= indent) {
            blocks.pop();
        }
        let within: Vec<String> = blocks.iter().map(|(_, block)| block.clone()).collect();
        if let Some((list, item)) = words.split_once(" remove ") {
            remove(state, &within, &format!("{list} add {item}"), false);
        } else if let Some(gone) = words.strip_prefix(&format!("{} ", syntax.negate)) {
            let deep = syntax.deep.iter().any(|word| begins(gone, word));
            let cut = syntax.owner.iter().find_map(|word| gone.find(word));
            remove(state, &within, &gone[..cut.unwrap_or(gone.len())], deep);
        } else {
            let path: Vec<String> = within.into_iter().chain([words.to_owned()]).collect();
            state.entry(path).or_insert_with(|| cause.clone());
            blocks.push((indent, words.to_owned()));
        }
    }
}

fn remove(state: &mut State, within: &[String], gone: &str, deep: bool) {
    state.retain(|path, _| {
        let Some(below) = path.strip_prefix(within) else {
            return true;
        };
        let hit = |line: &String| begins(line, gone);
        !(if deep {
            below.iter().any(hit)
        } else {
            below.first().is_some_and(hit)
        })
    });
}

/// Paths of words; removal takes everything below a path.
fn set(state: &mut State, syntax: &Syntax, lines: &[(String, String)]) {
    for (line, cause) in lines {
        if let Some(gone) = line.strip_prefix(&format!("{} ", syntax.negate)) {
            let gone = tokens(gone);
            state.retain(|path, _| {
                !(path.len() >= gone.len() && path.iter().zip(&gone).all(|(a, b)| a == b))
            });
        } else if let Some(made) = line.strip_prefix(&format!("{} ", syntax.set)) {
            state
                .entry(tokens(made).into_iter().map(str::to_owned).collect())
                .or_insert_with(|| cause.clone());
        } else {
            assert!(
                syntax.closing.iter().any(|closing| closing == line.trim()),
                "not a line of this style: {line}"
            );
        }
    }
}
