use super::{family, stated};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("allocation-range", &["PFX-03"]),
    says: "prefix_allocation is 0 to {largest_allocation} prefixes of each family.",
    why: "That is what can be set for a private or transit vif. More needs a talk with AWS first, and is given case by \
          case. 0 lets no prefix of the family in.",
    breaks: &["
[vif.prod]
prefix_allocation = { ipv4 = 1001 }              # <-
"],
    keeps: &["
[vif.prod]
prefix_allocation = { ipv4 = 1000, ipv6 = 0 }
"],
    sources: &[Source::UserGuide("prefix-controls")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.largest_allocation.value;
    // On a public vif there is nothing to allocate, whatever the number.
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        for ipv4 in [true, false] {
            let Some(allocation) = stated(vif, ipv4).filter(|at| at.value > most) else {
                continue;
            };
            let message = format!(
                "vif {} has {} {} prefixes allocated, and {most} is the most",
                vif.name.text,
                allocation.value,
                family(ipv4)
            );
            let diagnostic = RULE.found(message).at(allocation.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label(format!("0 to {most}"))
                    .help("summarise what the vif advertises; AWS gives more only by agreement"),
            );
        }
    }
}
