use std::net::IpAddr;

use super::peers;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

/// AWS gives every IPv6 session a subnet of this length.
const LENGTH: u8 = 125;

pub static RULE: Rule = Rule {
    code: Code::error("ipv6-peer-not-assigned", &["IP-15"]),
    says: "The IPv6 peers of a vif are the ones AWS assigned: both ends out of a /125 of Amazon's public space.",
    why: "IPv6 addresses cannot be chosen on any type of vif. AWS takes a /125 from its own and shows both ends once the peer is made. \
          Another length, or a link-local or unique local address (fd00::/8), was not given out by AWS.",
    breaks: &[
        "
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]
accept = [\"172.31.0.0/16\", \"2600:1f18:4000::/56\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"2600:1f18:96::2/126\" # <-
amazon = \"2600:1f18:96::1/126\"
",
        "
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]
accept = [\"172.31.0.0/16\", \"2600:1f18:4000::/56\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"fd00:96::2/125\"     # <-
amazon = \"fd00:96::1/125\"
",
    ],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]
accept = [\"172.31.0.0/16\", \"2600:1f18:4000::/56\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"2600:1f18:96::2/125\"
amazon = \"2600:1f18:96::1/125\"
"],
    sources: &[
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-public-vif"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (vif, peer) in peers(world.intent) {
        let IpAddr::V6(address) = peer.customer.value.ip() else {
            continue;
        };
        // All that is given out to networks lies in 2000::/3.
        let global = address.segments()[0] >> 13 == 1;
        let problem = match (global, peer.customer.value.prefix()) {
            (false, _) => (
                "which AWS cannot have assigned",
                "not global unicast".to_owned(),
            ),
            (true, LENGTH) => continue,
            (true, other) => (
                "in a subnet that AWS does not assign",
                format!("/{other}, and AWS assigns a /{LENGTH}"),
            ),
        };
        let message = format!(
            "vif {} has the peer address {}, {}",
            vif.name.text, peer.customer.value, problem.0
        );
        let diagnostic = RULE
            .found(message)
            .at(peer.customer.place)
            .vif(&vif.name.text)
            .label(problem.1);
        found
            .push(diagnostic.help(
                "add the IPv6 peer in AWS first, and take both addresses from what it shows",
            ));
    }
}
