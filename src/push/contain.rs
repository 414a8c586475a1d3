//! Is a change in a configuration already? Lines are compared within their sections, which
//! indentation makes; text alone, no platform. Where that cannot tell, the answer is no, and the
//! change is made again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// A line of a change that the configuration does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The sections that it stands in, the outermost first.
    pub within: Vec<String>,
    pub line: String,
}

/// Words that close a section in the command languages there are, and configure nothing.
const CLOSING: [&str; 9] = [
    "exit",
    "exit-address-family",
    "exit-vrf",
    "next",
    "end",
    "quit",
    "!",
    "#",
    "}",
];
/// Words that make something, which may stand before it in a configuration.
const MAKES: [&str; 2] = ["set ", "edit "];
/// Words that take something away.
const AWAY: [&str; 4] = ["no", "undo", "delete", "unset"];
/// What a masked key looks like.
pub(super) const MASK: &str = "********";

/// What a change has to say to this configuration. A line with a key always counts as missing: what
/// a router prints of a key does not tell which it is.
pub fn differences(change: &str, running: &[String]) -> Vec<Difference> {
    let there: HashSet<Vec<String>> = places(running.iter().map(String::as_str))
        .into_iter()
        .collect();
    let change = places(change.lines());
    let mut sections: HashSet<&[String]> = HashSet::new();
    for place in &change {
        for end in 1..place.len() {
            sections.insert(&place[..end]);
        }
    }
    let mut missing: Vec<Difference> = Vec::new();
    for place in &change {
        let Some((line, within)) = place.split_last() else {
            continue;
        };
        let heading = sections.contains(place.as_slice());
        if CLOSING.contains(&line.as_str()) || (heading && there.contains(place)) {
            continue;
        }
        if line.contains(MASK) || !holds(&there, within, line) {
            let difference = Difference {
                within: within.to_vec(),
                line: line.clone(),
            };
            if !missing.contains(&difference) {
                missing.push(difference);
            }
        }
    }
    missing
}

/// Is a line true of a configuration: there, or, where it takes something away, not there?
fn holds(there: &HashSet<Vec<String>>, within: &[String], line: &str) -> bool {
    let at = |line: &str| {
        let mut place = within.to_vec();
        place.push(line.to_owned());
        there.contains(&place)
    };
    if at(line) {
        return true;
    }
    match line.split_once(' ') {
        Some((word, rest)) if AWAY.contains(&word) => {
            let made = |makes: &&str| at(&format!("{makes}{rest}"));
            !at(rest) && !MAKES.iter().any(made) && has_section(there, within)
        }
        _ => false,
    }
}

fn has_section(there: &HashSet<Vec<String>>, within: &[String]) -> bool {
    within.is_empty() || there.contains(within)
}

/// The lines of a way back that have something to take away, below their headings: entering a section
/// to take away what is not there may make the section.
pub(super) fn needed(undo: &[&str], running: &[String]) -> Vec<String> {
    let there = places(running.iter().map(String::as_str));
    let all = places(undo.iter().copied());
    let mut kept = vec![false; undo.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    // Blank lines have no place, and a way back has none.
    for (number, (text, place)) in undo.iter().zip(&all).enumerate() {
        let indent = text.len() - text.trim_start().len();
        while open.last().is_some_and(|(deep, _)| *deep >= indent) {
            open.pop();
        }
        let Some((line, within)) = place.split_last() else {
            continue;
        };
        let heading = all
            .get(number + 1)
            .is_some_and(|next| next.len() > place.len());
        let closes = CLOSING.contains(&line.as_str());
        let takes = match line.split_once(' ') {
            Some((word, rest)) if AWAY.contains(&word) => {
                there.iter().any(|place| begins_with(place, within, rest))
            }
            // What closes a section belongs to it.
            _ if closes => closed_by(undo, &all, number).is_some_and(|heading| kept[heading]),
            _ => !heading,
        };
        if takes {
            kept[number] = true;
            open.iter().for_each(|(_, heading)| kept[*heading] = true);
        }
        if heading {
            open.push((indent, number));
        }
    }
    let lines = undo.iter().zip(kept);
    lines
        .filter(|(_, kept)| *kept)
        .map(|(line, _)| (*line).to_owned())
        .collect()
}

/// The heading of the section that a line closes: one beside it, or the one above it.
fn closed_by(lines: &[&str], places: &[Vec<String>], number: usize) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let deep = indent(lines[number]);
    let mut beside = true;
    for at in (0..number).rev() {
        let is_closing = places[at]
            .last()
            .is_some_and(|line| CLOSING.contains(&line.as_str()));
        let heading = places
            .get(at + 1)
            .is_some_and(|next| next.len() > places[at].len());
        if indent(lines[at]) < deep {
            return Some(at);
        }
        if indent(lines[at]) == deep {
            if beside && heading && !is_closing {
                return Some(at);
            }
            beside = false;
        }
    }
    None
}

