//! `[redundancy.NAME]`.

use std::collections::HashMap;

use super::super::raw;
use super::super::shape::At;
use super::super::{Policy, Redundancy, code};
use super::leaf::{Spot, Words};
use super::{Lowering, Table};
use crate::diagnostic::Diagnostic;

const POLICIES: Words<Policy> = &[
    ("active-active", Policy::ActiveActive),
    ("active-passive", Policy::ActivePassive),
];

pub(super) fn redundancy(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Redundancy>,
    vifs: &HashMap<String, usize>,
) -> Redundancy {
    let raw = &table.at.value;
    let owner = format!("redundancy.{}", table.name.text);
    let members = members(lowering, &owner, raw, vifs);
    let spot = Spot {
        owner: &owner,
        key: "policy",
    };
    for (missing, key, example) in [
        (raw.vifs.is_none(), "vifs", "[\"prod-a\", \"prod-b\"]"),
        (raw.policy.is_none(), "policy", "\"active-passive\""),
    ] {
        lowering.require((!missing).then_some(()), &owner, &table.name, key, example);
    }
    Redundancy {
        name: table.name.clone(),
        vifs: members,
        listed: raw.vifs.as_ref().map(|list| At {
            value: list.value.len(),
            place: list.place,
        }),
        policy: lowering.word(spot, raw.policy.as_ref(), POLICIES),
    }
}

/// The vifs of a group, each of them once.
fn members(
    lowering: &mut Lowering<'_>,
    owner: &str,
    raw: &raw::Redundancy,
    vifs: &HashMap<String, usize>,
) -> Vec<At<usize>> {
    let named = raw.vifs.as_ref().map_or(&[][..], |list| &list.value);
    let mut members: Vec<At<usize>> = Vec::new();
    for name in named {
        let Some(member) = lowering.refer(owner, "vif", Some(name), vifs) else {
            continue;
        };
        let Some(first) = members.iter().find(|other| other.value == member.value) else {
            members.push(member);
            continue;
        };
        let what = format!("{owner} names vif {} twice", name.value);
        let found = Diagnostic::new(&code::DUPLICATE_NAME, what).at(name.place);
        lowering.push(
            found
                .label("here again")
                .related(first.place, "first here")
                .subject(owner),
        );
    }
    members
}
