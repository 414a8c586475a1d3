use super::{about, names, sound_groups};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("one-connection", &["RES-05"]),
    says: "The vifs of a redundancy group run over different connections.",
    why: "Two vifs of one connection share its cable, its optics, its port and its AWS device: what takes one down \
          takes both. A LAG is one connection in this sense, because all its members end on one AWS device.",
    breaks: &[r#"
[vif.prod]

[vif.spare]
connection = "dx"
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
        Source::UserGuide("high-resiliency-set-up"),
        Source::UserGuide("lags"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (group, legs) in sound_groups(world.intent) {
        let Some(connection) = super::one_connection(&legs) else {
            continue;
        };
        let connection = &world.intent.connections[connection].name;
        let message = format!(
            "vifs {} back each other up over one connection, {}",
            names(&legs),
            connection.text
        );
        let diagnostic = about(RULE.found(message).at(legs[1].place), group, &legs);
        let diagnostic = diagnostic
            .label("goes down with the others")
            .related(connection.place, "all of them run here");
        found.push(diagnostic.help("put one of them on a connection to another AWS location"));
    }
}