/// What would take away the lines of a change that a configuration has and did not have before, the
/// outermost only: a section goes with all that is in it. `word` is what the platform takes things
/// away with.
pub(super) fn residue(
    before: &[String],
    now: &[String],
    change: &[Difference],
    word: &str,
) -> Vec<String> {
    let mut ours: HashSet<Vec<String>> = HashSet::new();
    for difference in change {
        let mut place = difference.within.clone();
        place.push(difference.line.clone());
        ours.extend((1..=place.len()).map(|end| place[..end].to_vec()));
    }
    let was: HashSet<Vec<String>> = places(before.iter().map(String::as_str))
        .into_iter()
        .collect();
    let mut lines: Vec<String> = Vec::new();
    for place in places(now.iter().map(String::as_str)) {
        let Some((line, within)) = place.split_last() else {
            continue;
        };
        let new_above = (1..place.len()).any(|end| !was.contains(&place[..end]));
        // Of a flat line, what is left is its beginning.
        let begins = |found: &str| {
            let behind = found.strip_prefix(line.as_str());
            behind.is_some_and(|behind| behind.starts_with(' '))
        };
        let flat = within.is_empty() && line.starts_with("set ");
        let left = flat && ours.iter().any(|own| own.len() == 1 && begins(&own[0]));
        let is_ours = left || ours.contains(&place);
        if !is_ours || was.contains(&place) || new_above || CLOSING.contains(&line.as_str()) {
            continue;
        }
        for (deep, heading) in within.iter().enumerate() {
            lines.push(format!("{}{heading}", " ".repeat(deep)));
        }
        lines.push(format!(
            "{}{word} {}",
            " ".repeat(within.len()),
            unmade(line)
        ));
    }
    lines
}

/// The word that a way back takes things away with.
pub(super) fn away_word<'t>(undo: &[&'t str]) -> Option<&'t str> {
    let words = undo
        .iter()
        .filter_map(|line| line.split_whitespace().next());
    words.into_iter().find(|word| AWAY.contains(word))
}

/// A line without the word that makes it.
fn unmade(line: &str) -> &str {
    let rest = MAKES.iter().find_map(|makes| line.strip_prefix(makes));
    rest.unwrap_or(line)
}

fn begins_with(place: &[String], within: &[String], rest: &str) -> bool {
    let Some((last, above)) = place.split_last() else {
        return false;
    };
    let begins = |line: &str| {
        let behind = line.strip_prefix(rest);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    };
    above == within && (begins(last) || begins(unmade(last)))
}

/// What is there already of what the way back would take away: taking the change back by it would
/// take that along.
pub(super) fn taken_along(undo: &str, running: &[String]) -> Vec<String> {
    let there = places(running.iter().map(String::as_str));
    let mut along: Vec<String> = Vec::new();
    for place in places(undo.lines()) {
        let Some((line, within)) = place.split_last() else {
            continue;
        };
        let Some((word, rest)) = line.split_once(' ') else {
            continue;
        };
        if !AWAY.contains(&word) {
            continue;
        }
        let found = there.iter().find(|place| begins_with(place, within, rest));
        if found.is_some() && !along.iter().any(|known| known == rest) {
            along.push(rest.to_owned());
        }
    }
    along
}

