//! A configuration mode of lines inside of sections.

use super::super::edit::{Did, Place};
use super::super::grammar::Miss;
use super::super::kind::Kind;
use super::super::tree::Level;
use super::super::words::Words;

/// A line that the device does not take.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub miss: Miss,
    /// Where in the line the word stands, and the word.
    pub column: usize,
    pub word: String,
}

pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('!') || line.starts_with('#')
}

/// Type a line.
pub(super) fn put(
    kind: Kind,
    tree: &mut Level,
    place: &mut Place,
    line: &str,
) -> Result<Did, Refused> {
    let mut words = Words::new(line, kind.quotes());
    trunk(&mut words);
    let top = match kind.grammar() {
        Ok(grammar) => &grammar.rules,
        // A test reads every grammar.
        Err(_) => &[][..],
    };
    place
        .line(top, tree, &words.text, kind.syntax())
        .map_err(|miss| Refused {
            miss,
            column: words.column(miss.at),
            word: words.text.get(miss.at).cloned().unwrap_or_default(),
        })
}

/// `switchport trunk allowed vlan add 101` is one more of its kind, `remove` one less.
fn trunk(words: &mut Words) {
    if words.text.len() != 6 || words.text[..4] != ["switchport", "trunk", "allowed", "vlan"] {
        return;
    }
    match words.text[4].as_str() {
        "add" => drop(words.text.remove(4)),
        "remove" => {
            words.text.remove(4);
            words.text.insert(0, "no".to_owned());
        }
        _ => {}
    }
}

/// Type many lines; their indent says what stands in what.
pub(super) fn load(
    kind: Kind,
    tree: &mut Level,
    place: &mut Place,
    text: &str,
) -> Result<(), String> {
    kind.grammar()?;
    let mut indents: Vec<usize> = Vec::new();
    for line in text.lines().filter(|line| !is_comment(line)) {
        let indent = line.len() - line.trim_start().len();
        let (mut left, mut popped) = (false, false);
        while indents.last().is_some_and(|last| indent <= *last) {
            indents.pop();
            popped = true;
            left = place
                .0
                .pop()
                .is_some_and(|(_, rule)| rule.leave.iter().any(|word| word == line.trim()));
        }
        if left || popped && ["exit", "quit", "end", "next"].contains(&line.trim()) {
            continue;
        }
        match put(kind, tree, place, line) {
            Ok(Did::Entered) => indents.push(indent),
            Ok(Did::Left) => drop(indents.pop()),
            Ok(_) => {}
            // `exit` says what the indent says too.
            Err(_) if ["exit", "quit", "end", "next"].contains(&line.trim()) => {
                indents.pop();
                place.0.pop();
            }
            Err(_) => {
                return Err(format!(
                    "the start configuration is not one: `{}`",
                    line.trim()
                ));
            }
        }
    }
    tree.prune();
    Ok(())
}
