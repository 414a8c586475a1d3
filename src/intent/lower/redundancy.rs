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
    let named = raw.vifs.as_ref().map_or(&[][..], |list| &list.value);
    let mut members: Vec<super::At<usize>> = Vec::new();
    for name in named {
        let Some(member) = lowering.refer(&owner, "vif", Some(name), vifs) else {
            continue;
        };
        if let Some(first) = members.iter().find(|other| other.value == member.value) {
            let found = Diagnostic::new(
                &code::DUPLICATE_NAME,
                format!("{owner} names vif {} twice", name.value),
            )
            .at(name.place);
            lowering.push(
                found
                    .label("here again")
                    .related(first.place, "first here")
                    .subject(&owner),
            );
        } else {
            members.push(member);
        }
    }
    if raw.vifs.is_none() {
        lowering.require(
            None::<()>,
            &owner,
            &table.name,
            "vifs",
            "[\"prod-a\", \"prod-b\"]",
        );
    }
    if raw.policy.is_none() {
        lowering.require(
            None::<()>,
            &owner,
            &table.name,
            "policy",
            "\"active-passive\"",
        );
    }
    Redundancy {
        name: table.name.clone(),
        vifs: members,
        listed: raw.vifs.as_ref().map(|list| At {
            value: list.value.len(),
            place: list.place,
        }),
        policy: lowering.word(
            Spot {
                owner: &owner,
                key: "policy",
            },
            raw.policy.as_ref(),
            POLICIES,
        ),
    }
}