/// Every line with the sections that it stands in.
pub(super) fn places<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<Vec<String>> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut all = Vec::new();
    for line in lines {
        let indent = line.len() - line.trim_start().len();
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        while open.last().is_some_and(|(deep, _)| *deep >= indent) {
            open.pop();
        }
        open.push((indent, words.join(" ")));
        all.push(open.iter().map(|(_, line)| line.clone()).collect());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: &str = "interface a.1\n encapsulation dot1Q 1\n ip address 10.0.0.1\nrouter bgp 1\n neighbor 10.0.0.2 remote-as 2\n neighbor 10.0.0.2 password ********\n";

    fn running() -> Vec<String> {
        RUNNING.lines().map(str::to_owned).collect()
    }

    fn missing(change: &str) -> Vec<String> {
        differences(change, &running())
            .into_iter()
            .map(|difference| difference.line)
            .collect()
    }

    #[test]
    fn what_is_there_in_its_section_is_there() {
        let none: Vec<String> = Vec::new();
        assert_eq!(
            missing("interface a.1\n encapsulation dot1Q 1\n no shutdown\n exit\n"),
            none
        );
        assert_eq!(
            missing("router bgp 1\n encapsulation dot1Q 1\n"),
            ["encapsulation dot1Q 1"]
        );
        assert_eq!(
            missing("interface a.2\n no shutdown\n"),
            ["interface a.2", "no shutdown"]
        );
    }

    #[test]
    fn a_key_is_never_known_to_be_there() {
        let line = "neighbor 10.0.0.2 password ********";
        assert_eq!(missing(&format!("router bgp 1\n {line}\n")), [line]);
    }

    #[test]
    fn what_the_way_back_would_take_along_is_named() {
        let undo = "router bgp 1\n no neighbor 10.0.0.2\n no neighbor 10.0.0.22\nno interface a.1\nno interface a\n";
        assert_eq!(
            taken_along(undo, &running()),
            ["neighbor 10.0.0.2", "interface a.1"]
        );
    }

    #[test]
    fn only_what_is_there_is_taken_back() {
        let undo = [
            "router bgp 1",
            " no neighbor 10.0.0.2 remote-as 2",
            " address-family ipv4",
            "  no network 10.0.0.0",
            " exit-address-family",
            " exit",
            "no interface a.1",
            "no interface a.2",
        ];
        let kept = needed(&undo, &running());
        assert_eq!(
            kept,
            [
                "router bgp 1",
                " no neighbor 10.0.0.2 remote-as 2",
                " exit",
                "no interface a.1"
            ]
        );
        assert_eq!(needed(&undo, &[]), Vec::<String>::new());
    }

    #[test]
    fn what_was_made_is_taken_away_as_a_whole() {
        let mut now = running();
        now.insert(5, " address-family ipv4".to_owned());
        now.insert(6, "  network 10.0.0.0".to_owned());
        now.insert(7, " exit-address-family".to_owned());
        let change = "router bgp 1\n address-family ipv4\n  network 10.0.0.0\n";
        let change = differences(change, &running());
        assert_eq!(
            residue(&running(), &now, &change, "no"),
            ["router bgp 1", " no address-family ipv4"]
        );
        assert_eq!(residue(&running(), &now, &[], "no"), Vec::<String>::new());
    }

    #[test]
    fn what_is_made_in_blocks_is_taken_away_by_its_name() {
        let running = [
            "config a",
            "    edit \"x\"",
            "        set b 1",
            "    next",
            "end",
        ];
        let running = running.map(str::to_owned);
        let undo = ["config a", "    delete \"x\"", "    delete \"y\"", "end"];
        assert_eq!(
            needed(&undo, &running),
            ["config a", "    delete \"x\"", "end"]
        );
        assert_eq!(taken_along(&undo.join("\n"), &running), ["\"x\""]);
        let change = differences("config a\n edit \"x\"\n  set b 1\n", &[]);
        let left = residue(&["config a".to_owned()], &running, &change, "delete");
        assert_eq!(left, ["config a", " delete \"x\""]);
    }

    #[test]
    fn flat_lines_are_taken_away_by_what_set_them() {
        let running = ["set interfaces a unit 1 vlan-id 1".to_owned()];
        assert_eq!(
            taken_along("delete interfaces a unit 1\n", &running),
            ["interfaces a unit 1"]
        );
        assert!(differences("delete interfaces a disable\n", &running).is_empty());
    }
}
