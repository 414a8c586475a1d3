use std::collections::HashMap;

use super::{own_place, sessions};
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Intent, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("sitelink-own-asn", &["ASN-26"]),
    says: "Sites that reach each other over SiteLink have AS numbers of their own, or take paths that hold their own number.",
    why: "AWS leaves your AS number in the path. A router that finds its own number in a path takes it for a loop and drops \
          the route, so two sites with the same one never hear of each other, until they are told to take it (allowas-in and the like).",
    breaks: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010

[router.edge-2]
vendor = \"cisco_xe\"
asn = 65010

[connection.dx-2]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSLD8\"
router = \"edge-2\"
port = \"TenGigabitEthernet0/1/0\"

[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b00c0ffee\"
sitelink = true

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.site-2]
connection = \"dx-2\"
gateway = \"5f294f92-bafb-4011-916d-9b0b00c0ffee\"
advertise = [\"10.30.0.0/16\"]
sitelink = true                 # <-

[[vif.site-2.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010

[router.edge-2]
vendor = \"cisco_xe\"
asn = 65011

[connection.dx-2]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSLD8\"
router = \"edge-2\"
port = \"TenGigabitEthernet0/1/0\"

[vif.prod]
gateway = \"5f294f92-bafb-4011-916d-9b0b00c0ffee\"
sitelink = true

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.site-2]
connection = \"dx-2\"
gateway = \"5f294f92-bafb-4011-916d-9b0b00c0ffee\"
advertise = [\"10.30.0.0/16\"]
sitelink = true

[[vif.site-2.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Ours("a BGP router drops what carries its own AS number"),
    ],
    check: Check::Looking(check),
};

/// The first vif of a site, and one on another router with the same AS number.
struct Sites<'a> {
    router: usize,
    first: &'a Vif,
    others: Vec<(&'a Vif, At<bool>)>,
}

fn check(world: &World<'_>, found: &mut Findings) {
    for sites in sites(world.intent) {
        let Some((vif, sitelink)) = sites.others.first() else {
            continue;
        };
        let first = sites.first;
        let message = format!(
            "vifs {} and {} share a gateway and an AS number, so SiteLink routes between them look like loops",
            first.name.text, vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(own_place(vif, sitelink.place))
            .vif(&vif.name.text)
            .concerns(&first.name.text)
            .label("drops what the other site sends");
        let further = sites.others.iter().skip(1);
        let diagnostic = diagnostic.concerns_each(further.map(|(vif, _)| &*vif.name.text));
        found.push(
            diagnostic.related(first.name.place, "the other site").help(
                "give each site its own AS number, or let the routers take their own in a path",
            ),
        );
    }
}

/// The vifs with SiteLink that share a gateway and an AS number.
fn sites(intent: &Intent) -> Vec<Sites<'_>> {
    let mut at = HashMap::new();
    let mut all: Vec<Sites<'_>> = Vec::new();
    for vif in intent.vifs.iter().filter(|vif| vif.is_private_or_transit()) {
        let sitelink = vif.sitelink.filter(|on| on.value);
        let asn = sessions(vif)
            .next()
            .and_then(|peer| intent.asn_of(vif, peer));
        let (Some(sitelink), Some(gateway)) = (sitelink, &vif.gateway) else {
            continue;
        };
        let (Some(router), Some(asn)) = (intent.router_at(vif), asn) else {
            continue;
        };
        let index = *at
            .entry((gateway.value.as_str(), asn.value))
            .or_insert_with(|| {
                all.push(Sites {
                    router: router.value,
                    first: vif,
                    others: Vec::new(),
                });
                all.len() - 1
            });
        if all[index].router != router.value {
            all[index].others.push((vif, sitelink));
        }
    }
    all
}
