//! Why it is not so. A cause explains checks that did not pass. They are gone through from the port
//! up, and the first that surely explains the rest ends the search: a vif without light needs no
//! advice about keys. Causes that the observations cannot tell apart are all named, with what would
//! tell.

mod aws;
mod case;
mod guess;
mod link;
mod notification;
mod port;
mod session;
mod traffic;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::scene::{PeerScene, Scene, VifScene};
use super::verdict::{Evidence, Status, Verdict};
use case::Case;

/// Something that can be wrong.
pub struct Cause {
    pub name: &'static str,
    /// What it is, in one sentence.
    pub says: &'static str,
    /// What would tell it from causes that look the same.
    pub tells: &'static str,
    /// The pack's words to go on with, by their names.
    pub next: &'static [&'static str],
    /// What to do that no command does.
    pub advice: &'static str,
    look: fn(&Case<'_>) -> Option<Suspicion>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    Certain,
    Likely,
    Possible,
}

impl Confidence {
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

/// Why a cause is suspected.
#[derive(Clone, Debug)]
struct Suspicion {
    confidence: Confidence,
    because: Vec<String>,
    evidence: Vec<Evidence>,
}

/// Why a vif is not well.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    pub router: String,
    pub vif: String,
    pub peers: Vec<String>,
    pub cause: &'static str,
    pub says: &'static str,
    pub confidence: Confidence,
    pub because: Vec<String>,
    pub evidence: Vec<Evidence>,
    /// What would tell it from the others that are named.
    pub tells: &'static str,
    /// What to do that no command does.
    pub advice: &'static str,
    /// What to type.
    pub typed: Vec<String>,
}

impl Diagnosis {
    /// What to do and what to type, in this order.
    pub fn next(&self) -> Vec<&str> {
        let advice = Some(self.advice).filter(|advice| !advice.is_empty());
        advice
            .into_iter()
            .chain(self.typed.iter().map(String::as_str))
            .collect()
    }
}

/// The causes of one layer. What ends the search leaves those of higher layers unasked.
struct Layer {
    causes: &'static [Cause],
    ends: bool,
}

/// Every cause, from the port up.
static LAYERS: &[Layer] = &[
    Layer {
        causes: aws::BEFORE,
        ends: true,
    },
    Layer {
        causes: port::CAUSES,
        ends: true,
    },
    Layer {
        causes: link::CAUSES,
        ends: true,
    },
    Layer {
        causes: aws::CAUSES,
        ends: true,
    },
    Layer {
        causes: link::SILENCE,
        ends: true,
    },
    Layer {
        causes: session::KNOWN,
        ends: true,
    },
    Layer {
        causes: guess::GUESSED,
        ends: true,
    },
    Layer {
        causes: traffic::CAUSES,
        ends: false,
    },
];

/// Every cause by name, for pages.
pub static ALL: LazyLock<Vec<&'static Cause>> =
    LazyLock::new(|| LAYERS.iter().flat_map(|layer| layer.causes).collect());

/// The diagnoses of every vif that is not well.
pub fn diagnose(scene: &Scene<'_>, verdicts: &[Verdict]) -> Vec<Diagnosis> {
    let mut of_vifs: HashMap<&str, Vec<&Verdict>> = HashMap::new();
    let mut of_connections: HashMap<&str, Vec<&Verdict>> = HashMap::new();
    for verdict in verdicts {
        let subject = &verdict.subject;
        match (&subject.vif, &subject.connection) {
            (Some(vif), _) => of_vifs.entry(vif).or_default().push(verdict),
            (None, Some(connection)) => of_connections.entry(connection).or_default().push(verdict),
            (None, None) => {}
        }
    }
    let mut all = Vec::new();
    for vif in scene.vifs() {
        let connection = of_connections.get(vif.port.connection.name.text.as_str());
        let own = of_vifs.get(vif.vif.name.text.as_str());
        let own: Vec<&Verdict> = connection
            .into_iter()
            .chain(own)
            .flatten()
            .copied()
            .collect();
        let well = own
            .iter()
            .all(|verdict| !matches!(verdict.status, Status::Fail | Status::Warn));
        if !well {
            of_vif(&vif, &own, &mut all);
        }
    }
    all
}

fn of_vif(vif: &VifScene<'_>, verdicts: &[&Verdict], all: &mut Vec<Diagnosis>) {
    let first = all.len();
    for peer in vif.peers() {
        let case = Case::new(peer, verdicts);
        for layer in LAYERS {
            let found = layer
                .causes
                .iter()
                .filter_map(|cause| Some((cause, (cause.look)(&case)?)));
            let mut found: Vec<(&Cause, Suspicion)> = found.collect();
            found.sort_by_key(|(_, suspicion)| suspicion.confidence);
            let explained = layer.ends && !found.is_empty();
            // One that is certain leaves nothing to the others of its layer.
            let certain = found
                .iter()
                .any(|(_, suspicion)| suspicion.confidence == Confidence::Certain);
            for (cause, suspicion) in found {
                if !layer.ends || !certain || suspicion.confidence == Confidence::Certain {
                    let new = add(&peer, cause, suspicion, &mut all[first..]);
                    all.extend(new);
                }
            }
            if explained {
                break;
            }
        }
    }
}

/// A diagnosis of its own, or one more peer of a diagnosis that is there.
fn add(
    peer: &PeerScene<'_>,
    cause: &'static Cause,
    found: Suspicion,
    all: &mut [Diagnosis],
) -> Option<Diagnosis> {
    let address = peer.amazon().to_string();
    if let Some(known) = all.iter_mut().find(|known| known.cause == cause.name) {
        known.peers.push(address);
        let new = |text: &String| !known.because.contains(text);
        let because: Vec<String> = found.because.into_iter().filter(new).collect();
        known.because.extend(because);
        let new = |one: &Evidence| !known.evidence.contains(one);
        let evidence: Vec<Evidence> = found.evidence.into_iter().filter(new).collect();
        known.evidence.extend(evidence);
        return None;
    }
    Some(Diagnosis {
        router: peer.vif.port.router.name.text.clone(),
        vif: peer.vif.vif.name.text.clone(),
        peers: vec![address],
        cause: cause.name,
        says: cause.says,
        confidence: found.confidence,
        because: found.because,
        evidence: found.evidence,
        tells: cause.tells,
        advice: cause.advice,
        typed: typed(peer, cause),
    })
}

/// What to type next, in the words of the platform.
fn typed(peer: &PeerScene<'_>, cause: &Cause) -> Vec<String> {
    let port = &peer.vif.port;
    let shows = port
        .router
        .vendor
        .as_ref()
        .and_then(|vendor| port.scene.shows.get(&vendor.value));
    let values = peer.values();
    let hint = |name: &&str| {
        let words = shows?.hint(name, &values).ok()?;
        Some(words.lines().map(str::to_owned).collect::<Vec<_>>())
    };
    cause.next.iter().filter_map(hint).flatten().collect()
}
