use std::collections::HashMap;

use super::{carried, largest};
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Mtu, Prefix, Vif, VifType, Vpn};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("mtu-differs", &["MTU-09"]),
    says: "Ways to the same prefix have the same MTU.",
    why: "When AWS has a prefix over two vifs of different MTU, or over a vif and a VPN, it uses 1500 on both. So the \
          jumbo frames are lost even while all is well, and hosts that counted on them find out by timeouts. \
          A VPN never carries jumbo frames.",
    breaks: &[
        r#"
[vif.prod]
mtu = 8500                      # <-
vlan = 101

[vif.spare]
mtu = 1500
vlan = 102

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"

[[vif.spare.peer]]
customer = "169.254.97.2/30"
amazon = "169.254.97.1/30"

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#,
        r#"
[vif.prod]
mtu = 8500                      # <-
gateway = "vgw-0a1b2c3d"
advertise = ["10.20.0.0/16"]

[vpn.backup]
router = "edge"
address = "198.51.100.7"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0a1b2c3d"
advertise = ["10.20.0.0/16"]

[[vpn.backup.tunnel]]
outside = "203.0.113.17"
customer = "169.254.110.2/30"
amazon = "169.254.110.1/30"
key = { env = "VPN_KEY_1" }

[[vpn.backup.tunnel]]
outside = "203.0.113.18"
customer = "169.254.111.2/30"
amazon = "169.254.111.1/30"
key = { env = "VPN_KEY_2" }
"#,
    ],
    keeps: &[
        r#"
[vif.prod]
mtu = 8500
vlan = 101

[vif.spare]
mtu = 8500
vlan = 102

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"

[[vif.spare.peer]]
customer = "169.254.97.2/30"
amazon = "169.254.97.1/30"

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#,
        r#"
[vif.prod]
mtu = 1500
gateway = "vgw-0a1b2c3d"
advertise = ["10.20.0.0/16"]

[vpn.backup]
router = "edge"
address = "198.51.100.7"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0a1b2c3d"
advertise = ["10.20.0.0/16"]

[[vpn.backup.tunnel]]
outside = "203.0.113.17"
customer = "169.254.110.2/30"
amazon = "169.254.110.1/30"
key = { env = "VPN_KEY_1" }

[[vpn.backup.tunnel]]
outside = "203.0.113.18"
customer = "169.254.111.2/30"
amazon = "169.254.111.1/30"
key = { env = "VPN_KEY_2" }
"#,
    ],
    sources: &[Source::UserGuide("interface-set-mtu")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    within_groups(world, found);
    beside_vpns(world, found);
}

/// The larger MTU is the one that is lost, so that is where the finding stands.
fn within_groups(world: &World<'_>, found: &mut Findings) {
    let vifs = &world.intent.vifs;
    for group in &world.intent.redundancies {
        let members = || {
            let all = group.vifs.iter().map(|member| &vifs[member.value]);
            all.filter(|vif| vif.is_private_or_transit())
        };
        let smallest = members().min_by_key(|vif| carried(vif));
        let (Some(large), Some(small)) = (largest(members()), smallest) else {
            continue;
        };
        let Some(mtu) = large.mtu.filter(|_| carried(large) > carried(small)) else {
            continue;
        };
        let message = format!(
            "vif {} has an MTU of {}, and {} beside it in redundancy group {} has {}",
            large.name.text,
            carried(large),
            small.name.text,
            group.name.text,
            carried(small)
        );
        let diagnostic = RULE.found(message).at(mtu.place).vif(&large.name.text);
        let place = small.mtu.map_or(small.name.place, |mtu| mtu.place);
        found.push(
            diagnostic
                .label("AWS uses 1500 on both")
                .related(place, format!("{} has {}", small.name.text, carried(small)))
                .concerns(&small.name.text)
                .help("the same `mtu` on all vifs of the group"),
        );
    }
}

fn beside_vpns(world: &World<'_>, found: &mut Findings) {
    let mut over_vpn: HashMap<Prefix, (&Vpn, &At<Prefix>)> = HashMap::new();
    for vpn in &world.intent.vpns {
        for prefix in &vpn.advertise {
            over_vpn.entry(prefix.value).or_insert((vpn, prefix));
        }
    }
    for vif in &world.intent.vifs {
        let jumbo = carried(vif) > Mtu::STANDARD.get();
        let Some(mtu) = vif.mtu.filter(|_| jumbo && !over_vpn.is_empty()) else {
            continue;
        };
        let both = vif.advertised().iter().find_map(|prefix| {
            let (vpn, theirs) = over_vpn.get(&prefix.value)?;
            meet(vif, vpn).then_some((vpn, theirs))
        });
        if let Some((vpn, prefix)) = both {
            let message = format!(
                "vif {} has an MTU of {}, and {} goes over VPN {} as well",
                vif.name.text,
                carried(vif),
                prefix.value,
                vpn.name.text
            );
            let diagnostic = RULE.found(message).at(mtu.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label("AWS uses 1500 for the prefixes of both")
                    .related(prefix.place, "also over the VPN")
                    .help("mtu = 1500, or other prefixes over the VPN"),
            );
        }
    }
}

/// Do both end on one gateway of AWS, as far as the intent tells?
fn meet(vif: &Vif, vpn: &Vpn) -> bool {
    let Some(theirs) = vpn.gateway.as_ref() else {
        return false;
    };
    let ours = vif.gateway.as_ref();
    ours.is_some_and(|ours| ours.value == theirs.value)
        || vif.is(VifType::Transit) && theirs.value.starts_with("tgw-")
}
