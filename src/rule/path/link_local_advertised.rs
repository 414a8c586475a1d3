use std::net::{Ipv4Addr, Ipv6Addr};

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::{At, Prefix};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("link-local-advertised", &["SVC-09"]),
    says: "Link-local prefixes (169.254.0.0/16, fe80::/10) are not advertised.",
    why: "They belong to one link. In a VPC, 169.254.169.254 is the metadata service, .169.253 the DNS resolver and \
          .169.123 the clock. Peer addresses need no route either: both ends are on the link.",
    breaks: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16", "169.254.96.0/30"]   # <-
"#],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]
"#],
    sources: &[
        Source::Standard("RFC 3927, 7"),
        Source::Ours("instances reach their services over link-local"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    // What a public vif may advertise is a matter of who owns it.
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        if let Some(finding) = look(&format!("vif {}", vif.name.text), vif.advertised()) {
            found.push(finding.vif(&vif.name.text));
        }
    }
    for vpn in &world.intent.vpns {
        if let Some(finding) = look(&format!("vpn {}", vpn.name.text), &vpn.advertise) {
            found.push(finding.subject(format!("vpn.{}", vpn.name.text)));
        }
    }
}

fn look(who: &str, advertised: &[At<Prefix>]) -> Option<Diagnostic> {
    let prefix = advertised
        .iter()
        .find(|prefix| is_link_local(prefix.value))?;
    let diagnostic = RULE.found(format!(
        "{who} advertises {}, which is link-local",
        prefix.value
    ));
    Some(
        diagnostic
            .at(prefix.place)
            .label("belongs to one link")
            .help("take it out of advertise"),
    )
}

fn is_link_local(prefix: Prefix) -> bool {
    match prefix.network().ip() {
        std::net::IpAddr::V4(ip) => {
            prefix.length() >= 16 && ip.octets()[..2] == Ipv4Addr::new(169, 254, 0, 0).octets()[..2]
        }
        std::net::IpAddr::V6(ip) => {
            let first = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0).segments()[0];
            prefix.length() >= 10 && ip.segments()[0] & 0xffc0 == first
        }
    }
}
