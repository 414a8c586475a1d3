use std::net::IpAddr;

use ipnetwork::IpNetwork;

use super::of;
use crate::diagnostic::{Code, Findings};
use crate::intent::Tunnel;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error(
        "vpn-inside-address",
        &["VPN-10", "VPN-11", "VPN-13", "VPN-14"],
    ),
    says: "A tunnel's inside addresses are a /30 of 169.254.0.0/16 that AWS has not reserved, or a /126 of fd00::/8; the first host is AWS's.",
    why: "AWS makes the tunnel with these addresses and takes the first one of the two for itself. \
          It keeps 169.254.0.0/30 to 169.254.5.0/30 and 169.254.169.252/30 back. One connection carries IPv4 or IPv6, in both tunnels.",
    breaks: &[
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "10.255.0.2/30"      # <-
amazon = "10.255.0.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.1.2/30"     # <-
amazon = "169.254.1.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.1/30"    # <-
amazon = "169.254.10.2/30"

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

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("tunnel-configure")],
    check: Check::Looking(check),
};

/// What is wrong with a pair of inside addresses, and the fact that says so.
struct Wrong {
    what: String,
    reference: &'static str,
    help: &'static str,
}

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in &world.intent.vpns {
        let mut family = None;
        for tunnel in &vpn.tunnels {
            let (Some(customer), Some(amazon)) = (tunnel.customer, tunnel.amazon) else {
                continue;
            };
            let is_ipv4 = customer.value.is_ipv4();
            let first = *family.get_or_insert(is_ipv4);
            let Some(wrong) = wrong(tunnel, first) else {
                continue;
            };
            let message = format!(
                "vpn {} has inside address {}, {}",
                vpn.name.text, customer.value, wrong.what
            );
            let diagnostic =
                of(RULE.found(message).at(customer.place), vpn).reference(wrong.reference);
            found.push(
                diagnostic
                    .related(amazon.place, "AWS's end")
                    .help(wrong.help),
            );
        }
    }
}

fn wrong(tunnel: &Tunnel, first_is_ipv4: bool) -> Option<Wrong> {
    let (ours, amazon) = (tunnel.customer?.value, tunnel.amazon?.value);
    let is_ipv4 = ours.is_ipv4();
    let (own_reference, form, help) = match is_ipv4 {
        true => (
            "VPN-10",
            "a /30 of 169.254.0.0/16",
            "for example: customer = \"169.254.10.2/30\", amazon = \"169.254.10.1/30\"",
        ),
        false => (
            "VPN-13",
            "a /126 of fd00::/8",
            "for example: customer = \"fd00:10::2/126\", amazon = \"fd00:10::1/126\"",
        ),
    };
    let (what, reference) = if is_ipv4 != first_is_ipv4 {
        let what = "which is of another family than the other tunnel's";
        (what.to_owned(), "VPN-14")
    } else if ours.network() != amazon.network() || ours.prefix() != amazon.prefix() {
        let what = format!("which is not in one subnet with {amazon}");
        (what, own_reference)
    } else if !has_form(ours) {
        (format!("which is not in {form}"), own_reference)
    } else if is_reserved(ours) {
        ("which AWS has reserved".to_owned(), "VPN-11")
    } else if host(amazon) != Some(1) || host(ours) != Some(2) {
        let what = "but the first host of the subnet is AWS's and the second one ours";
        (what.to_owned(), own_reference)
    } else {
        return None;
    };
    Some(Wrong {
        what,
        reference,
        help,
    })
}

fn has_form(address: IpNetwork) -> bool {
    match address.ip() {
        IpAddr::V4(ip) => address.prefix() == 30 && ip.is_link_local(),
        IpAddr::V6(ip) => address.prefix() == 126 && ip.octets()[0] == 0xfd,
    }
}

fn is_reserved(address: IpNetwork) -> bool {
    match address.network() {
        IpAddr::V4(network) => matches!(
            network.octets(),
            [169, 254, 0..=5, 0] | [169, 254, 169, 252]
        ),
        IpAddr::V6(_) => false,
    }
}

/// Which host of its subnet an address is.
fn host(address: IpNetwork) -> Option<u128> {
    match (address.ip(), address.network()) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => {
            Some(u128::from(u32::from(ip) - u32::from(network)))
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) => Some(u128::from(ip) - u128::from(network)),
        _ => None,
    }
}
