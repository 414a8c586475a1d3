use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("accept-default", &[]),
    says: "A private or transit vif accepts no default route.",
    why: "A default route from AWS would draw all traffic without a better route to AWS, that to the internet too. It \
          comes only where somebody put 0.0.0.0/0 into the allowed prefixes of a transit gateway, and then it should \
          be meant. Name the networks that you have in AWS.",
    breaks: &[
        "
[vif.prod]
accept = [\"0.0.0.0/0\"]          # <-
",
    ],
    keeps: &[
        "
[vif.prod]
accept = [\"172.31.0.0/16\"]
",
    ],
    sources: &[Source::UserGuide("allowed-to-prefixes"), Source::Ours("a way out to the internet is a decision")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world.intent.vifs.iter().filter(|vif| vif.is_private_or_transit()) {
        let Some(default) = vif.accepted().iter().find(|prefix| prefix.value.is_default()) else { continue };
        let message = format!("vif {} accepts a default route from AWS, {}", vif.name.text, default.value);
        let diagnostic = RULE.found(message).at(default.place).vif(&vif.name.text).label("all traffic would go there");
        found.push(diagnostic.help("name the prefixes of your networks in AWS instead"));
    }
}
