use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::Vif;
use crate::rule::prefix::{count, family, stated};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("too-many-prefixes", &["QUO-06"]),
    says: "A private or transit vif advertises no more prefixes of a family than its prefix_allocation: \
           {default_allocation} unless stated, {largest_allocation} at most.",
    why: "Past that number AWS ends the session with a Cease, and it stays down until there are fewer: one prefix too \
          many takes all of them away. The allocation is raised at AWS first, and stated here then.",
    breaks: &["
[vif.prod]
prefix_allocation = { ipv4 = 2 }
advertise = [\"10.1.0.0/16\", \"10.3.0.0/16\", \"10.5.0.0/16\"]   # <-
"],
    keeps: &["
[vif.prod]
prefix_allocation = { ipv4 = 200 }
advertise = [\"10.1.0.0/16\", \"10.3.0.0/16\", \"10.5.0.0/16\"]
"],
    sources: &[
        Source::UserGuide("limits"),
        Source::UserGuide("prefix-controls"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        for ipv4 in [true, false] {
            // Without a session nothing is sent; that is said elsewhere.
            if vif.has_session(ipv4) {
                found_in(vif, ipv4)
                    .into_iter()
                    .for_each(|diagnostic| found.push(diagnostic));
            }
        }
    }
}

fn found_in(vif: &Vif, ipv4: bool) -> Option<Diagnostic> {
    let limits = &*LIMITS;
    let (default, largest) = (
        limits.default_allocation.value,
        limits.largest_allocation.value,
    );
    let (stated, family, name) = (stated(vif, ipv4), family(ipv4), &vif.name.text);
    let allowed = stated.map_or(default, |at| at.value.min(largest));
    let advertised = count(vif.advertised(), ipv4);
    if advertised <= allowed as usize {
        return None;
    }
    let prefixes = if advertised == 1 {
        "prefix"
    } else {
        "prefixes"
    };
    let unless = match stated {
        Some(_) => "",
        None => " unless prefix_allocation says otherwise",
    };
    let message = format!(
        "vif {name} advertises {advertised} {family} {prefixes}, and AWS takes {allowed}{unless}"
    );
    let help = help(family, advertised, largest);
    let diagnostic = RULE
        .found(message)
        .at(vif.advertise_place())
        .vif(name)
        .label("AWS ends the session")
        .help(help);
    Some(match stated {
        Some(at) => diagnostic.related(at.place, "the allocation"),
        None => diagnostic,
    })
}

fn help(family: &str, advertised: usize, largest: u32) -> String {
    if advertised > largest as usize {
        return format!("summarise, or spread them over several vifs: AWS takes {largest} at most");
    }
    let key = family.to_ascii_lowercase();
    format!(
        "summarise, or raise the allocation at AWS and state it: prefix_allocation = {{ {key} = {advertised} }}"
    )
}
