use std::collections::HashMap;

use super::{is_on_vgw, of};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Bandwidth, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("vpn-slower-than-connection", &["VPN-98"]),
    says: "A VPN on a virtual private gateway backs up a connection of 1 Gbps at most.",
    why: "A tunnel carries 1.25 Gbps, and a VGW uses one tunnel of all its VPNs at a time. What a faster connection carries does not fit into it. \
          A transit gateway shares traffic among tunnels.",
    breaks: &[r#"
[vif.prod]
gateway = "vgw-0123456789abcdef0"

[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0" # <-

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
[vif.prod]
gateway = "vgw-0123456789abcdef0"

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

[connection.dx]
kind = "dedicated"
speed = "1Gbps"
location = "EqLD5"
router = "edge"
port = "GigabitEthernet0/0/1"
"#],
    sources: &[Source::Vpn("vpn-limits"), Source::Faq],
    check: Check::Looking(check),
};

/// What one tunnel is good for, by AWS's advice.
const TUNNEL: Bandwidth = Bandwidth::mbps(1_000);

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let speed = |vif: &Vif| {
        intent
            .connection_of(vif)
            .and_then(|connection| connection.speed)
    };
    let fast = |vif: &&Vif| {
        speed(vif).is_some_and(|speed| {
            speed.value > TUNNEL && vif.rate_limit.is_none_or(|limit| limit.value > TUNNEL)
        })
    };
    let mut by_gateway: HashMap<&str, &Vif> = HashMap::new();
    for vif in intent.vifs.iter().filter(fast) {
        if let Some(gateway) = &vif.gateway {
            by_gateway.entry(&gateway.value).or_insert(vif);
        }
    }
    for vpn in intent.vpns.iter().filter(|vpn| is_on_vgw(vpn)) {
        let Some(gateway) = &vpn.gateway else {
            continue;
        };
        let Some((vif, speed)) = by_gateway
            .get(gateway.value.as_str())
            .and_then(|vif| Some((vif, speed(vif)?)))
        else {
            continue;
        };
        let message = format!(
            "vpn {} stands beside vif {} of {} on one virtual private gateway, and carries 1.25Gbps",
            vpn.name.text, vif.name.text, speed.value
        );
        let diagnostic = of(RULE.found(message).at(gateway.place), vpn).concerns(&vif.name.text);
        let diagnostic = diagnostic
            .label("one tunnel at a time")
            .related(speed.place, "faster than a tunnel");
        found.push(diagnostic.help("a transit gateway shares traffic among several tunnels"));
    }
}
