use super::sessions;
use crate::diagnostic::{Code, Findings};
use crate::intent::{Intent, Policy, Redundancy, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("prepend-private-asn", &["ASN-15"]),
    says: "On a public vif, only a public AS number of yours is worth prepending.",
    why: "AWS puts 7224 in the place of a private one and drops what was prepended, before anybody chooses a path by it. \
          So on public vifs with a private AS number nothing makes one of them the passive one.",
    breaks: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
prepend = 2                     # <-
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
",
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"

[vif.spare]
type = \"public\"
vlan = 102
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.spare.peer]]
customer = \"203.0.113.6/30\"
amazon = \"203.0.113.5/30\"

[redundancy.internet]
vifs = [\"prod\", \"spare\"]
policy = \"active-passive\"       # <-
",
    ],
    keeps: &["
[vif.prod]
type = \"public\"
asn = 64500                     # stands for a public one
amazon_asn = 7224
prepend = 2
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"
"],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::KnowledgeCenter("active/passive on public vifs"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for vif in intent
        .vifs
        .iter()
        .filter(|vif| prepends(vif) && has_private_asn(intent, vif))
    {
        let Some(prepend) = vif.prepend else { continue };
        let message = format!(
            "vif {} is public, has a private AS number and prepends it",
            vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(prepend.place)
            .vif(&vif.name.text)
            .label("AWS drops it");
        let asn = intent.asn_of(vif, vif.peers.first());
        let diagnostic = asn.into_iter().fold(diagnostic, |diagnostic, asn| {
            diagnostic.related(asn.place, "private")
        });
        found.push(diagnostic.help("remove it, or use a public AS number of yours"));
    }
    for group in &intent.redundancies {
        passive_in_vain(intent, group, found);
    }
}

/// A group whose passive vifs have no way to be passive.
fn passive_in_vain(intent: &Intent, group: &Redundancy, found: &mut Findings) {
    let Some(policy) = group
        .policy
        .filter(|policy| policy.value == Policy::ActivePassive)
    else {
        return;
    };
    let passive = group
        .vifs
        .iter()
        .skip(1)
        .map(|member| &intent.vifs[member.value]);
    let vain: Vec<&Vif> = passive.filter(|vif| has_private_asn(intent, vif)).collect();
    // One that prepends has been told already.
    let Some(first) = vain
        .first()
        .filter(|_| !vain.iter().any(|vif| prepends(vif)))
    else {
        return;
    };
    let message = format!(
        "vif {} cannot be passive: it is public and has a private AS number",
        first.name.text
    );
    let diagnostic = RULE
        .found(message)
        .at(policy.place)
        .subject(format!("redundancy.{}", group.name.text));
    let diagnostic = diagnostic.concerns_each(vain.iter().map(|vif| &*vif.name.text));
    let asn = intent.asn_of(first, first.peers.first());
    let diagnostic = asn.into_iter().fold(diagnostic, |diagnostic, asn| {
        diagnostic.related(asn.place, "private")
    });
    found.push(
        diagnostic
            .label("AWS drops prepending here")
            .help("policy = \"active-active\", or use a public AS number of yours"),
    );
}

fn prepends(vif: &Vif) -> bool {
    vif.prepend.is_some_and(|prepend| prepend.value > 0)
}

fn has_private_asn(intent: &Intent, vif: &Vif) -> bool {
    vif.is(VifType::Public)
        && sessions(vif).any(|peer| {
            intent
                .asn_of(vif, peer)
                .is_some_and(|asn| asn.value.is_private())
        })
}
