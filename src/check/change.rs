//! What changed on a router since a snapshot, ours or not: this is how one knows that nothing else
//! broke.

use std::collections::BTreeMap;

use super::observed::{Observed, RouterFacts};
use super::verdict::Evidence;
use crate::intent::Intent;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    NeighborLost,
    SessionDown,
    SessionReset,
    InterfaceDown,
    PrefixesLost,
    /// More prefixes than before, beyond the tolerance: worth a look, and no loss.
    PrefixesGained,
}

impl What {
    pub fn word(self) -> &'static str {
        match self {
            Self::NeighborLost => "neighbor-lost",
            Self::SessionDown => "session-down",
            Self::SessionReset => "session-reset",
            Self::InterfaceDown => "interface-down",
            Self::PrefixesLost => "prefixes-lost",
            Self::PrefixesGained => "prefixes-gained",
        }
    }

    /// Is it worse than before?
    pub fn is_loss(self) -> bool {
        self != Self::PrefixesGained
    }
}

#[derive(Clone, Debug)]
pub struct Change {
    pub router: String,
    pub what: What,
    /// The peer or the interface.
    pub subject: String,
    pub was: String,
    pub is: String,
    /// Does it belong to a vif of the intent?
    pub ours: bool,
    pub evidence: Option<Evidence>,
}

/// A session or interface, as it was seen last.
#[derive(Default)]
struct Last {
    fields: BTreeMap<&'static str, (serde_json::Value, Evidence)>,
}

/// What is worse on every router than it was. Counts of prefixes may differ by `tolerance` percent.
/// Only what was looked at both times is compared.
pub fn changes(intent: &Intent, before: &Observed, now: &Observed, tolerance: u64) -> Vec<Change> {
    let mut all = Vec::new();
    for (index, router) in intent.routers.iter().enumerate() {
        let (Some(before), Some(now)) = (before.routers.get(index), now.routers.get(index)) else {
            continue;
        };
        let compare = Compare {
            intent,
            router: &router.name.text,
            tolerance,
        };
        compare.sessions(before, now, &mut all);
        compare.interfaces(before, now, &mut all);
    }
    all
}

struct Compare<'c> {
    intent: &'c Intent,
    router: &'c str,
    tolerance: u64,
}

const SESSION: &[&str] = &[
    "state",
    "uptime_s",
    "flaps",
    "prefixes_received",
    "prefixes_accepted",
];

impl Compare<'_> {
    fn sessions(&self, before: &RouterFacts, now: &RouterFacts, all: &mut Vec<Change>) {
        let kinds = ["bgp_summary", "bgp_neighbor"];
        let was = last(before, &kinds, "peer", SESSION);
        let is = last(now, &kinds, "peer", SESSION);
        // Without one answer that could have shown it, nothing is known to be lost.
        let read = |kind: &&str| now.of(kind).any(|answer| answer.facts.is_ok());
        let looked = kinds.iter().any(read);
        for (key, was) in &was {
            let mut peers = self.intent.vifs.iter().flat_map(|vif| &vif.peers);
            let session = Session {
                router: self.router,
                subject: named(key),
                ours: peers.any(|peer| key.0 == peer.pair.amazon().ip().to_string()),
                was,
            };
            let Some(is) = is.get(key) else {
                all.extend(session.lost().filter(|_| looked));
                continue;
            };
            if let Some(down) = session.down(is) {
                all.push(down);
                continue;
            }
            all.extend(session.reset(is));
            all.extend(session.prefixes(is, self.tolerance));
        }
    }

    fn interfaces(&self, before: &RouterFacts, now: &RouterFacts, all: &mut Vec<Change>) {
        let was = last(before, &["interface"], "name", &["oper"]);
        let is = last(now, &["interface"], "name", &["oper"]);
        for (key, was) in &was {
            let Some(is) = is.get(key).filter(|is| is.text("oper") == Some("down")) else {
                continue;
            };
            if was.text("oper") == Some("up") {
                let ports = self
                    .intent
                    .connections
                    .iter()
                    .filter_map(|connection| connection.port.as_ref());
                let ours = ports
                    .into_iter()
                    .any(|port| key.0.starts_with(&port.value.to_lowercase()));
                all.push(Change {
                    router: self.router.to_owned(),
                    what: What::InterfaceDown,
                    subject: key.0.clone(),
                    was: "up".to_owned(),
                    is: "down".to_owned(),
                    ours,
                    evidence: is.evidence("oper"),
                });
            }
        }
    }
}

