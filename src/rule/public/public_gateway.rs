use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-gateway", &["PUB-20"]),
    says: "A public vif is attached to no gateway and has no SiteLink.",
    why: "It ends in Amazon's public network. Gateways lead to VPCs, and SiteLink from one vif of a Direct Connect \
          gateway to another; both are for private and transit vifs.",
    breaks: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"  # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
",
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
sitelink = true                                  # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
",
    ],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[
        Source::UserGuide("WorkingWithVirtualInterfaces"),
        Source::Api("NewPublicVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        if let Some(gateway) = &vif.gateway {
            push(
                found,
                vif,
                gateway.place,
                "is attached to a gateway",
                "remove `gateway`, or make the vif private or transit",
            );
        }
        if let Some(sitelink) = vif.sitelink.filter(|at| at.value) {
            push(
                found,
                vif,
                sitelink.place,
                "has SiteLink on",
                "remove `sitelink`",
            );
        }
    }
}

fn push(found: &mut Findings, vif: &Vif, place: crate::diagnostic::Place, what: &str, help: &str) {
    let diagnostic = RULE
        .found(format!("public vif {} {what}", vif.name.text))
        .at(place)
        .vif(&vif.name.text);
    found.push(diagnostic.label("not on a public vif").help(help));
}
