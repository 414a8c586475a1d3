use super::{Space, end_of_kind, peers};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("peer-address-unusable", &["IP-11"]),
    says: "A peer's address is one that an interface can have.",
    why: "Loopback, multicast and reserved addresses are refused by the router, if not by AWS before.",
    breaks: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"224.0.1.2/30\"       # <-
amazon = \"224.0.1.1/30\"
"],
    keeps: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::Standard("RFC 6890"),
    ],
    check: Check::Looking(check),
};

/// On a public vif it is one of the addresses that are not public, which has its own rule.
fn check(world: &World<'_>, found: &mut Findings) {
    for (vif, peer) in peers(world.intent).filter(|(vif, _)| vif.is_private_or_transit()) {
        let Some((end, _)) = end_of_kind(peer, |space| space == Space::Reserved) else {
            continue;
        };
        let message = format!(
            "vif {} has the peer address {}, which no interface can have",
            vif.name.text, end.value
        );
        let diagnostic = RULE
            .found(message)
            .at(end.place)
            .vif(&vif.name.text)
            .label("loopback, multicast or reserved");
        found.push(diagnostic.help("take both addresses from what AWS shows for the vif"));
    }
}
