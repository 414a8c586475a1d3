//! The routes of a session as AWS lists them, in one direction, and those of the router.

use std::collections::HashSet;

use crate::check::PeerScene;
use crate::check::verdict::{Evidence, Verdicts};
use crate::check::witness::{BgpStatus, Direction, Route, Spot, Witness};
use crate::intent::Prefix;

const FILTERED: &str = "the answer lists none of this direction and family, but others: was it asked for with \
                        --route-direction or --address-family? Ask again without";

pub(super) struct Listed<'a> {
    witness: &'a Witness,
    pub routes: Vec<&'a Route>,
    pub incomplete: Option<&'static str>,
    spot: Spot,
}

impl<'a> Listed<'a> {
    /// The routes of this session's family. Nothing is said where no answer lists routes, or where
    /// AWS has the session down; that routes are missing then is no finding of its own.
    pub fn of(
        peer: &PeerScene<'a>,
        direction: &Direction,
        verdicts: &mut Verdicts<'_>,
    ) -> Option<Self> {
        let told = peer.told()?;
        let witness = told.vif.witness;
        let status = told.peer.status.as_ref();
        if witness.routes.is_empty() || status.is_some_and(|said| said.value == BgpStatus::Down) {
            return None;
        }
        let Some(all) = witness.routes_of(told.vif.vif) else {
            verdicts.unknown(format!(
                "no answer of list-virtual-interface-routes is about {}",
                told.vif.vif.label()
            ));
            return None;
        };
        let (routes, others) = match direction {
            Direction::Advertised => (&all.advertised, &all.accepted),
            _ => (&all.accepted, &all.advertised),
        };
        let ipv4 = peer.amazon().is_ipv4();
        let of_family = |route: &&&Route| route.prefix.value.is_ipv4() == ipv4;
        let here: Vec<&Route> = routes.iter().filter(of_family).copied().collect();
        // Asked with a filter, AWS leaves out the rest and does not say so.
        let other_way = routes.is_empty() && !others.is_empty();
        let other_family = here.is_empty() && !others.iter().any(|route| of_family(&route));
        let filtered = other_way || other_family && routes.len() + others.len() > 0;
        if here.is_empty() && filtered {
            verdicts.unknown(FILTERED);
            return None;
        }
        Some(Self {
            witness,
            routes: here,
            incomplete: all.incomplete,
            spot: all.spot,
        })
    }

    /// The prefixes, each once: two devices of AWS's may have the same.
    pub fn prefixes(&self) -> Vec<Prefix> {
        let mut seen = HashSet::new();
        let all = self.routes.iter().map(|route| route.prefix.value);
        all.filter(|prefix| seen.insert(*prefix)).collect()
    }

    /// The lines of some of these prefixes; where none is there, the answer without them.
    pub fn evidence(&self, of: &[Prefix]) -> Vec<Evidence> {
        const FEW: usize = 3;
        let routes = self.routes.iter();
        let of_them = routes.filter(|route| of.contains(&route.prefix.value));
        let lines: Vec<Evidence> = of_them
            .take(FEW)
            .map(|route| self.witness.evidence(&route.prefix))
            .collect();
        if lines.is_empty() {
            let text = "\"routes\": without it".to_owned();
            return vec![self.witness.evidence_at(self.spot, text)];
        }
        lines
    }
}

/// The prefixes that the router sends to the peer or has from it, if a capture shows them.
pub(super) fn of_router(peer: &PeerScene<'_>, topic: &str) -> Option<Vec<Prefix>> {
    let rows = peer.routes(topic).ok()?;
    let prefix = |text: &str| Some(Prefix::around(text.parse().ok()?));
    let all = rows.iter().filter_map(|seen| prefix(seen.text("prefix")?));
    let ipv4 = peer.amazon().is_ipv4();
    Some(all.filter(|prefix| prefix.is_ipv4() == ipv4).collect())
}

/// What is in the first list and not in the second.
pub(super) fn without(all: &[Prefix], others: &[Prefix]) -> Vec<Prefix> {
    let others: HashSet<&Prefix> = others.iter().collect();
    let left = all.iter().filter(|prefix| !others.contains(prefix));
    left.copied().collect()
}
