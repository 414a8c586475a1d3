use super::GatewayKind;
use crate::diagnostic::{Code, Findings};
use crate::intent::Vif;
use crate::rule::prefix::allocated;
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("gateway-full", &["QUO-14", "PFX-05"]),
    says: "A Direct Connect gateway has at most {vifs_per_gateway} vifs, and their prefix allocations come to at most \
           {prefixes_per_gateway}, IPv4 and IPv6 together.",
    why: "Both are hard limits, and AWS refuses the vif that goes over either. A vif that states no \
          prefix_allocation has {default_allocation} of each family, with or without a session in it.",
    breaks: &["
[connection.dx]
kind = \"dedicated\"
speed = \"100Gbps\"
router = \"edge\"
port = \"HundredGigE0/1/0\"

[vif.a]
vlan = 101
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
vlan = 102
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]

[vif.c]
vlan = 103
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.3.2/30\", amazon = \"169.254.3.1/30\" }]

[vif.d]
vlan = 104
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.4.2/30\", amazon = \"169.254.4.1/30\" }]

[vif.e]
vlan = 105
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.5.2/30\", amazon = \"169.254.5.1/30\" }]

[vif.f]
vlan = 106
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }   # <-
peer = [{ customer = \"169.254.6.2/30\", amazon = \"169.254.6.1/30\" }]
"],
    keeps: &["
[connection.dx]
kind = \"dedicated\"
speed = \"100Gbps\"
router = \"edge\"
port = \"HundredGigE0/1/0\"

[vif.a]
vlan = 101
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
vlan = 102
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]

[vif.c]
vlan = 103
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.3.2/30\", amazon = \"169.254.3.1/30\" }]

[vif.d]
vlan = 104
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.4.2/30\", amazon = \"169.254.4.1/30\" }]

[vif.e]
vlan = 105
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.5.2/30\", amazon = \"169.254.5.1/30\" }]
"],
    sources: &[
        Source::UserGuide("limits"),
        Source::UserGuide("prefix-controls"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (gateway, vifs) in world.intent.vifs_by_gateway() {
        if GatewayKind::of(gateway) == Some(GatewayKind::DirectConnect) {
            let vifs: Vec<&Vif> = vifs
                .into_iter()
                .filter(|vif| vif.is_private_or_transit())
                .collect();
            attachments(gateway, &vifs, found);
            allocations(gateway, &vifs, found);
        }
    }
}

fn attachments(gateway: &str, vifs: &[&Vif], found: &mut Findings) {
    let most = LIMITS.vifs_per_gateway.value;
    let Some(vif) = vifs.get(most as usize) else {
        return;
    };
    let message = format!(
        "gateway {gateway} has {} vifs, and {most} is the most; vif {} is one too many",
        vifs.len(),
        vif.name.text
    );
    let diagnostic = RULE
        .found(message)
        .at(vif.name.place)
        .vif(&vif.name.text)
        .label(format!("vif {} of {most}", most + 1));
    found.push(diagnostic.help("attach the rest to a second Direct Connect gateway"));
}

/// Nothing is said where no vif states an allocation: then nobody asks for more than AWS gives.
fn allocations(gateway: &str, vifs: &[&Vif], found: &mut Findings) {
    let most = u64::from(LIMITS.prefixes_per_gateway.value);
    let of = |vif: &Vif| allocated(vif, true) + allocated(vif, false);
    let total: u64 = vifs.iter().map(|vif| of(vif)).sum();
    let (stated, unstated): (Vec<&Vif>, Vec<&Vif>) =
        vifs.iter().partition(|vif| vif.prefix_allocation.is_some());
    if total <= most {
        return;
    }
    let mut sum: u64 = unstated.iter().map(|vif| of(vif)).sum();
    for vif in stated {
        sum += of(vif);
        let Some(allocation) = vif.prefix_allocation.as_ref().filter(|_| sum > most) else {
            continue;
        };
        let message = format!(
            "the vifs of gateway {gateway} are given {total} prefixes, and {most} is the most"
        );
        let diagnostic = RULE
            .found(message)
            .reference("PFX-05")
            .at(allocation.place)
            .vif(&vif.name.text);
        found.push(
            diagnostic
                .label(format!("comes to {sum} here"))
                .help("lower allocations, or attach vifs to a second Direct Connect gateway"),
        );
        return;
    }
}
