use super::{Leg, about, sound_groups};
use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{At, Policy, Preference, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("uneven-active-active", &["PATH-13"]),
    says: "The vifs of an active-active group have the same preference, prepend and local preference.",
    why: "Traffic is shared only between paths that are equal in every respect. One that is preferred gets all of it: \
          the group is active-passive then, in one direction at least.",
    breaks: &[r#"
[vif.prod]
preference = "high"

[vif.spare]
connection = "dx-2"
vlan = 102
preference = "low"              # <-

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-active"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-active"
"#],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::KnowledgeCenter("active/active Direct Connect"),
    ],
    check: Check::Looking(check),
};

/// What a vif says under a key, and where.
struct Said {
    key: &'static str,
    value: Option<(String, Place)>,
}

impl Said {
    fn text(&self) -> &str {
        self.value.as_ref().map_or("not set", |(text, _)| text)
    }

    fn place(&self) -> Option<Place> {
        self.value.as_ref().map(|(_, place)| *place)
    }
}

fn said(vif: &Vif) -> [Said; 3] {
    let number = |at: At<u32>| (at.value.to_string(), at.place);
    let word = |at: At<Preference>| (format!("{:?}", at.value).to_lowercase(), at.place);
    [
        Said {
            key: "preference",
            value: vif.preference.map(word),
        },
        // No prepend and a prepend of zero are the same.
        Said {
            key: "prepend",
            value: vif.prepend.filter(|at| at.value > 0).map(number),
        },
        Said {
            key: "local_preference",
            value: vif.local_preference.map(number),
        },
    ]
}

fn check(world: &World<'_>, found: &mut Findings) {
    let groups = sound_groups(world.intent);
    for (group, legs) in groups.filter(|(group, _)| {
        group
            .policy
            .is_some_and(|at| at.value == Policy::ActiveActive)
    }) {
        let Some((other, here, there)) = first_difference(&legs) else {
            continue;
        };
        let message = format!(
            "group {} is active-active, but {} of vif {} is {} and of vif {} {}",
            group.name.text,
            here.key,
            legs[0].vif.name.text,
            here.text(),
            other.vif.name.text,
            there.text()
        );
        let at = there.place().or(here.place()).unwrap_or(other.place);
        let mut diagnostic = about(RULE.found(message).at(at), group, &legs).label("not equal");
        if let Some(related) = here.place().filter(|related| *related != at) {
            diagnostic = diagnostic.related(related, format!("vif {}", legs[0].vif.name.text));
        }
        found.push(diagnostic.help("give both the same, or write policy = \"active-passive\""));
    }
}

/// The first leg that differs from the first one, and what the two say.
fn first_difference<'a>(legs: &[Leg<'a>]) -> Option<(Leg<'a>, Said, Said)> {
    legs.iter().skip(1).find_map(|leg| {
        let mut pairs = said(legs[0].vif).into_iter().zip(said(leg.vif));
        let (here, there) = pairs.find(|(here, there)| here.text() != there.text())?;
        Some((*leg, here, there))
    })
}
