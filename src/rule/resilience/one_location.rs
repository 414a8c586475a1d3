use super::{about, names, one_connection, one_router, shared, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::intent::Vif;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("one-location", &["RES-02", "PHY-12"]),
    says: "The vifs of a redundancy group enter AWS at different Direct Connect locations.",
    why: "A location is a building, or a campus of them, with its power, its entrances and its fibre. For 99.9 % AWS \
          wants two locations with a connection each, for 99.99 % two with two connections on separate devices each.",
    breaks: &[r#"
[connection.dx-2]
kind = "dedicated"
speed = "10Gbps"
location = "EqLD5"
router = "edge-2"
port = "TenGigabitEthernet0/1/0"

[redundancy.prod]
vifs = ["prod", "spare"]        # <-
policy = "active-passive"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("high-resiliency-set-up"),
        Source::UserGuide("max-resiliency-set-up"),
        Source::Faq,
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (group, legs) in sound_groups(intent) {
        let location = |vif: &Vif| {
            vif.connection
                .and_then(|at| intent.connections[at.value].location.as_ref())
        };
        let Some(name) = shared(&legs, |vif| location(vif).map(|location| &location.value)) else {
            continue;
        };
        if one_connection(&legs).is_some() || one_router(intent, &legs).is_some() {
            continue;
        }
        let message = format!(
            "vifs {} back each other up at one location, {name}",
            names(&legs)
        );
        let mut diagnostic = about(RULE.found(message).at(legs[1].place), group, &legs)
            .label("goes down with the others");
        for location in legs.iter().take(2).filter_map(|leg| location(leg.vif)) {
            diagnostic = diagnostic.related(location.place, format!("{name} here"));
        }
        found.push(diagnostic.help("order one of the connections at another location"));
    }
}
