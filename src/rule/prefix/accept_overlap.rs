use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Code, Findings};
use crate::intent::{At, Intent, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("accept-overlap", &[]),
    says: "Vifs of different gateways on one router and VRF accept different prefixes, unless they back each other up.",
    why: "Two gateways lead to different networks. Where both may send the same prefix, the router takes the one with the \
          better attributes, and half of the traffic ends up in the wrong network.",
    breaks: &["
[vif.prod]
gateway = \"vgw-0ab12cd34ef567890\"
accept = [\"172.31.0.0/16\"]
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.test]
vlan = 102
gateway = \"vgw-0fe98dc76ba543210\"
accept = [\"172.31.128.0/20\"]    # <-
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    keeps: &["
[vif.prod]
gateway = \"vgw-0ab12cd34ef567890\"
accept = [\"172.31.0.0/16\"]
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.test]
vlan = 102
gateway = \"vgw-0fe98dc76ba543210\"
accept = [\"172.30.128.0/20\"]
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    sources: &[Source::Ours(
        "a routing table has one best route for a prefix",
    )],
    check: Check::Looking(check),
};

/// A prefix that a vif accepts; the vif by index.
type Accepted = (At<Prefix>, usize);

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut tables: BTreeMap<(usize, Option<&str>), Vec<Accepted>> = BTreeMap::new();
    for (index, vif) in intent.vifs.iter().enumerate() {
        let (router, within) = (intent.router_at(vif), vif.is_private_or_transit());
        if let (Some(router), Some(_), true) = (router, &vif.gateway, within) {
            let vrf = vif.vrf.as_ref().map(|at| at.value.as_str());
            let all = vif.accepted().iter();
            let prefixes = all.filter(|prefix| !prefix.value.is_default());
            tables
                .entry((router.value, vrf))
                .or_default()
                .extend(prefixes.map(|prefix| (*prefix, index)));
        }
    }
    let groups = groups(intent);
    let mut told = HashSet::new();
    for mut accepted in tables.into_values() {
        accepted.sort_by_key(|(prefix, index)| {
            let (network, length) = (prefix.value.network().network(), prefix.value.length());
            (network, length, *index)
        });
        for (one, other) in overlaps(intent, &groups, &accepted) {
            // The later vif is the one that came to a table in use; once for each vif is enough.
            let (first, second) = match one.1 < other.1 {
                true => (one, other),
                false => (other, one),
            };
            if told.insert(second.1) {
                let (vif, later) = (&intent.vifs[first.1], &intent.vifs[second.1]);
                tell(vif, first.0, later, second.0, found);
            }
        }
    }
}

/// The redundancy groups of every vif.
fn groups(intent: &Intent) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); intent.vifs.len()];
    for (index, group) in intent.redundancies.iter().enumerate() {
        for member in &group.vifs {
            groups[member.value].push(index);
        }
    }
    groups
}

/// Pairs of sorted prefixes, one inside the other, of vifs that are strangers to each other.
fn overlaps(
    intent: &Intent,
    groups: &[Vec<usize>],
    sorted: &[Accepted],
) -> Vec<(Accepted, Accepted)> {
    let gateway = |index: usize| {
        intent.vifs[index]
            .gateway
            .as_ref()
            .map(|at| at.value.as_str())
    };
    let strangers = |one: usize, other: usize| {
        gateway(one) != gateway(other)
            && !groups[one]
                .iter()
                .any(|group| groups[other].contains(group))
    };
    let mut pairs = Vec::new();
    // The prefixes around the current one, one vif for each, so that it is never deeper than a
    // prefix is long.
    let mut around: Vec<Accepted> = Vec::new();
    for &current in sorted {
        while around
            .last()
            .is_some_and(|outer| !outer.0.value.contains(current.0.value))
        {
            around.pop();
        }
        let other = around.iter().find(|outer| strangers(outer.1, current.1));
        pairs.extend(other.map(|outer| (*outer, current)));
        if around
            .last()
            .is_none_or(|outer| outer.0.value != current.0.value)
        {
            around.push(current);
        }
    }
    pairs
}

fn tell(first: &Vif, earlier: At<Prefix>, second: &Vif, later: At<Prefix>, found: &mut Findings) {
    let (Some(one), Some(other)) = (&first.gateway, &second.gateway) else {
        return;
    };
    let message = format!(
        "vif {} accepts {} of gateway {}, and vif {} accepts {} of gateway {}",
        second.name.text, later.value, other.value, first.name.text, earlier.value, one.value
    );
    let inherited = earlier.place == later.place;
    let place = if inherited {
        second.name.place
    } else {
        later.place
    };
    let diagnostic = RULE
        .found(message)
        .at(place)
        .vif(&second.name.text)
        .label("the router can hold only one");
    let diagnostic = diagnostic.related(earlier.place, "accepted here too");
    found.push(
        diagnostic
            .help("accept what each gateway really has, or give one of the vifs a VRF of its own"),
    );
}
