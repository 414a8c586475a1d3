use super::{Space, end_of_kind, peers};
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-peer-not-public", &["IP-09"]),
    says: "The IPv4 peers of a public vif have public addresses.",
    why: "AWS checks that they are yours before the session may come up: no RFC 1918, no 169.254, no carrier-grade NAT space. \
          Elastic IPs and ranges that you brought to AWS do not count either, which no file shows.",
    breaks: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"    # <-
amazon = \"169.254.96.1/30\"
",
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"100.64.3.2/31\"      # <-
amazon = \"100.64.3.3/31\"
",
    ],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    sources: &[Source::UserGuide("create-public-vif")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (vif, peer) in peers(world.intent).filter(|(vif, _)| vif.is(VifType::Public)) {
        let public = |space| matches!(space, Space::Public | Space::Documentation);
        let Some((end, space)) = end_of_kind(peer, |space| !public(space)) else {
            continue;
        };
        let message = format!(
            "vif {} is public and has the peer address {}",
            vif.name.text, end.value
        );
        let diagnostic = RULE
            .found(message)
            .at(end.place)
            .vif(&vif.name.text)
            .label(space.in_words());
        found.push(diagnostic.help("a public subnet that you own, or a /31 from AWS support"));
    }
}
