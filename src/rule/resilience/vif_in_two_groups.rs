use std::collections::HashMap;

use super::{Leg, legs};
use crate::diagnostic::{Code, Findings};
use crate::intent::Redundancy;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vif-in-two-groups", &[]),
    says: "A vif stands in one redundancy group.",
    why: "The group decides how much AWS and your routers prefer the vif. Two groups would decide it twice, \
          and differently.",
    breaks: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"

[redundancy.again]
vifs = ["spare", "prod"]        # <-
policy = "active-passive"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[Source::Ours("a vif has one preference")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let mut first: HashMap<&str, (Leg<'_>, &Redundancy)> = HashMap::new();
    let mut groups: Vec<&Redundancy> = world.intent.redundancies.iter().collect();
    groups.sort_by_key(|group| group.name.place);
    for group in groups {
        // Two groups of the same vifs are one mistake, whatever they share.
        let mut said = false;
        for leg in legs(world.intent, group) {
            let vif = &leg.vif.name.text;
            let Some((before, other)) = first.get(vif.as_str()) else {
                first.insert(vif, (leg, group));
                continue;
            };
            if !std::mem::replace(&mut said, true) {
                let message = format!(
                    "vif {vif} is in two redundancy groups, {} and {}",
                    other.name.text, group.name.text
                );
                let diagnostic = RULE
                    .found(message)
                    .at(leg.place)
                    .subject(format!("redundancy.{}", group.name.text));
                found.push(
                    diagnostic
                        .concerns(vif)
                        .label("again")
                        .related(before.place, "first here"),
                );
            }
        }
    }
}
