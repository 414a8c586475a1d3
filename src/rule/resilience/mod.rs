//! What is left when something breaks.

rules! {
    against_the_order bfd_on_one_leg mixed_redundancy no_redundancy one_connection one_location
    one_router redundancy_of_one several_gateways uneven_active_active uneven_advertise
    vif_in_two_groups weaker_backup
}

use crate::diagnostic::{Diagnostic, Place};
use crate::intent::{At, Intent, Redundancy, Vif};

/// A vif of a group, and where the group names it.
#[derive(Clone, Copy)]
struct Leg<'a> {
    vif: &'a Vif,
    place: Place,
}

fn legs<'a>(intent: &'a Intent, group: &Redundancy) -> Vec<Leg<'a>> {
    let leg = |member: &At<usize>| Leg {
        vif: &intent.vifs[member.value],
        place: member.place,
    };
    group.vifs.iter().map(leg).collect()
}

/// The groups that can be looked at leg by leg: two vifs or more, all of one type.
fn sound_groups(intent: &Intent) -> impl Iterator<Item = (&Redundancy, Vec<Leg<'_>>)> {
    let groups = intent
        .redundancies
        .iter()
        .map(|group| (group, legs(intent, group)));
    groups.filter(|(_, legs)| legs.len() > 1 && stranger(legs).is_none())
}

/// The first leg of another type than the first one.
fn stranger<'a>(legs: &[Leg<'a>]) -> Option<Leg<'a>> {
    let kind = |leg: &Leg<'_>| leg.vif.kind.map(|kind| kind.value);
    let first = kind(legs.first()?)?;
    legs.iter()
        .copied()
        .find(|leg| kind(leg).is_some_and(|kind| kind != first))
}

/// What all legs have in common, if it is known of each of them.
fn shared<T: PartialEq>(legs: &[Leg<'_>], of: impl Fn(&Vif) -> Option<T>) -> Option<T> {
    let first = of(legs.first()?.vif)?;
    legs.iter()
        .all(|leg| of(leg.vif).as_ref() == Some(&first))
        .then_some(first)
}

fn one_connection(legs: &[Leg<'_>]) -> Option<usize> {
    shared(legs, |vif| vif.connection.map(|at| at.value))
}

fn one_router(intent: &Intent, legs: &[Leg<'_>]) -> Option<usize> {
    shared(legs, |vif| {
        intent.connection_of(vif)?.router.map(|at| at.value)
    })
}

/// A finding about a whole group, which all its vifs have to allow.
fn about(diagnostic: Diagnostic, group: &Redundancy, legs: &[Leg<'_>]) -> Diagnostic {
    let subject = format!("redundancy.{}", group.name.text);
    legs.iter()
        .fold(diagnostic.subject(subject), |diagnostic, leg| {
            diagnostic.concerns(&leg.vif.name.text)
        })
}

/// Their names, as a sentence lists them, the first few of many.
fn names(legs: &[Leg<'_>]) -> String {
    const MOST: usize = 4;
    let mut names: Vec<&str> = legs
        .iter()
        .take(MOST)
        .map(|leg| leg.vif.name.text.as_str())
        .collect();
    if legs.len() > MOST {
        return format!("{} and {} more", names.join(", "), legs.len() - MOST);
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last.to_owned()
    } else {
        format!("{} and {last}", names.join(", "))
    }
}
