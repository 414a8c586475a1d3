//! Is it allowed, is it wise? One file, one rule: its name, its page and its code. The examples of
//! the page are its test. Rules see the whole intent, so that they can compare across the fleet,
//! and stay linear in its size.

/// The rules of one subject: a file each, by name.
macro_rules! rules {
    ($($name:ident)*) => {
        $(mod $name;)*
        pub(super) static RULES: &[&crate::rule::Rule] = &[$(&$name::RULE),*];
    };
}

mod bandwidths;
mod catalogue;
pub mod example;
mod keys;
mod limits;
mod page;
mod registry;
mod unread;

mod address;
mod asn;
mod community;
mod connection;
mod gateway;
mod hosted;
mod intent;
mod key;
mod lag;
mod macsec;
mod mtu;
mod name;
mod path;
mod prefix;
mod public;
mod quota;
mod rate;
mod resilience;
mod router;
mod session;
mod vlan;
mod vpn;

pub use bandwidths::{BANDWIDTHS, Steps, listed};
pub use catalogue::{CATALOGUE, Fact};
pub use keys::Keys;
pub use limits::{LIMITS, Limit};
pub use page::{Source, page, page_as_json};
pub use registry::ALL;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Findings, Severity};
use crate::intent::{Date, Intent, Vif};
use crate::vendor::Vendors;

/// A rule and its page.
pub struct Rule {
    pub code: Code,
    /// What has to hold, in one sentence.
    pub says: &'static str,
    /// Why, in the words of a colleague.
    pub why: &'static str,
    /// Pieces of an intent that break it. The line that is at fault ends in `# <-`.
    pub breaks: &'static [&'static str],
    /// The same, put right.
    pub keeps: &'static [&'static str],
    /// Where it is written.
    pub sources: &'static [Source],
    pub check: Check,
}

/// Who finds it.
pub enum Check {
    /// The value cannot be made: it is found while the intent is read.
    Reading,
    /// Found by looking at the whole.
    Looking(fn(&World<'_>, &mut Findings)),
    /// There is no text to read: it is found on the way to the file, and no example can show it.
    Opening,
    /// Found in what is left when all the others have spoken.
    Closing,
}

/// What a rule may look at.
pub struct World<'a> {
    pub intent: &'a Intent,
    pub vendors: &'a Vendors,
    pub keys: &'a Keys,
    pub today: Date,
}

impl Rule {
    /// A finding of this rule.
    pub fn found(&'static self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.code, message)
    }
}

/// The rule of that name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.rule == name)
}

/// Look at an intent with every rule; `found` brings what reading it found, and takes the rest.
pub fn check(world: &World<'_>, found: &mut Findings) {
    let reading = found.iter().count();
    for rule in ALL.iter() {
        if let Check::Looking(look) = rule.check {
            look(world, found);
        }
    }
    unread::forget_consequences(world.intent, reading, found);
    allow(world.intent, found);
    found.fold();
    found.sort();
}

/// Silence what every vif concerned allows by name, and say what allows in vain.
fn allow(intent: &Intent, found: &mut Findings) {
    let vifs: HashMap<&str, &Vif> = intent
        .vifs
        .iter()
        .map(|vif| (vif.name.text.as_str(), vif))
        .collect();
    let mut used = HashSet::new();
    found.retain(|found| {
        if found.severity() == Severity::Error || found.concerns.is_empty() {
            return true;
        }
        let allowing = |name: &String| {
            let vif = vifs.get(name.as_str())?;
            vif.allow
                .iter()
                .find(|allowed| allowed.value == found.code.rule)
                .map(|allowed| allowed.place)
        };
        let places: Vec<_> = found.concerns.iter().map(allowing).collect();
        if places.iter().any(Option::is_none) {
            return true;
        }
        used.extend(places.into_iter().flatten());
        false
    });
    intent::unused_allowances(intent, &used, found);
}
