use super::of;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("vpn-one-tunnel", &["VPN-01"]),
    says: "A VPN has its two tunnels.",
    why: "AWS gives every VPN connection two tunnels on different equipment and replaces them one at a time, without asking. \
          With one of them configured, the VPN is down each time.",
    breaks: &[r#"
[vpn.backup]                    # <-
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
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
    sources: &[Source::Vpn("VPNTunnels")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in world
        .intent
        .vpns
        .iter()
        .filter(|vpn| vpn.tunnels.len() != 2)
    {
        let count = match vpn.tunnels.len() {
            0 => "no tunnel".to_owned(),
            1 => "one tunnel".to_owned(),
            more => format!("{more} tunnels"),
        };
        let message = format!(
            "vpn {} has {count}; an AWS VPN connection has two",
            vpn.name.text
        );
        let diagnostic = of(RULE.found(message).at(vpn.name.place), vpn).label(count);
        found.push(diagnostic.help(format!(
            "write [[vpn.{}.tunnel]] twice, once for each of AWS's outside addresses",
            vpn.name.text
        )));
    }
}
