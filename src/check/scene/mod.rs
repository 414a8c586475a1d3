//! What a check may look at: the intent, what follows from it, and the facts of the right router.

mod names;
mod peer;
mod port;
mod vif;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::observed::{Observed, RouterFacts};
use super::witness::Witness;
use crate::intent::{Connection, Intent, Part, Peer, Router, Vif, parts};
use crate::observe::Shows;
use crate::rule::Keys;
use crate::vendor::Vendors;
pub(super) use names::{is_global, same_interface};

/// Everything there is.
pub struct Scene<'a> {
    pub intent: &'a Intent,
    pub vendors: &'a Vendors,
    /// The show files of the packs that the routers have, by the pack's name.
    pub shows: &'a HashMap<String, Shows>,
    pub observed: &'a Observed,
    /// What was known before, to see what grows and what came back.
    pub before: Option<&'a Observed>,
    /// What AWS says, where its answers were given.
    pub witness: Option<&'a Witness>,
    /// The keys of the intent, to compare with AWS's.
    pub keys: Option<&'a Keys>,
    /// A session younger than this may still flap.
    pub settled_s: u64,
    parts: Vec<Part>,
    /// What the vifs' interfaces are called on their routers, each worked out when it is first asked for.
    interfaces: Vec<OnceLock<String>>,
    /// The routers and vifs that are wanted.
    wanted: Vec<bool>,
}

/// A port or LAG, and the facts of its router.
#[derive(Clone, Copy)]
pub struct PortScene<'a> {
    pub scene: &'a Scene<'a>,
    pub router: &'a Router,
    pub facts: &'a RouterFacts,
    pub before: Option<&'a RouterFacts>,
    pub connection: &'a Connection,
}

/// A vif on it.
#[derive(Clone, Copy)]
pub struct VifScene<'a> {
    pub port: PortScene<'a>,
    pub vif: &'a Vif,
    pub part: Part,
    index: usize,
}

/// One of its BGP sessions.
#[derive(Clone, Copy)]
pub struct PeerScene<'a> {
    pub vif: VifScene<'a>,
    pub peer: &'a Peer,
}

impl<'a> Scene<'a> {
    pub fn new(
        intent: &'a Intent,
        vendors: &'a Vendors,
        shows: &'a HashMap<String, Shows>,
        observed: &'a Observed,
        wanted: &dyn Fn(&Vif) -> bool,
    ) -> Self {
        Self {
            intent,
            vendors,
            shows,
            observed,
            before: None,
            witness: None,
            keys: None,
            settled_s: 30,
            parts: parts(intent),
            interfaces: intent.vifs.iter().map(|_| OnceLock::new()).collect(),
            wanted: intent.vifs.iter().map(wanted).collect(),
        }
    }

    pub fn vifs(&'a self) -> impl Iterator<Item = VifScene<'a>> {
        let wanted = self.wanted.iter();
        let all = self.intent.vifs.iter().enumerate().zip(wanted);
        all.filter(|(_, wanted)| **wanted)
            .filter_map(|((index, _), _)| self.vif(index))
    }

    /// A vif by its index; none where the intent does not say on which router it is.
    pub fn vif(&'a self, index: usize) -> Option<VifScene<'a>> {
        let vif = &self.intent.vifs[index];
        let port = self.port(vif.connection?.value)?;
        Some(VifScene {
            port,
            vif,
            part: self.parts[index],
            index,
        })
    }

    fn port(&'a self, connection: usize) -> Option<PortScene<'a>> {
        let connection = &self.intent.connections[connection];
        let router = connection.router?.value;
        Some(PortScene {
            scene: self,
            router: &self.intent.routers[router],
            facts: self.observed.routers.get(router)?,
            before: self.before.and_then(|before| before.routers.get(router)),
            connection,
        })
    }

    /// The ports of the vifs that are wanted, in the order of the intent.
    pub fn ports(&'a self) -> impl Iterator<Item = PortScene<'a>> {
        let mut used = vec![false; self.intent.connections.len()];
        for (vif, wanted) in self.intent.vifs.iter().zip(&self.wanted) {
            if let Some(connection) = vif.connection.filter(|_| *wanted) {
                used[connection.value] = true;
            }
        }
        (0..used.len())
            .filter(move |index| used[*index])
            .filter_map(|index| self.port(index))
    }
}
