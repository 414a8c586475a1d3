//! Everything that a fleet is worked on with: the intent, what its platforms say, and the way to
//! every router.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::state::State;
use crate::diagnostic::Sources;
use crate::intent::{Algorithms, HostKey, Intent, Login, Name, Vif};
use crate::observe::Shows;
use crate::render::Rendered;
use crate::router::{Bastions, Error, Router, Spoken, SshConfig, Target};
use crate::rule::Keys;
use crate::secret::{Mark, Sealed, Secret};
use crate::vendor::Vendors;
use crate::vendor::change::Guarantee;
use crate::vendor::speech::Speech;

/// How many routers are worked on at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub at_once: usize,
    pub per_bastion: usize,
}

/// How a push is done.
#[derive(Clone, Debug)]
pub struct Options {
    pub limits: Limits,
    /// The first router goes alone.
    pub canary: bool,
    /// How long sessions may take to come up.
    pub wait: Duration,
    /// How long all has to be well before it is believed.
    pub soak: Duration,
    /// How long the device waits for its confirmation; None: as long as the looks take, and more.
    pub timer: Option<u32>,
    /// A weaker guarantee is refused.
    pub lowest: Guarantee,
    /// Our sessions need not come up.
    pub may_stay_down: bool,
    /// How far counts of prefixes may change, in percent.
    pub tolerance: u64,
    /// Make it outlive a restart.
    pub save: bool,
    /// Change the others where some cannot be changed.
    pub skip: bool,
}

/// A fleet, and all that is known about it before anybody is asked.
pub struct Site<'a> {
    pub intent: &'a Intent,
    pub vendors: &'a Vendors,
    pub keys: &'a Keys,
    pub shows: HashMap<String, Shows>,
    pub state: State,
    speeches: HashMap<String, Arc<Speech>>,
    sources: &'a Sources,
    ssh: SshConfig,
    bastions: Bastions,
}

/// Who hears what is said on a connection.
pub(super) type Ear = Box<dyn FnMut(&Spoken<'_>) + Send>;

impl<'a> Site<'a> {
    /// The error says what is wrong with a pack or with the user's SSH configuration.
    pub fn new(
        intent: &'a Intent,
        vendors: &'a Vendors,
        keys: &'a Keys,
        sources: &'a Sources,
        state: State,
    ) -> Result<Self, String> {
        let (mut shows, mut speeches) = (HashMap::new(), HashMap::new());
        let named = intent.routers.iter().filter_map(|r| r.vendor.as_ref());
        for vendor in named.map(|vendor| &vendor.value) {
            let Some(pack) = vendors.get(vendor).filter(|_| !shows.contains_key(vendor)) else {
                continue;
            };
            let ready = Shows::of(pack).map_err(|why| format!("show file of {vendor}: {why}"))?;
            shows.insert(vendor.clone(), ready);
            // A pack that says nothing of conversations can still render and read captures.
            if pack.speech_file.is_some() {
                let speech = pack.speech().map_err(|why| format!("{why:#}"))?;
                speeches.insert(vendor.clone(), Arc::new(speech));
            }
        }
        let ssh = SshConfig::of_user().map_err(|why| format!("~/.ssh/config: {why}"))?;
        Ok(Self {
            intent,
            vendors,
            keys,
            shows,
            state,
            speeches,
            sources,
            ssh,
            bastions: Bastions::default(),
        })
    }

    /// The command that prints a router's running configuration.
    pub fn running_command(&self, router: usize) -> Option<String> {
        Some(self.speech(router).ok()?.running.line.clone())
    }

    /// How the output of a router is read.
    pub fn shows_of(&self, router: usize) -> Option<&Shows> {
        self.shows.get(self.vendor(router))
    }

    pub(super) fn name(&self, router: usize) -> &str {
        &self.intent.routers[router].name.text
    }

    pub(super) fn vendor(&self, router: usize) -> &str {
        let vendor = self.intent.routers[router].vendor.as_ref();
        vendor.map_or("", |vendor| vendor.value.as_str())
    }

    pub(super) fn speech(&self, router: usize) -> Result<&Arc<Speech>, Error> {
        let vendor = self.vendor(router);
        self.speeches.get(vendor).ok_or_else(|| Error::Setting {
            reason: format!("the pack {vendor} does not say how to talk with it"),
        })
    }

    /// The vifs of a router that are wanted.
    pub(super) fn vifs(&self, router: usize, wanted: &dyn Fn(&Vif) -> bool) -> Vec<String> {
        let here = |vif: &&Vif| {
            let of = self.intent.router_of(vif);
            of.is_some_and(|of| std::ptr::eq(of, &self.intent.routers[router])) && wanted(vif)
        };
        let vifs = self.intent.vifs.iter().filter(here);
        vifs.map(|vif| vif.name.text.clone()).collect()
    }

    /// The way to a router; its login's secrets are fetched.
    pub(super) fn target(&self, router: usize) -> Result<Target, Error> {
        let of = &self.intent.routers[router];
        let login = of.login.map(|login| &self.intent.logins[login.value]);
        let plain = nobody(of.name.clone());
        let (login, place) = match login {
            Some(login) => (login, login.name.place),
            None => (&plain, of.name.place),
        };
        let file = PathBuf::from(&self.sources.get(place.source).name);
        let folder = file.parent().unwrap_or(Path::new(""));
        Target::new(of, login, &self.ssh, folder)
    }

    pub(super) fn open(
        &self,
        target: &Target,
        router: usize,
        ear: Option<Ear>,
    ) -> Result<Router, Error> {
        let speech = Arc::clone(self.speech(router)?);
        Router::open_watched(target, speech, &self.bastions, ear)
    }

    /// The way to the secrets of a rendered text.
    pub(super) fn secrets<'s>(
        &'s self,
        rendered: &'s Rendered,
    ) -> impl Fn(Mark) -> Option<&'s Secret> {
        move |mark| self.keys.secret(rendered.origins.get(mark.0 as usize)?)
    }

    /// Mask every key of a text in all that a session keeps, before it can print one.
    pub(super) fn hide(&self, session: &mut Router, sealed: &Sealed, rendered: &Rendered) {
        let lines = sealed.reveal_lines(self.secrets(rendered));
        for secret in lines
            .unwrap_or_default()
            .iter()
            .flat_map(|line| &line.secrets)
        {
            session.hide(secret);
        }
    }
}

/// The login of a router that names none: the user's own keys and agent.
fn nobody(name: Name) -> Login {
    Login {
        name,
        user: None,
        auth: Vec::new(),
        key_file: None,
        password: None,
        enable: None,
        jump: Vec::new(),
        known_hosts: None,
        host_key: HostKey::default(),
        algorithms: Algorithms::default(),
        timeout_s: None,
    }
}

/// Where a router is, for people, for locks and for memory.
pub(super) fn address(target: &Target) -> String {
    format!("{}:{}", target.end.host, target.end.port)
}

/// The bastion that a router is behind, or none.
pub(super) fn bastion(target: &Target) -> String {
    target
        .jumps
        .first()
        .map_or(String::new(), |hop| hop.to_string())
}
