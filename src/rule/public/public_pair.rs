use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::{At, Intent, Prefix, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("public-pair", &["PUB-15"]),
    says: "Public vifs that share a prefix end at one location, or are active and passive.",
    why: "AWS spreads traffic for a prefix over several public vifs only where they end at the same location with equal \
          attributes; else each Region takes the vif that is nearest to it. An active-passive group says which one it \
          should be, or prefixes of their own do.",
    breaks: &["
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
"],
    keeps: &["
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
"],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::KnowledgeCenter("active/active and active/passive on public vifs"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut passive = vec![false; intent.vifs.len()];
    let groups = intent.redundancies.iter();
    for member in groups
        .filter(|group| group.is_active_passive())
        .flat_map(|group| &group.vifs)
    {
        passive[member.value] = true;
    }
    let mut first: HashMap<Prefix, usize> = HashMap::new();
    let vifs = intent.vifs.iter().enumerate();
    for (index, vif) in vifs.filter(|(_, vif)| vif.is(VifType::Public)) {
        // One shared prefix says it for the whole vif.
        let mut other = None;
        for prefix in vif.advertised() {
            let before = *first.entry(prefix.value).or_insert(index);
            let apart = before != index
                && !(passive[before] && passive[index])
                && elsewhere(intent, &intent.vifs[before], vif);
            other = other.or(apart.then_some((before, prefix)));
        }
        if let Some((before, prefix)) = other {
            found.push(again(&intent.vifs[before], vif, prefix));
        }
    }
}

fn again(before: &Vif, vif: &Vif, prefix: &At<Prefix>) -> Diagnostic {
    let message = format!(
        "public vifs {} and {} advertise {} from different locations",
        before.name.text, vif.name.text, prefix.value
    );
    let mut theirs = before.advertised().iter();
    let there = theirs.find(|there| there.value == prefix.value);
    let there = there.map_or(before.name.place, |at| at.place);
    let place = match there == prefix.place {
        true => vif.name.place,
        false => prefix.place,
    };
    let diagnostic = RULE
        .found(message)
        .at(place)
        .vif(&vif.name.text)
        .label("advertised again")
        .related(there, "advertised here too");
    diagnostic.help(
        "policy = \"active-passive\" in a [redundancy] table of both, or prefixes of their own",
    )
}

/// Are the two at different locations, as far as the intent says?
fn elsewhere(intent: &Intent, one: &Vif, other: &Vif) -> bool {
    let location = |vif| Some(intent.connection_of(vif)?.location.as_ref()?.value.as_str());
    matches!((location(one), location(other)), (Some(one), Some(other)) if one != other)
}
