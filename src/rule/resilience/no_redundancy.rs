use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::code;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("no-redundancy", &["RES-04"]),
    says: "Every vif stands in a redundancy group.",
    why: "A vif on its own goes down with its router, its connection, its AWS device and every maintenance of AWS. \
          A [redundancy] table names the vif that takes over, and gives both of them the preferences for it.",
    breaks: &["
[vif.prod]                      # <-
allow = []
"],
    keeps: &["
[vif.prod]
allow = []

[vif.spare]
vlan = 102
allow = []

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.spare.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"

[redundancy.prod]
vifs = [\"prod\", \"spare\"]
policy = \"active-passive\"
"],
    sources: &[
        Source::UserGuide("classic_connection"),
        Source::UserGuide("high-resiliency-set-up"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let groups = &world.intent.redundancies;
    // A group that could not be read in full may name any of them.
    let of_group = |found: &Diagnostic| {
        let table = found.subject.as_deref().unwrap_or("");
        found.code == &code::UNKNOWN_NAME && table.starts_with("redundancy.")
    };
    let lost = |path: &str| path == "redundancy" || path.starts_with("redundancy.");
    if found.lost().any(lost) || found.iter().any(of_group) {
        return;
    }
    let backed: HashSet<usize> = groups
        .iter()
        .flat_map(|group| group.vifs.iter().map(|member| member.value))
        .collect();
    for (index, vif) in world.intent.vifs.iter().enumerate() {
        if !backed.contains(&index) {
            let diagnostic = RULE.found(format!("vif {} is in no redundancy group", vif.name.text));
            let diagnostic = diagnostic
                .at(vif.name.place)
                .vif(&vif.name.text)
                .label("nothing backs it up");
            found.push(
                diagnostic.help("name it in a [redundancy.NAME] table, or allow it on purpose"),
            );
        }
    }
}
