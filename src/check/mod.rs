//! Does it hold? What an intent expects, compared with what routers say about themselves. A folder
//! is a layer, a file is a check with its page, and the facts on the page are its test. Nothing in
//! here knows a platform or how facts were had.

/// The checks of one layer: a file each, by name.
macro_rules! checks {
    ($($name:ident)*) => {
        $(mod $name;)*
        pub(super) static CHECKS: &[&crate::check::Check] = &[$(&$name::CHECK),*];
    };
}

mod accepts;
mod capture;
pub mod cause;
mod change;
pub mod example;
mod look;
mod observed;
mod page;
mod registry;
mod scene;
mod snapshot;
mod verdict;
pub mod witness;

mod aws;
mod interface;
mod path;
mod port;
mod reach;
mod routes;
mod session;

pub use capture::{Questions, file_name};
pub use cause::{Cause, Confidence, Diagnosis, diagnose};
pub use change::{Change, What, changes};
pub use look::{Look, Seen};
pub use observed::{Answer, Capture, Observed, RouterFacts};
pub use page::{page, page_as_json};
pub use registry::{ALL, by_name};
pub use scene::{PeerScene, PortScene, Scene, VifScene};
pub use snapshot::{load as load_snapshot, save as save_snapshot};
pub use verdict::{Evidence, Status, Subject, Verdict, Verdicts};

/// A check and its page.
pub struct Check {
    /// A kebab-case name of what holds when it passes.
    pub name: &'static str,
    /// What has to hold, in one sentence.
    pub says: &'static str,
    /// Why, in the words of a colleague.
    pub why: &'static str,
    /// Facts with which it passes, for the intent of the examples.
    pub passes: &'static [&'static str],
    /// Facts with which it does not.
    pub fails: &'static [&'static str],
    pub test: Test,
}

/// How often a check is made.
pub enum Test {
    /// For every port or LAG that vifs run over.
    Port(fn(&PortScene<'_>, &mut Verdicts<'_>)),
    /// For every vif.
    Vif(fn(&VifScene<'_>, &mut Verdicts<'_>)),
    /// For every BGP session.
    Peer(fn(&PeerScene<'_>, &mut Verdicts<'_>)),
}

/// Make every check of a scene, in the order of the layers.
pub fn check(scene: &Scene<'_>) -> Vec<Verdict> {
    let mut all = Vec::new();
    for port in scene.ports() {
        for check in ALL.iter() {
            if let Test::Port(test) = check.test {
                test(&port, &mut Verdicts::new(check, port.subject(), &mut all));
            }
        }
    }
    for vif in scene.vifs() {
        for check in ALL.iter() {
            match check.test {
                Test::Port(_) => {}
                Test::Vif(test) => test(&vif, &mut Verdicts::new(check, vif.subject(), &mut all)),
                Test::Peer(test) => {
                    for peer in vif.peers() {
                        test(&peer, &mut Verdicts::new(check, peer.subject(), &mut all));
                    }
                }
            }
        }
    }
    all
}
