use super::{about, legs, stranger};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("mixed-redundancy", &["RES-06"]),
    says: "The vifs of a redundancy group are of one type.",
    why: "A private vif leads to VPCs, a transit vif to transit gateways, a public vif to AWS's public addresses. \
          None of them reaches what another one reaches, so none can take over from another.",
    breaks: &[r#"
[vif.prod]

[vif.spare]
type = "transit"
connection = "dx-2"
vlan = 102

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
        Source::UserGuide("WorkingWithVirtualInterfaces"),
        Source::UserGuide("high-resiliency-set-up"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for group in &world.intent.redundancies {
        let legs = legs(world.intent, group);
        let Some(other) = stranger(&legs) else {
            continue;
        };
        let (Some(first), Some(kind)) = (legs[0].vif.kind, other.vif.kind) else {
            continue;
        };
        let message = format!(
            "{} vif {} cannot back up {} vif {}",
            kind.value, other.vif.name.text, first.value, legs[0].vif.name.text
        );
        let diagnostic = about(RULE.found(message).at(other.place), group, &legs);
        let diagnostic = diagnostic
            .label("of another type")
            .related(kind.place, format!("{} here", kind.value));
        found.push(diagnostic.help("give each type a [redundancy] group of its own"));
    }
}
