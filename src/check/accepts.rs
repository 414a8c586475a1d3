//! What a session takes from AWS, as the intent has it: the prefixes of `accept`, or on a public
//! vif without them everything but a default route.

use super::PeerScene;
use super::verdict::few;
use crate::intent::{Prefix, VifType};

pub(super) struct Accepts {
    prefixes: Vec<Prefix>,
    /// An empty list of a public vif takes all that Amazon has.
    anything: bool,
}

impl Accepts {
    pub(super) fn of(peer: &PeerScene<'_>) -> Self {
        let prefixes = peer.accept();
        let anything = prefixes.is_empty() && peer.vif.vif.is(VifType::Public);
        Self { prefixes, anything }
    }

    pub(super) fn covers(&self, prefix: Prefix) -> bool {
        match self.anything {
            true => !prefix.is_default(),
            false => self.prefixes.iter().any(|wanted| wanted.contains(prefix)),
        }
    }

    /// Is there anything that it should take? With an empty list, nothing is what was asked for.
    pub(super) fn something(&self) -> bool {
        self.anything || !self.prefixes.is_empty()
    }

    pub(super) fn in_words(&self) -> String {
        match self.anything {
            true => "anything but a default route".to_owned(),
            false => format!("something within {}", few(&self.prefixes)),
        }
    }
}
