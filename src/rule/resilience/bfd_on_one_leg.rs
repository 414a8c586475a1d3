use super::{about, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("bfd-on-one-leg", &["RES-06"]),
    says: "Either all vifs of a redundancy group run BFD, or none does.",
    why: "With BFD on one side only, traffic moves in under a second when one vif fails and after the hold time when \
          the other one does. A test of the first tells nothing about the second.",
    breaks: &[r#"
[vif.prod]

[vif.spare]
connection = "dx-2"
vlan = 102
bfd = false                     # <-

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("high-resiliency-set-up"),
        Source::KnowledgeCenter("enable BFD for Direct Connect"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        let first = |runs| legs.iter().find(|leg| leg.vif.has_bfd() == runs);
        let (Some(with), Some(without)) = (first(true), first(false)) else {
            continue;
        };
        let message = format!(
            "vif {} runs without BFD and vif {}, which it backs up, with it",
            without.vif.name.text, with.vif.name.text
        );
        let place = without
            .vif
            .bfd
            .map_or(without.vif.name.place, |bfd| bfd.place);
        let diagnostic =
            about(RULE.found(message).at(place), group, &legs).label("slower than the other one");
        found.push(
            diagnostic
                .related(with.place, "with BFD")
                .help("bfd = true"),
        );
    }
}
