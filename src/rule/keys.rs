//! The secrets an intent names, fetched once each and shown to nobody.

use std::collections::{BTreeSet, HashMap};
use std::hash::RandomState;
use std::sync::{Mutex, mpsc};

use crate::intent::{At, Intent};
use crate::secret::{Origin, Secret, Unresolved};

/// Password managers that are asked at once.
const AT_ONCE: usize = 8;

/// Secrets by their origin. Empty where they were not to be resolved.
#[derive(Default)]
pub struct Keys {
    by_origin: HashMap<Origin, Result<Secret, Unresolved>>,
    salt: RandomState,
}

impl Keys {
    /// Ask every origin once, a few at a time.
    pub fn resolve(intent: &Intent) -> Self {
        Self::of(origins(intent).collect())
    }

    /// Ask for the keys of BGP sessions on vifs alone.
    pub fn of_sessions(intent: &Intent) -> Self {
        Self::of(of_vifs(intent).flatten().map(|at| &at.value).collect())
    }

    fn of(origins: BTreeSet<&Origin>) -> Self {
        let queue = Mutex::new(origins.into_iter());
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                let (queue, sender) = (&queue, sender.clone());
                scope.spawn(move || {
                    let next = || queue.lock().ok()?.next();
                    while let Some(origin) = next() {
                        if sender.send((origin.clone(), origin.resolve())).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        drop(sender);
        Self {
            by_origin: receiver.into_iter().collect(),
            salt: RandomState::new(),
        }
    }

    /// Secrets that are there already.
    pub fn known(secrets: impl IntoIterator<Item = (Origin, Secret)>) -> Self {
        let known = secrets.into_iter();
        Self {
            by_origin: known.map(|(origin, secret)| (origin, Ok(secret))).collect(),
            salt: RandomState::new(),
        }
    }

    /// What came of asking, if it was asked.
    pub fn get(&self, origin: &Origin) -> Option<&Result<Secret, Unresolved>> {
        self.by_origin.get(origin)
    }

    /// The secret itself, if it could be had.
    pub fn secret(&self, origin: &Origin) -> Option<&Secret> {
        self.get(origin)?.as_ref().ok()
    }

    /// The same number for the same key, meaningless outside this run.
    pub fn fingerprint(&self, origin: &Origin) -> Option<u64> {
        self.secret(origin)
            .map(|secret| secret.fingerprint(&self.salt))
    }

    /// The same number for a key that somebody else names.
    pub fn fingerprint_of(&self, secret: &Secret) -> u64 {
        secret.fingerprint(&self.salt)
    }
}

fn of_vifs(intent: &Intent) -> impl Iterator<Item = &Option<At<Origin>>> {
    intent
        .vifs
        .iter()
        .flat_map(|vif| std::iter::once(&vif.key).chain(vif.peers.iter().map(|peer| &peer.key)))
}

/// Every way to a secret in an intent.
fn origins(intent: &Intent) -> impl Iterator<Item = &Origin> {
    let logins = intent
        .logins
        .iter()
        .flat_map(|login| [&login.password, &login.enable]);
    let tunnels = intent
        .vpns
        .iter()
        .flat_map(|vpn| vpn.tunnels.iter().map(|tunnel| &tunnel.key));
    let ports = intent
        .connections
        .iter()
        .filter_map(|connection| connection.macsec.as_ref())
        .map(|macsec| &macsec.value.cak);
    logins
        .chain(of_vifs(intent))
        .chain(tunnels)
        .chain(ports)
        .flatten()
        .map(|at| &at.value)
}
