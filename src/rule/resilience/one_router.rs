use super::{about, names, one_connection, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("one-router", &["RES-09"]),
    says: "The vifs of a redundancy group end on different routers.",
    why: "AWS's end may be as redundant as can be: a reload, an upgrade or a slip on the one router of yours takes \
          all of it down.",
    breaks: &[r#"
[connection.dx-2]
kind = "dedicated"
speed = "10Gbps"
location = "TCSLD8"
router = "edge"
port = "TenGigabitEthernet0/1/1"

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
        Source::UserGuide("max-resiliency-set-up"),
        Source::Ours("a router is a single point of failure too"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        let Some(router) = super::one_router(world.intent, &legs) else {
            continue;
        };
        if one_connection(&legs).is_some() {
            continue;
        }
        let router = &world.intent.routers[router].name;
        let message = format!(
            "vifs {} back each other up on one router, {}",
            names(&legs),
            router.text
        );
        let diagnostic = about(RULE.found(message).at(legs[1].place), group, &legs);
        let diagnostic = diagnostic
            .label("goes down with the others")
            .related(router.place, "all of them end here");
        found.push(diagnostic.help("end one of the connections on another router"));
    }
}
