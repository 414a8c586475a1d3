use super::{Space, end_of_kind, peers};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("peer-not-private", &["IP-11"]),
    says: "The IPv4 peers of a private or transit vif have private or link-local addresses.",
    why: "For long AWS took nothing else there. It now takes public addresses that you own, as long as they serve the session alone: \
          not let out to AWS, and not the source of NAT.",
    breaks: &[
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"193.0.14.2/30\"      # <-
amazon = \"193.0.14.1/30\"
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"100.64.3.2/30\"      # <-
amazon = \"100.64.3.1/30\"
",
    ],
    keeps: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"192.168.96.2/30\"
amazon = \"192.168.96.1/30\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-transit-vif-dx"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (vif, peer) in peers(world.intent).filter(|(vif, _)| vif.is_private_or_transit()) {
        let odd = |space| matches!(space, Space::Public | Space::Shared | Space::Benchmark);
        let Some((end, space)) = end_of_kind(peer, odd) else {
            continue;
        };
        let message = format!(
            "vif {} has the peer address {}, which is neither private nor link-local",
            vif.name.text, end.value
        );
        let diagnostic = RULE
            .found(message)
            .at(end.place)
            .vif(&vif.name.text)
            .label(space.in_words());
        found.push(diagnostic.help("use the 169.254 addresses that AWS offers, or allow it if the addresses are yours and serve the session alone"));
    }
}
