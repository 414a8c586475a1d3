//! Prefixes that have to be in the routing table to be advertised: which ones, in which VRF, and
//! the number that tells each from the others on platforms that want one.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Value;

use super::prefix::Prefixes;
use super::resolve::text;
use super::values;
use crate::intent::{Prefix, Vif};
use crate::vendor::names::number;

/// VRFs and what has to be in their routing tables.
pub(super) type Anchors<'a> = BTreeSet<(Option<&'a str>, Prefix)>;

/// What has to be in the routing table of each VRF for vifs to advertise it.
pub(super) fn anchors<'a>(vifs: impl Iterator<Item = &'a Vif>) -> Anchors<'a> {
    let of_vif = |vif: &'a Vif| {
        let vrf = vif.vrf.as_ref().map(|vrf| vrf.value.as_str());
        let has = |prefix: Prefix| {
            vif.peers
                .iter()
                .any(|peer| peer.pair.is_ipv4() == prefix.is_ipv4())
        };
        vif.advertised()
            .iter()
            .map(|at| at.value)
            .filter(move |prefix| has(*prefix))
            .map(move |prefix| (vrf, prefix))
    };
    vifs.flat_map(of_vif).collect()
}

/// How many anchors of a router have each number.
pub(super) fn times_numbered<'a>(
    anchors: impl Iterator<Item = &'a (Option<&'a str>, Prefix)>,
) -> BTreeMap<u32, usize> {
    let mut times = BTreeMap::new();
    for anchor in anchors {
        *times.entry(numbered(anchor)).or_default() += 1;
    }
    times
}

pub(super) fn anchor_values(
    anchors: &Anchors<'_>,
    times: &BTreeMap<u32, usize>,
    prefixes: &mut Prefixes,
) -> Vec<Value> {
    let anchor = |at: &(Option<&str>, Prefix)| {
        let number = Some(numbered(at)).filter(|number| times.get(number) == Some(&1));
        Value::from_object(values::Anchor {
            prefix: prefixes.value(at.1),
            vrf: at.0.map_or(Value::from(()), text),
            number: number.map_or(Value::from(()), Value::from),
            ..values::Anchor::default()
        })
    };
    anchors.iter().map(anchor).collect()
}

/// The number of an anchor, whichever vifs are rendered: it depends on nothing but the anchor.
fn numbered((vrf, prefix): &(Option<&str>, Prefix)) -> u32 {
    number(&format!("{} {prefix}", vrf.unwrap_or("")))
}
