use std::collections::HashMap;

use super::{Table, vrf};
use crate::diagnostic::{Code, Findings};
use crate::intent::Vpn;
use crate::rule::{Check, Rule, Source, World};

/// What a route has on every platform when nobody says anything.
const USUAL: u32 = 100;

pub static RULE: Rule = Rule {
    code: Code::warning("vpn-preferred", &["PATH-12"]),
    says: "Beside a VPN on the same router, a vif's local preference is higher than the usual 100.",
    why: "AWS prefers Direct Connect over the VPN. If your router does not, requests and answers take different \
          ways, and a stateful firewall on one of them drops half of each conversation.",
    breaks: &[r#"
[vif.prod]
local_preference = 90           # <-

[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
advertise = ["10.20.0.0/16"]

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
local_preference = 200

[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
advertise = ["10.20.0.0/16"]

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[
        Source::Vpn("vpn-route-priority"),
        Source::KnowledgeCenter("VPN as a backup for Direct Connect"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let mut vpns: HashMap<Table<'_>, &Vpn> = HashMap::new();
    for vpn in &world.intent.vpns {
        if let Some(router) = vpn.router {
            vpns.entry((router.value, vrf(vpn.vrf.as_ref())))
                .or_insert(vpn);
        }
    }
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        let router = world.intent.router_at(vif);
        let (Some(preference), Some(router)) =
            (vif.local_preference.filter(|at| at.value <= USUAL), router)
        else {
            continue;
        };
        let Some(vpn) = vpns.get(&(router.value, vrf(vif.vrf.as_ref()))) else {
            continue;
        };
        let message = format!(
            "vif {} has local preference {}, which does not put it before vpn {} on the same router",
            vif.name.text, preference.value, vpn.name.text
        );
        let diagnostic = RULE.found(message).at(preference.place).vif(&vif.name.text);
        let diagnostic = diagnostic
            .label("not above 100")
            .related(vpn.name.place, "the VPN beside it");
        found.push(diagnostic.help("local_preference = 200"));
    }
}
