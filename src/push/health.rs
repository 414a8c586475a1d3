//! Is ours up, and did nothing else go down? The checks of the house over what was asked before a
//! change and after it.

use std::collections::HashMap;

use super::site::{Options, Site};
use crate::check::{self, Change, Observed, RouterFacts, Scene, Status, Verdict, What};
use crate::diagnostic;
use crate::intent::Vif;

/// The check that has to pass for every session of the change.
const MUST: &str = "bgp-established";
/// Those that are told of when they fail and do not take a change back: the far side, or what is
/// behind the router, may be the reason.
const MOST_TOLD: usize = 8;

/// What a look came to.
#[derive(Debug, Default)]
pub(super) struct Health {
    /// Something that the change broke: no waiting makes it good.
    pub broken: Vec<String>,
    /// What may still come up.
    pub waiting: Vec<String>,
    /// What is not as the intent has it, and no reason to go back.
    pub told: Vec<String>,
}

impl Health {
    pub(super) fn is_well(&self) -> bool {
        self.broken.is_empty() && self.waiting.is_empty()
    }
}

/// The facts of one router in a fleet that nobody else said anything of.
pub(super) fn alone(site: &Site<'_>, router: usize, facts: RouterFacts) -> Observed {
    let mut observed = Observed::of_nothing(site.intent);
    observed.routers[router] = facts;
    observed
}

pub(super) fn health(
    site: &Site<'_>,
    router: usize,
    wanted: &dyn Fn(&Vif) -> bool,
    before: &Observed,
    now: &Observed,
    options: &Options,
) -> Health {
    let mut health = Health::default();
    let here = |vif: &Vif| {
        let of = site.intent.router_of(vif);
        of.is_some_and(|of| std::ptr::eq(of, &site.intent.routers[router])) && wanted(vif)
    };
    let mut scene = Scene::new(site.intent, site.vendors, &site.shows, now, &here);
    scene.settled_s = 0;
    for verdict in check::check(&scene) {
        judge(&verdict, options, &mut health);
    }
    let ours: Vec<String> = site
        .intent
        .vifs
        .iter()
        .filter(|vif| here(vif))
        .flat_map(|vif| &vif.peers)
        .map(|peer| peer.pair.amazon().ip().to_string())
        .collect();
    let changes = check::changes(site.intent, before, now, options.tolerance);
    for change in changes.iter().filter(|change| change.what.is_loss()) {
        lost(change, &ours, &mut health);
    }
    health
}

fn judge(verdict: &Verdict, options: &Options, health: &mut Health) {
    let subject = &verdict.subject;
    let about = subject.peer.as_ref().or(subject.vif.as_ref());
    let about = about.or(subject.connection.as_ref());
    let seen = verdict.observed.as_ref().map(ToString::to_string);
    let says = format!(
        "{} {}: {}",
        verdict.check,
        about.map_or("", String::as_str),
        seen.or(verdict.reason.clone())
            .unwrap_or_else(|| verdict.status.word().to_owned())
    );
    match verdict.status {
        Status::Pass => {}
        _ if verdict.check == MUST && !options.may_stay_down => health.waiting.push(says),
        Status::Fail if health.told.len() < MOST_TOLD => health.told.push(says),
        _ => {}
    }
}

/// Something is worse than before. A session of the change itself may have been reset by it; that it
/// comes back is asked above.
fn lost(change: &Change, ours: &[String], health: &mut Health) {
    let says = format!(
        "{} {}: was {}, is {}",
        change.what.word(),
        change.subject,
        change.was,
        change.is
    );
    let is_ours = ours
        .iter()
        .any(|peer| change.subject == *peer || change.subject.starts_with(&format!("{peer} in ")));
    match change.what {
        _ if is_ours => {}
        What::NeighborLost | What::SessionDown | What::SessionReset => health.broken.push(says),
        // A port may go down and come back, and routes with it.
        What::InterfaceDown | What::PrefixesLost => health.waiting.push(says),
        What::PrefixesGained => {}
    }
}

/// The most of a list that a sentence can hold.
pub(super) fn few(all: &[String]) -> String {
    diagnostic::few(all.iter(), 3, "; ")
}

/// How often a thing was seen; for interfaces by address.
pub(super) type ByAddress = HashMap<String, String>;

/// The interfaces of a router by their addresses.
pub(super) fn addresses(facts: &RouterFacts) -> ByAddress {
    let rows = facts.of("interface").flat_map(|answer| answer.rows());
    let mut by_address = ByAddress::new();
    for seen in rows {
        let Some(name) = seen.text("name") else {
            continue;
        };
        for address in seen.texts("addresses") {
            let ip = address.split('/').next().unwrap_or(address);
            by_address.insert(ip.to_owned(), name.to_owned());
        }
    }
    by_address
}
