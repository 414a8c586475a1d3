use super::{asn, of};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-asn", &["VPN-08"]),
    says: "Your AS number on a VPN is another one than Amazon's.",
    why: "The session is an external one. With one number on both ends the router makes it internal, and AWS does not answer. \
          64512 is what both sides start from when nobody chooses.",
    breaks: &[r#"
[vpn.backup]
router = "edge"
asn = 64512                     # <-
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    keeps: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("cgw-options")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in &world.intent.vpns {
        let (Some(ours), Some(amazon)) = (asn(world.intent, vpn), vpn.amazon_asn) else {
            continue;
        };
        if ours.value == amazon.value {
            let message = format!(
                "vpn {} has AS number {} on both ends",
                vpn.name.text, ours.value
            );
            let place = vpn.asn.map_or(amazon.place, |asn| asn.place);
            let other = if place == amazon.place {
                ours.place
            } else {
                amazon.place
            };
            let diagnostic =
                of(RULE.found(message).at(place), vpn).label("the same as the other end's");
            found.push(diagnostic.related(other, "the other end"));
        }
    }
}
