use super::{Leg, about, sound_groups};
use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{Preference, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("against-the-order", &["PATH-13"]),
    says: "In an active-passive group the first vif is the preferred one, in both directions.",
    why: "A group gives its vifs the preferences that its policy needs. What a vif says itself counts more, and can \
          turn the order around: then traffic takes the passive vif, or comes in over one and leaves over the other.",
    breaks: &[
        r#"
[vif.prod]
preference = "low"              # <-

[vif.spare]
connection = "dx-2"
vlan = 102
preference = "high"

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#,
        r#"
[vif.prod]
local_preference = 100          # <-

[vif.spare]
connection = "dx-2"
vlan = 102
local_preference = 200

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#,
    ],
    keeps: &[r#"
[vif.prod]
preference = "high"
local_preference = 200

[vif.spare]
connection = "dx-2"
vlan = 102
preference = "low"
local_preference = 100

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
    let groups = sound_groups(world.intent);
    for (group, legs) in groups.filter(|(group, _)| group.is_active_passive()) {
        let Some((passive, turned)) = legs
            .iter()
            .skip(1)
            .find_map(|leg| Some((*leg, turned(legs[0].vif, leg.vif)?)))
        else {
            continue;
        };
        let message = format!(
            "group {} puts vif {} before vif {}, but {}",
            group.name.text, legs[0].vif.name.text, passive.vif.name.text, turned.what
        );
        let diagnostic = about(RULE.found(message).at(turned.place), group, &legs)
            .label("against the order of the group");
        let diagnostic = related(diagnostic, turned.other, passive);
        found.push(
            diagnostic
                .related(legs[0].place, "the first is the active one")
                .help("change the order of the group, or leave these keys to it"),
        );
    }
}

fn related(
    diagnostic: crate::diagnostic::Diagnostic,
    other: Option<Place>,
    passive: Leg<'_>,
) -> crate::diagnostic::Diagnostic {
    match other.filter(|place| Some(*place) != diagnostic.place) {
        Some(place) => diagnostic.related(place, format!("vif {}", passive.vif.name.text)),
        None => diagnostic,
    }
}

/// What turns the order around, and where.
struct Turned {
    what: &'static str,
    place: Place,
    other: Option<Place>,
}

fn turned(active: &Vif, passive: &Vif) -> Option<Turned> {
    if let (Some(first), Some(second)) = (active.local_preference, passive.local_preference)
        && first.value <= second.value
    {
        let what = "their local preferences do not make your side prefer it";
        return Some(Turned {
            what,
            place: first.place,
            other: Some(second.place),
        });
    }
    if active.is_private_or_transit() {
        by_preference(active, passive)
    } else {
        by_prepend(active, passive)
    }
}

/// AWS looks at the preference, and at the length of the path where that is equal. What neither
/// says, the group makes high and low.
fn by_preference(active: &Vif, passive: &Vif) -> Option<Turned> {
    let rank = |preference| match preference {
        Preference::High => 2,
        Preference::Medium => 1,
        Preference::Low => 0,
    };
    let first = rank(active.preference.map_or(Preference::High, |at| at.value));
    let second = rank(passive.preference.map_or(Preference::Low, |at| at.value));
    let prepended = |vif: &Vif| vif.prepend.map_or(0, |at| at.value);
    if first > second || (first == second && prepended(active) < prepended(passive)) {
        return None;
    }
    let place = active.preference.or(passive.preference)?.place;
    let other = passive.preference.map(|at| at.place);
    Some(Turned {
        what: "their preferences do not make AWS prefer it",
        place,
        other,
    })
}

/// On a public vif there is only the length of the path.
fn by_prepend(active: &Vif, passive: &Vif) -> Option<Turned> {
    let first = active.prepend?;
    let second = passive.prepend.map_or(0, |at| at.value);
    let other = passive.prepend.map(|at| at.place);
    (first.value > second).then_some(Turned {
        what: "its prepend makes AWS avoid it",
        place: first.place,
        other,
    })
}
