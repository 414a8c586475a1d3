use super::GatewayKind;
use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("sitelink-gateway", &["GW-20"]),
    says: "SiteLink is on for at least two vifs of one Direct Connect gateway.",
    why: "SiteLink carries traffic from one vif to another of the same Direct Connect gateway. On a vif of a virtual \
          private gateway it does not exist, and a single vif has nobody to talk to: you pay for it by the hour and \
          nothing comes of it, unless the other vif stands in another intent.",
    breaks: &[
        "
[vif.prod]
gateway = \"vgw-0ab12cd34ef567890\"
sitelink = true                 # <-
",
        "
[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
sitelink = true                 # <-
",
    ],
    keeps: &["
[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
sitelink = true
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.paris]
vlan = 102
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
sitelink = true
advertise = [\"10.30.0.0/16\"]
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    sources: &[Source::Api("NewPrivateVirtualInterface"), Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (gateway, vifs) in world.intent.vifs_by_gateway() {
        let has_sitelink =
            |vif: &&Vif| vif.is_private_or_transit() && vif.sitelink.is_some_and(|at| at.value);
        let linked: Vec<&Vif> = vifs.into_iter().filter(has_sitelink).collect();
        match (GatewayKind::of(gateway), linked.as_slice()) {
            // A transit vif has no business on it at all, which is another rule's to say.
            (Some(GatewayKind::VirtualPrivate), _) => {
                for vif in linked.iter().filter(|vif| vif.is(VifType::Private)) {
                    let message = format!(
                        "vif {} has SiteLink on and is attached to the virtual private gateway {gateway}",
                        vif.name.text
                    );
                    push(
                        found,
                        vif,
                        message,
                        "only with a Direct Connect gateway",
                        "sitelink = false, or attach the vif to a Direct Connect gateway",
                    );
                }
            }
            (Some(GatewayKind::DirectConnect), [vif]) => {
                let message = format!(
                    "vif {} is the only one of gateway {gateway} with SiteLink",
                    vif.name.text
                );
                push(
                    found,
                    vif,
                    message,
                    "no other vif to talk to",
                    "turn it on for the other site's vif too, or off here",
                );
            }
            _ => {}
        }
    }
}

fn push(found: &mut Findings, vif: &Vif, message: String, label: &str, help: &str) {
    let place = vif.sitelink.map_or(vif.name.place, |at| at.place);
    found.push(
        RULE.found(message)
            .at(place)
            .vif(&vif.name.text)
            .label(label)
            .help(help),
    );
}
