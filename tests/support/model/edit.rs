//! Tables and entries: `config TABLE`, `edit KEY`, `set NAME VALUE`, `next`, `end`. An entry is there
//! once it is edited; `set` replaces what was set; what others refer to cannot be deleted.

use super::State;

/// What lines with their causes make of a state.
pub fn apply(state: &mut State, lines: &[(String, String)]) {
    let mut within: Vec<String> = Vec::new();
    for (line, cause) in lines {
        let words = line.trim();
        let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
        match verb {
            "config" => within.push(words.to_owned()),
            "edit" => {
                within.push(words.to_owned());
                state.entry(within.clone()).or_insert_with(|| cause.clone());
            }
            "next" | "end" => {
                let opened = if verb == "next" { "edit " } else { "config " };
                let block = within.pop().unwrap_or_default();
                assert!(
                    block.starts_with(opened),
                    "`{verb}` does not close `{block}`"
                );
            }
            "set" | "unset" => set(state, &within, words, cause),
            "delete" => delete(state, &within, rest),
            _ => panic!("not a line of this style: {line}"),
        }
    }
    assert!(within.is_empty(), "{within:?} is left open");
}

fn set(state: &mut State, within: &[String], words: &str, cause: &str) {
    let name = words.split(' ').nth(1).expect("a name is set");
    let of_name = |line: &String| line.starts_with("set ") && line.split(' ').nth(1) == Some(name);
    let path: Vec<String> = within.iter().cloned().chain([words.to_owned()]).collect();
    let same = |other: &Vec<String>| *other == path;
    state.retain(|other, _| {
        let here = other
            .strip_prefix(within)
            .is_some_and(|below| below.len() == 1);
        same(other) || !(here && other.last().is_some_and(of_name))
    });
    if words.starts_with("set ") {
        state.entry(path).or_insert_with(|| cause.to_owned());
    }
}

fn delete(state: &mut State, within: &[String], key: &str) {
    let gone: Vec<String> = within
        .iter()
        .cloned()
        .chain([format!("edit {key}")])
        .collect();
    assert!(
        state.contains_key(&gone),
        "{gone:?} is not there to be deleted"
    );
    state.retain(|path, _| !path.starts_with(&gone));
    let refers =
        |line: &String| line.starts_with("set ") && line.split(' ').skip(2).any(|word| word == key);
    let referring = state.keys().find(|path| path.last().is_some_and(refers));
    assert!(
        referring.is_none(),
        "{referring:?} refers to {key}, which is deleted"
    );
}
