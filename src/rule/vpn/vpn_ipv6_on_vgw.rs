use super::{is_on_vgw, of};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-ipv6-on-vgw", &["VPN-14", "VPN-03"]),
    says: "A VPN on a virtual private gateway speaks IPv4, inside and outside.",
    why: "IPv6 needs a transit gateway or Cloud WAN on AWS's side; a VGW has none.",
    breaks: &[
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0"

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "fd00:10::2/126"     # <-
amazon = "fd00:10::1/126"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "fd00:11::2/126"
amazon = "fd00:11::1/126"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0"
address = "2001:db8::1"         # <-

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
    ],
    keeps: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0"

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("ipv4-ipv6"), Source::Vpn("cgw-options")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in world.intent.vpns.iter().filter(|vpn| is_on_vgw(vpn)) {
        let inside = vpn
            .tunnels
            .iter()
            .filter_map(|tunnel| tunnel.customer)
            .find(|at| at.value.is_ipv6());
        let outside = vpn.address.filter(|at| at.value.is_ipv6());
        let inside = inside.map(|at| (at.place, at.value.to_string(), "VPN-14"));
        let outside = outside.map(|at| (at.place, at.value.to_string(), "VPN-03"));
        for (place, address, reference) in inside.into_iter().chain(outside) {
            let message = format!(
                "vpn {} has {address} and is on a virtual private gateway, which is IPv4 only",
                vpn.name.text
            );
            let diagnostic = of(RULE.found(message).at(place), vpn)
                .reference(reference)
                .label("not on a VGW");
            found.push(
                diagnostic.help("take an IPv4 address, or attach the VPN to a transit gateway"),
            );
        }
    }
}
