use super::and_more;
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("covered-prefix", &[]),
    says: "No prefix of `advertise` lies inside another one of it.",
    why: "The longer prefix adds nothing that the shorter one does not say already, and counts towards the limit of \
          what AWS takes. Where it is there to draw traffic to this vif, because the longest prefix wins, allow it. \
          A default route beside other prefixes is left alone.",
    breaks: &["
[vif.prod]
advertise = [
    \"10.0.0.0/8\",
    \"10.20.0.0/16\",             # <-
]
"],
    keeps: &["
[vif.prod]
advertise = [\"10.0.0.0/8\"]
"],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Ours("a summary saves prefixes, and AWS counts them"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let covered = covered(vif);
        let Some((inner, outer)) = covered.iter().min_by_key(|(inner, _)| inner.place) else {
            continue;
        };
        let more = and_more(covered.len());
        let message = format!(
            "vif {} advertises {}{more} inside {}",
            vif.name.text, inner.value, outer.value
        );
        let diagnostic = RULE
            .found(message)
            .at(inner.place)
            .vif(&vif.name.text)
            .label("covered already");
        found.push(
            diagnostic
                .related(outer.place, "by this one")
                .help("leave it out, or allow it if it is to draw traffic to this vif"),
        );
    }
}

/// The prefixes inside another one, each with the one that it is inside of.
fn covered(vif: &Vif) -> Vec<(At<Prefix>, At<Prefix>)> {
    let mut sorted: Vec<At<Prefix>> = vif
        .advertised()
        .iter()
        .filter(|prefix| !prefix.value.is_default())
        .copied()
        .collect();
    // By network and then length, whatever contains a prefix stands before it.
    sorted.sort_by_key(|prefix| (prefix.value.network().network(), prefix.value.length()));
    sorted.dedup_by_key(|prefix| prefix.value);
    let mut covered = Vec::new();
    let mut outer: Option<At<Prefix>> = None;
    for prefix in sorted {
        match outer.filter(|outer| outer.value.contains(prefix.value)) {
            Some(outer) => covered.push((prefix, outer)),
            None => outer = Some(prefix),
        }
    }
    covered
}
