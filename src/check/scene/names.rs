//! When two names mean the same thing: interfaces in short, commands in short, tables that are no VRF.

use crate::check::look::Seen;
use crate::check::observed::{Answer, RouterFacts};

pub(in crate::check) fn is_global(vrf: &str) -> bool {
    GLOBAL.iter().any(|name| name.eq_ignore_ascii_case(vrf))
}

/// What routers call the table that is no VRF.
const GLOBAL: &[&str] = &[
    "default", "global", "base", "main", "master", "root", "public", "0",
];

/// Is it the same command, each word in full or shortened, whatever form of answer it asks for?
pub(super) fn same_command(typed: &str, whole: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = text.split('|').next().unwrap_or("");
        let words = text
            .split_whitespace()
            .filter(|word| !["json", "xml"].contains(word));
        words
            .map(|word| word.trim_matches('"').to_lowercase())
            .collect()
    };
    let (typed, whole) = (words(typed), words(whole));
    // A word may be shortened; a name or an address is whole.
    let same = |(typed, whole): (&String, &String)| {
        typed == whole
            || (!typed.contains(|c: char| c.is_ascii_digit()) && whole.starts_with(typed.as_str()))
    };
    typed.len() == whole.len() && typed.iter().zip(&whole).all(same)
}

/// The rows of a kind whose field is the name of an interface, in any abbreviation. Where the full
/// name is there, a short one that could be another's is not.
pub(super) fn rows_named<'a>(
    facts: &'a RouterFacts,
    kind: &str,
    field: &str,
    name: &str,
) -> Vec<Seen<'a>> {
    let all = || facts.of(kind).flat_map(Answer::rows);
    let short = all().filter(|seen| {
        seen.text(field)
            .is_some_and(|text| same_interface(text, name))
    });
    let long = |seen: &Seen<'_>| {
        seen.text(field)
            .is_some_and(|text| text.len() > name.len() && !text.eq_ignore_ascii_case(name))
    };
    let rows: Vec<Seen<'a>> = short.collect();
    match rows.iter().any(|seen| {
        seen.text(field)
            .is_some_and(|text| text.eq_ignore_ascii_case(name))
    }) {
        true => rows.into_iter().filter(|seen| !long(seen)).collect(),
        false => rows,
    }
}

/// Do two names mean the same interface? `Gi0/0/1.101` and `GigabitEthernet0/0/1.101` do: the digits
/// are the same, and the letters of one stand in the other, in order, from the first on.
pub(in crate::check) fn same_interface(left: &str, right: &str) -> bool {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let cut = |name: &str| {
        name.find(|c: char| c.is_ascii_digit())
            .unwrap_or(name.len())
    };
    let ((a, x), (b, y)) = (left.split_at(cut(&left)), right.split_at(cut(&right)));
    if x != y || x.is_empty() {
        return left == right;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().next() != long.chars().next() {
        return false;
    }
    let mut rest = long.chars();
    short
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::same_interface;

    #[test]
    fn interfaces_are_known_by_their_short_names() {
        assert!(same_interface("Gi0/0/1.101", "GigabitEthernet0/0/1.101"));
        assert!(same_interface("BE1.5", "Bundle-Ether1.5"));
        assert!(same_interface("Te0/0/0/1", "TenGigE0/0/0/1"));
        assert!(!same_interface("Gi0/0/1.101", "GigabitEthernet0/0/1.102"));
        assert!(!same_interface("Te0/1", "GigabitEthernet0/1"));
        assert!(!same_interface("mgmt", "management"));
    }
}
