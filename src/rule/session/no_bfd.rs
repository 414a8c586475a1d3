use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("no-bfd", &["BGP-08"]),
    says: "Every vif runs BFD.",
    why: "Without BFD a dead path is noticed when the BGP hold time runs out: 90 seconds unless you lower it. \
          With it, under a second. AWS's side has BFD on for every vif and only waits for yours.",
    breaks: &["
[vif.prod]
bfd = false                     # <-
"],
    keeps: &["
[vif.prod]
bfd = true                      # 300 ms x 3
"],
    sources: &[
        Source::UserGuide("bgp-specific-settings"),
        Source::KnowledgeCenter("enable BFD for Direct Connect"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world.intent.vifs.iter().filter(|vif| !vif.has_bfd()) {
        let place = vif.bfd.map_or(vif.name.place, |bfd| bfd.place);
        let diagnostic = RULE
            .found(format!("vif {} runs without BFD", vif.name.text))
            .at(place)
            .vif(&vif.name.text);
        found.push(
            diagnostic
                .label("a dead path is noticed after the hold time")
                .help("bfd = true"),
        );
    }
}
