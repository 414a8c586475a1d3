//! The facts of the AWS catalogue by id: whether a rule rests on it, or where else it is checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What becomes of a fact.
#[derive(Debug, PartialEq, Eq)]
pub enum Fact {
    /// A rule rests on it.
    Rule,
    /// No intent can break it; the text says who sees it, and why not a rule.
    Elsewhere(&'static str),
}

/// Every id of the catalogue.
pub static CATALOGUE: LazyLock<BTreeMap<&'static str, Fact>> = LazyLock::new(|| {
    include_str!("catalogue.txt")
        .lines()
        .filter_map(entry)
        .collect()
});

/// `VLAN-01 rule` or `VLAN-04 plan: why`; `#` begins a heading.
fn entry(line: &'static str) -> Option<(&'static str, Fact)> {
    let (id, fate) = line.split_once(char::is_whitespace)?;
    let fate = fate.trim();
    (id != "#").then_some((
        id,
        if fate == "rule" {
            Fact::Rule
        } else {
            Fact::Elsewhere(fate)
        },
    ))
}
