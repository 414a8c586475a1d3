use std::collections::BTreeMap;

use super::{Leg, about, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Prefix};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("uneven-advertise", &["LINT-17", "RES-06"]),
    says: "The vifs of a redundancy group advertise the same prefixes.",
    why: "What only one of them advertises is cut off when that one fails. And a longer prefix wins over every \
          preference, so that one vif's more specific prefixes draw the traffic, whatever the policy says.",
    breaks: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16", "10.30.0.0/16"]

[vif.spare]
connection = "dx-2"
vlan = 102
advertise = ["10.20.0.0/16"]    # <-

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16", "10.30.0.0/16"]

[vif.spare]
connection = "dx-2"
vlan = 102
advertise = ["10.30.0.0/16", "10.20.0.0/16"]

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::KnowledgeCenter("active/passive Direct Connect"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        // A vif that advertises nothing at all is spoken about elsewhere.
        let speaking: Vec<Leg<'_>> = legs
            .iter()
            .copied()
            .filter(|leg| !leg.vif.advertised().is_empty())
            .collect();
        if legs.iter().any(|leg| leg.vif.unread.advertise) {
            continue;
        }
        let Some((lacking, prefix, more)) = first_lack(&speaking) else {
            continue;
        };
        let vif = lacking.vif;
        let others = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "vif {} does not advertise {}{others}, which the others of redundancy group {} advertise",
            vif.name.text, prefix.value, group.name.text
        );
        let diagnostic = about(RULE.found(message).at(vif.advertise_place()), group, &legs)
            .label("something is missing here");
        let diagnostic = diagnostic.related(prefix.place, "advertised here");
        let session = match vif.has_session(prefix.value.is_ipv4()) {
            true => "",
            false => ", with a session of its family,",
        };
        found.push(diagnostic.help(format!(
            "add \"{}\"{session} here, or remove it there",
            prefix.value
        )));
    }
}

/// The first leg that lacks a prefix of another one, that prefix, and how many more it lacks.
fn first_lack<'a>(legs: &[Leg<'a>]) -> Option<(Leg<'a>, At<Prefix>, usize)> {
    let mut all: BTreeMap<Prefix, At<Prefix>> = BTreeMap::new();
    for prefix in legs.iter().flat_map(|leg| leg.vif.advertised()) {
        all.entry(prefix.value).or_insert(*prefix);
    }
    legs.iter().find_map(|leg| {
        let mut lacked = all.clone();
        for prefix in leg.vif.advertised() {
            lacked.remove(&prefix.value);
        }
        let first = lacked.values().min_by_key(|prefix| prefix.place)?;
        Some((*leg, *first, lacked.len() - 1))
    })
}
