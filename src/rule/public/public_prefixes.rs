use std::collections::HashSet;

use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType, code};
use crate::rule::prefix::{count, family};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-prefixes", &["PUB-01", "QUO-08"]),
    says: "A public vif advertises 1 to {public_prefixes} prefixes.",
    why: "AWS wants to know the prefixes when the vif is made, and drops packets from any other source. Past \
          {public_prefixes} routes in a session, AWS ends it, and it stays down until there are fewer.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = []                  # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[
        Source::UserGuide("create-public-vif"),
        Source::UserGuide("limits"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    // A list that could not be read is not an empty list.
    let of_wrong_type = found.iter().filter(|found| found.code == &code::WRONG_TYPE);
    let misread: HashSet<String> = of_wrong_type
        .filter_map(|found| found.subject.clone())
        .collect();
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        if !vif.advertised().is_empty() {
            too_many(vif, found);
        } else if !vif.unread.advertise
            && !misread.contains("defaults")
            && !misread.contains(&format!("vif.{}", vif.name.text))
        {
            let place = vif.advertise_place();
            let diagnostic = RULE
                .found(format!("public vif {} advertises no prefix", vif.name.text))
                .at(place)
                .vif(&vif.name.text);
            found.push(diagnostic.label("at least one public prefix").help(
                "name the public prefixes that your hosts use: advertise = [\"198.51.100.0/24\"]",
            ));
        }
    }
}

fn too_many(vif: &Vif, found: &mut Findings) {
    let most = LIMITS.public_prefixes.value as usize;
    let counts = [true, false].map(|ipv4| (count(vif.advertised(), ipv4), ipv4));
    let total = counts[0].0 + counts[1].0;
    let place = vif.advertise_place();
    let (reference, message) = match counts.iter().find(|(count, _)| *count > most) {
        Some((count, ipv4)) => (
            "QUO-08",
            format!(
                "public vif {} advertises {count} {} prefixes, and AWS takes {most}",
                vif.name.text,
                family(*ipv4)
            ),
        ),
        None if total > most => (
            "PUB-01",
            format!(
                "public vif {} advertises {total} prefixes, and AWS takes {most}",
                vif.name.text
            ),
        ),
        None => return,
    };
    let diagnostic = RULE
        .found(message)
        .reference(reference)
        .at(place)
        .vif(&vif.name.text);
    found.push(
        diagnostic
            .label("AWS ends the session")
            .help("summarise, or spread the prefixes over several public vifs"),
    );
}
