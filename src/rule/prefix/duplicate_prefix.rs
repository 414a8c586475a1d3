use std::collections::HashMap;

use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("duplicate-prefix", &[]),
    says: "A prefix stands once in `advertise` and once in `accept`.",
    why: "Twice the same does no harm, but often one of the two was meant to be another prefix.",
    breaks: &["
[vif.prod]
advertise = [
    \"10.20.0.0/16\",
    \"10.20.0.0/16\",             # <-
]
"],
    keeps: &["
[vif.prod]
advertise = [
    \"10.20.0.0/16\",
    \"10.21.0.0/16\",
]
"],
    sources: &[Source::Ours(
        "a slip of copy and paste is best found before it is missed",
    )],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        within(vif, "advertise", vif.advertised(), found);
        within(vif, "accept", vif.accepted(), found);
    }
}

fn within(vif: &Vif, key: &str, list: &[At<Prefix>], found: &mut Findings) {
    let mut first = HashMap::new();
    for prefix in list {
        let Some(before) = first.insert(prefix.value, prefix.place) else {
            continue;
        };
        let message = format!(
            "{} stands twice in `{key}` of vif {}",
            prefix.value, vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(prefix.place)
            .vif(&vif.name.text)
            .label("again");
        found.push(
            diagnostic
                .related(before, "stands here already")
                .help("remove it, or write the prefix that was meant"),
        );
    }
}
