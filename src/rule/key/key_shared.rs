use std::collections::HashMap;

use super::{MOST_RELATED, named_by};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::{At, Vif};
use crate::rule::{Check, Rule, Source, World};
use crate::secret::Origin;

pub static RULE: Rule = Rule {
    code: Code::warning("key-shared", &[]),
    says: "Every vif has a BGP key of its own.",
    why: "Whoever learns a shared key has it for all sessions, and it can only be changed for all of them at once, \
          with every one of them down in between.",
    breaks: &["
[vif.prod]
key = { env = \"DX_KEY\" }

[vif.test]
vlan = 102
key = { env = \"DX_KEY\" }        # <-

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    keeps: &["
[vif.prod]
key = { env = \"DX_PROD_KEY\" }

[vif.test]
vlan = 102
key = { env = \"DX_TEST_KEY\" }

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    sources: &[Source::Ours("a key should open one door")],
    check: Check::Looking(check),
};

/// What makes two keys the same: their value where it is known, else the way to it.
#[derive(PartialEq, Eq, Hash)]
enum Same<'a> {
    Value(u64),
    Origin(&'a Origin),
}

fn check(world: &World<'_>, found: &mut Findings) {
    let mut groups: Vec<Vec<(&Vif, &At<Origin>)>> = Vec::new();
    let mut index = HashMap::new();
    for vif in &world.intent.vifs {
        for at in named_by(vif) {
            let same = world
                .keys
                .fingerprint(&at.value)
                .map_or(Same::Origin(&at.value), Same::Value);
            let group = *index.entry(same).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            // The two sessions of one vif may share its key.
            if groups[group]
                .last()
                .is_none_or(|(last, _)| !std::ptr::eq(*last, vif))
            {
                groups[group].push((vif, at));
            }
        }
    }
    found_in(&groups, found);
}

fn found_in(groups: &[Vec<(&Vif, &At<Origin>)>], found: &mut Findings) {
    for group in groups {
        let [(first, first_at), (second, second_at), ..] = group.as_slice() else {
            continue;
        };
        let message = match group.len() {
            2 => format!(
                "vifs {} and {} have the same BGP key",
                first.name.text, second.name.text
            ),
            many => format!(
                "vif {} and {} others have the same BGP key",
                first.name.text,
                many - 1
            ),
        };
        let mut diagnostic: Diagnostic = RULE
            .found(message)
            .at(second_at.place)
            .vif(&second.name.text)
            .label("the same key again");
        let mut places = vec![second_at.place];
        for (vif, at) in group {
            if !places.contains(&at.place) && places.len() <= MOST_RELATED {
                places.push(at.place);
                diagnostic = diagnostic.related(at.place, format!("vif {}", vif.name.text));
            }
            diagnostic = diagnostic.concerns(&vif.name.text);
        }
        let help = if first_at.place == second_at.place {
            "take it out of [defaults], and give each vif a key of its own"
        } else {
            "give each vif a key of its own, in AWS and here"
        };
        found.push(diagnostic.help(help));
    }
}
