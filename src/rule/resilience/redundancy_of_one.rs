use super::{about, legs};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("redundancy-of-one", &["RES-04"]),
    says: "A redundancy group has two vifs or more.",
    why: "A vif cannot back itself up. A group of one looks like redundancy in the file and is none: \
          AWS's maintenance alone takes the vif down for hours.",
    breaks: &[r#"
[redundancy.prod]
vifs = ["prod"]                 # <-
policy = "active-passive"
"#],
    keeps: &[r#"
[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[
        Source::UserGuide("classic_connection"),
        Source::UserGuide("high-resiliency-set-up"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for group in &world.intent.redundancies {
        let Some(listed) = group.listed.filter(|listed| listed.value < 2) else {
            continue;
        };
        let legs = legs(world.intent, group);
        let message = match legs.first() {
            Some(only) => format!(
                "redundancy group {} has only one vif, {}",
                group.name.text, only.vif.name.text
            ),
            // A name that leads nowhere is spoken about elsewhere.
            None if listed.value == 1 => continue,
            None => format!("redundancy group {} has no vif", group.name.text),
        };
        let diagnostic = about(RULE.found(message).at(listed.place), group, &legs);
        found.push(
            diagnostic
                .label("nothing to take over")
                .help("name the vif that takes over as well"),
        );
    }
}
