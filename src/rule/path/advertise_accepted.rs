use std::collections::HashMap;

use super::{Cover, Table, is_hub, vrf};
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Intent, Prefix, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("advertise-accepted", &["PATH-15", "SVC-08"]),
    says: "What is accepted from AWS is not advertised to AWS.",
    why: "AWS ignores its own network when it comes back, or sends packets for it round in a circle; another gateway \
          would take your router for the way there. And addresses that your side and a VPC both use cannot reach \
          each other: in the VPC its own route wins.",
    breaks: &[
        r#"
[vif.prod]
advertise = ["10.20.0.0/16", "172.31.0.0/20"]     # <-
accept = ["172.31.0.0/16"]
"#,
        r#"
[vif.prod]
accept = ["172.31.0.0/16"]
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"

[vif.spare]
connection = "dx-2"
vlan = 102
advertise = ["172.31.0.0/16"]   # <-
accept = ["172.16.0.0/16"]
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"
"#,
    ],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]
accept = ["172.31.0.0/16"]
"#],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Ours("a VPC's local route is not overridden"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let others = Others::new(intent);
    for vif in intent.vifs.iter().filter(|vif| vif.is_private_or_transit()) {
        let own = Cover::new(accepted(vif));
        for prefix in vif
            .advertised()
            .iter()
            .filter(|prefix| !prefix.value.is_default())
        {
            let around = own
                .around(prefix.value)
                .or_else(|| others.around(intent, vif, prefix.value));
            // Over a private vif, a prefix around accepted ones is a hairpin.
            let inside = || {
                own.inside(prefix.value)
                    .filter(|_| vif.is(VifType::Transit))
            };
            let (accepted, how) = match (around, inside) {
                (Some(accepted), _) => (accepted, "lies in"),
                (None, inside) => match inside() {
                    Some(accepted) => (accepted, "covers"),
                    None => continue,
                },
            };
            report(vif, prefix, accepted, how, found);
            break;
        }
    }
}

fn report(
    vif: &Vif,
    prefix: &At<Prefix>,
    (accepted, from): (At<Prefix>, &Vif),
    how: &str,
    found: &mut Findings,
) {
    let how = match accepted.value == prefix.value {
        true => "is",
        false => how,
    };
    let whose = match std::ptr::eq(vif, from) {
        true => "it".to_owned(),
        false => format!("vif {}", from.name.text),
    };
    let message = format!(
        "vif {} advertises {}, which {how} {}, which {whose} accepts from AWS",
        vif.name.text, prefix.value, accepted.value
    );
    let place = match prefix.place == accepted.place {
        true => vif.name.place,
        false => prefix.place,
    };
    let diagnostic = RULE.found(message).at(place).vif(&vif.name.text);
    let (label, help) = match how {
        "covers" => (
            "what AWS does not use of it goes round in a circle",
            "advertise only your own part of it",
        ),
        _ => (
            "goes back to where it comes from",
            "take it out of one of the two lists",
        ),
    };
    let diagnostic = diagnostic.related(accepted.place, "accepted here");
    found.push(diagnostic.label(label).help(help));
}

fn accepted(vif: &Vif) -> impl Iterator<Item = (At<Prefix>, &Vif)> {
    vif.accepted().iter().map(move |prefix| (*prefix, vif))
}

/// What other vifs accept that meet in a gateway or on a router.
struct Others<'a> {
    by_gateway: HashMap<&'a str, Cover<'a>>,
    by_table: HashMap<Table<'a>, Cover<'a>>,
}

impl<'a> Others<'a> {
    fn new(intent: &'a Intent) -> Self {
        let (mut by_gateway, mut by_table) =
            (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        // Over SiteLink and over a hub, the networks of one site are what the next one accepts.
        let ends =
            |vif: &&Vif| vif.is_private_or_transit() && !vif.sitelink.is_some_and(|at| at.value);
        for vif in intent.vifs.iter().filter(ends) {
            let hub = vif
                .gateway
                .as_ref()
                .is_some_and(|gateway| is_hub(&gateway.value));
            if let Some(gateway) = vif.gateway.as_ref().filter(|_| !hub) {
                by_gateway
                    .entry(gateway.value.as_str())
                    .or_default()
                    .extend(accepted(vif));
            }
            if let Some(table) = table(intent, vif) {
                by_table.entry(table).or_default().extend(accepted(vif));
            }
        }
        Self {
            by_gateway: by_gateway
                .into_iter()
                .map(|(at, list)| (at, Cover::new(list.into_iter())))
                .collect(),
            by_table: by_table
                .into_iter()
                .map(|(at, list)| (at, Cover::new(list.into_iter())))
                .collect(),
        }
    }

    fn around(
        &self,
        intent: &'a Intent,
        vif: &'a Vif,
        prefix: Prefix,
    ) -> Option<(At<Prefix>, &'a Vif)> {
        let of_gateway = || {
            self.by_gateway
                .get(vif.gateway.as_ref()?.value.as_str())?
                .around(prefix)
        };
        let of_table = || self.by_table.get(&table(intent, vif)?)?.around(prefix);
        of_gateway().or_else(of_table)
    }
}

fn table<'a>(intent: &'a Intent, vif: &'a Vif) -> Option<Table<'a>> {
    Some((
        intent.connection_of(vif)?.router?.value,
        vrf(vif.vrf.as_ref()),
    ))
}
