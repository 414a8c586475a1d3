use std::collections::HashMap;

use crate::diagnostic::{Code, Findings};
use crate::intent::{Intent, Policy, Prefix, Redundancy, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("public-pair", &["PUB-15"]),
    says: "Public vifs share a prefix at one location, or as active and passive with a public AS number.",
    why: "AWS spreads traffic for a prefix over several public vifs only where they end at the same location with equal \
          attributes; else the nearest wins, flow by flow another. To make one vif the active one takes a longer AS path \
          on the other, and AWS strips that from a private AS number.",
    breaks: &[
        "
[connection.paris]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqPA3\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/1\"

[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]

[vif.paris]
type = \"public\"
connection = \"paris\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]   # <-
peer = [{ customer = \"203.0.113.6/30\", amazon = \"203.0.113.5/30\" }]
",
    ],
    keeps: &[
        "
[connection.paris]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqPA3\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/1\"

[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]

[vif.paris]
type = \"public\"
connection = \"paris\"
amazon_asn = 7224
accept = []
advertise = [\"192.0.2.0/24\"]
peer = [{ customer = \"203.0.113.6/30\", amazon = \"203.0.113.5/30\" }]
",
    ],
    sources: &[Source::UserGuide("routing-and-bgp"), Source::KnowledgeCenter("active and passive public virtual interfaces")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut passive = vec![false; intent.vifs.len()];
    for group in intent.redundancies.iter().filter(|group| group.policy.is_some_and(|at| at.value == Policy::ActivePassive)) {
        group.vifs.iter().for_each(|member| passive[member.value] = true);
        stripped(intent, group, found);
    }
    let mut first: HashMap<Prefix, usize> = HashMap::new();
    for (index, vif) in intent.vifs.iter().enumerate().filter(|(_, vif)| vif.is(VifType::Public)) {
        // One shared prefix says it for the whole vif.
        let mut other = None;
        for prefix in vif.advertised() {
            let before = *first.entry(prefix.value).or_insert(index);
            let apart = before != index && !(passive[before] && passive[index]) && elsewhere(intent, &intent.vifs[before], vif);
            other = other.or(apart.then_some((before, prefix)));
        }
        let Some((before, prefix)) = other else { continue };
        let before = &intent.vifs[before];
        let message = format!("public vifs {} and {} advertise {} from different locations", before.name.text, vif.name.text, prefix.value);
        let there = before.advertised().iter().find(|there| there.value == prefix.value);
        let there = there.map_or(before.name.place, |at| at.place);
        let place = if there == prefix.place { vif.name.place } else { prefix.place };
        let diagnostic = RULE.found(message).at(place).vif(&vif.name.text).label("advertised again").related(there, "advertised here too");
        found.push(diagnostic.help("policy = \"active-passive\" in a [redundancy] table of both, or prefixes of their own"));
    }
}

/// Are the two at different locations, as far as the intent says?
fn elsewhere(intent: &Intent, one: &Vif, other: &Vif) -> bool {
    let location = |vif| Some(intent.connection_of(vif)?.location.as_ref()?.value.as_str());
    matches!((location(one), location(other)), (Some(one), Some(other)) if one != other)
}

/// Active and passive public vifs whose AS path cannot be made longer.
fn stripped(intent: &Intent, group: &Redundancy, found: &mut Findings) {
    let members = group.vifs.iter().map(|member| &intent.vifs[member.value]);
    let private_asn = |vif: &&Vif| vif.is(VifType::Public) && intent.asn_of(vif, None).is_some_and(|asn| asn.value.is_private());
    let (Some(vif), Some(policy)) = (members.into_iter().find(private_asn), group.policy) else { return };
    let message = format!("public vif {} of the active-passive group {} has a private AS number", vif.name.text, group.name.text);
    let diagnostic = RULE.found(message).at(policy.place).subject(format!("redundancy.{}", group.name.text)).concerns(&vif.name.text);
    found.push(diagnostic.label("AWS strips the prepending").help("a public AS number of yours (asn = ...), or policy = \"active-active\""));
}