/// A session that was there before.
struct Session<'s> {
    router: &'s str,
    subject: String,
    ours: bool,
    was: &'s Last,
}

impl Session<'_> {
    fn change(&self, what: What, was: String, is: String, evidence: Option<Evidence>) -> Change {
        Change {
            router: self.router.to_owned(),
            what,
            subject: self.subject.clone(),
            was,
            is,
            ours: self.ours,
            evidence,
        }
    }

    fn was_up(&self) -> bool {
        self.was.text("state") == Some("established")
    }

    fn lost(&self) -> Option<Change> {
        let (was, is) = ("established".to_owned(), "not there".to_owned());
        self.was_up()
            .then(|| self.change(What::NeighborLost, was, is, None))
    }

    fn down(&self, is: &Last) -> Option<Change> {
        let state = is.text("state").filter(|state| *state != "established")?;
        let (was, state) = ("established".to_owned(), state.to_owned());
        self.was_up()
            .then(|| self.change(What::SessionDown, was, state, is.evidence("state")))
    }

    /// It is up again, and was down in between.
    fn reset(&self, is: &Last) -> Option<Change> {
        let both = |field| self.was.number(field).zip(is.number(field));
        let flapped = both("flaps").is_some_and(|(was, is)| is > was);
        let younger = both("uptime_s").is_some_and(|(was, is)| is < was);
        let age = |last: &Last| {
            last.number("uptime_s")
                .map_or("up".to_owned(), |up| format!("up for {up} s"))
        };
        let evidence = is.evidence("uptime_s").or(is.evidence("flaps"));
        (self.was_up() && (flapped || younger))
            .then(|| self.change(What::SessionReset, age(self.was), age(is), evidence))
    }

    fn prefixes(&self, is: &Last, tolerance: u64) -> Option<Change> {
        let field = ["prefixes_accepted", "prefixes_received"]
            .into_iter()
            .find(|field| self.was.number(field).is_some() && is.number(field).is_some())?;
        let (was, now) = (self.was.number(field)?, is.number(field)?);
        let what = match now < was {
            true => What::PrefixesLost,
            false => What::PrefixesGained,
        };
        let told = |count: u64| format!("{count} prefixes");
        let beyond = was.abs_diff(now).saturating_mul(100) > was.saturating_mul(tolerance);
        beyond.then(|| self.change(what, told(was), told(now), is.evidence(field)))
    }
}

impl Last {
    fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.0.as_str()
    }

    fn number(&self, field: &str) -> Option<u64> {
        self.fields.get(field)?.0.as_u64()
    }

    fn evidence(&self, field: &str) -> Option<Evidence> {
        Some(self.fields.get(field)?.1.clone())
    }
}

/// What a thing is called, and in which VRF.
type Key = (String, String);

fn named(key: &Key) -> String {
    match key.1.as_str() {
        "" => key.0.clone(),
        vrf => format!("{} in {vrf}", key.0),
    }
}

/// The last word on every thing of some kinds.
fn last(
    facts: &RouterFacts,
    kinds: &[&str],
    name: &str,
    fields: &[&'static str],
) -> BTreeMap<Key, Last> {
    let mut all: BTreeMap<Key, Last> = BTreeMap::new();
    for seen in kinds
        .iter()
        .flat_map(|kind| facts.of(kind))
        .flat_map(|answer| answer.rows())
    {
        let Some(text) = seen.text(name) else {
            continue;
        };
        let vrf = seen
            .text("vrf")
            .filter(|vrf| !super::scene::is_global(vrf))
            .unwrap_or("");
        let last = all
            .entry((text.to_lowercase(), vrf.to_owned()))
            .or_default();
        for field in fields {
            if let Some(value) = seen.get(field) {
                last.fields
                    .insert(field, (value.clone(), seen.evidence(field)));
            }
        }
    }
    all
}
