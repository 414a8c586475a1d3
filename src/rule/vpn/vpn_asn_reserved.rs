use super::{asn, of};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-asn-reserved", &["VPN-06"]),
    says: "Your AS number on a VPN is none of those that Amazon keeps for itself: 7224, 9059, 10124, 17493, 17943.",
    why: "7224 is refused everywhere, the others in the Region whose gateways once had them. They are Amazon's public numbers, so that no one else has a use for them.",
    breaks: &[r#"
[vpn.backup]
router = "edge"
asn = 7224                      # <-
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

/// One of the last two is a slip in AWS's own pages; both count.
const AMAZON: [u32; 5] = [7224, 9059, 10124, 17493, 17943];

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in &world.intent.vpns {
        let Some(ours) = asn(world.intent, vpn).filter(|ours| AMAZON.contains(&ours.value.get()))
        else {
            continue;
        };
        let message = format!(
            "vpn {} has our AS number {}, which is Amazon's",
            vpn.name.text, ours.value
        );
        let diagnostic = of(RULE.found(message).at(ours.place), vpn).label("Amazon's own");
        found.push(diagnostic.help("your own AS number, or a private one: asn = 65010"));
    }
}
