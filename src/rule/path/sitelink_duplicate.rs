use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::{At, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("sitelink-duplicate", &["PATH-07"]),
    says: "A prefix is advertised over one SiteLink vif of a gateway, or over those of one redundancy group.",
    why: "SiteLink carries traffic from site to site and takes the shortest path. Two sites with one prefix are \
          anybody's guess: which of them gets a packet depends on where it enters.",
    breaks: &[r#"
[vif.prod]
sitelink = true
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"
advertise = ["10.20.0.0/16"]

[vif.spare]
connection = "dx-2"
vlan = 102
sitelink = true
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"
advertise = ["10.20.0.0/16"]    # <-
"#],
    keeps: &[r#"
[vif.prod]
sitelink = true
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"
advertise = ["10.20.0.0/16"]

[vif.spare]
connection = "dx-2"
vlan = 102
sitelink = true
gateway = "5f294f92-bafb-4011-916d-9b0bec0ffee1"
advertise = ["10.30.0.0/16"]
"#],
    sources: &[Source::UserGuide("routing-and-bgp")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let groups = intent.redundancies.iter().enumerate();
    let grouped = groups.flat_map(|(group, of)| {
        of.vifs
            .iter()
            .map(move |member| (&*intent.vifs[member.value].name.text, group))
    });
    let group_of: HashMap<&str, usize> = grouped.collect();
    for (gateway, vifs) in intent.vifs_by_gateway() {
        let mut first: HashMap<Prefix, (At<Prefix>, &Vif)> = HashMap::new();
        for vif in vifs
            .into_iter()
            .filter(|vif| vif.sitelink.is_some_and(|at| at.value))
        {
            let group = |vif: &Vif| group_of.get(vif.name.text.as_str());
            let mut again = None;
            for prefix in vif.advertised() {
                let (before, other) = *first.entry(prefix.value).or_insert((*prefix, vif));
                let together = std::ptr::eq(other, vif)
                    || (group(vif).is_some() && group(vif) == group(other));
                if !together && again.is_none() {
                    again = Some((prefix, before, other));
                }
            }
            let Some((prefix, before, other)) = again else {
                continue;
            };
            found.push(twice(gateway, (vif, prefix), (other, before)));
        }
    }
}

fn twice(
    gateway: &str,
    (vif, prefix): (&Vif, &At<Prefix>),
    (other, before): (&Vif, At<Prefix>),
) -> Diagnostic {
    let message = format!(
        "vif {} advertises {} over SiteLink of gateway {gateway}, and so does vif {}",
        vif.name.text, prefix.value, other.name.text
    );
    let place = if prefix.place == before.place {
        vif.name.place
    } else {
        prefix.place
    };
    let diagnostic = RULE
        .found(message)
        .at(place)
        .vif(&vif.name.text)
        .concerns(&other.name.text);
    let diagnostic = diagnostic
        .label("which site is it?")
        .related(before.place, "advertised here");
    diagnostic.help("name both in one [redundancy] table if they are one site")
}
