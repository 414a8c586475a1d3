//! What a push would do, said beforehand: what changes on which router, by which way, what that
//! promises, in which order, and what stands in its way. Routers are asked; nothing is changed.

use super::contain::{Difference, differences, taken_along};
use super::health::{ByAddress, addresses};
use super::leftover::leftovers;
use super::look::{look, questions};
use super::memory;
use super::outcome::letter;
use super::own::{coming_from, reached_at, touched};
use super::running::{Running, fingerprint};
use super::site::{Limits, Options, Site, address, bastion};
use super::turns::{Turn, each};
use super::waves::waves;
use crate::intent::Vif;
use crate::render::{Rendered, Renderer};
use crate::router::{Error, Found, Router, Target, Words};
use crate::vendor::Pattern;
use crate::vendor::change::{Guarantee, Phase, Way};
use crate::vendor::speech::Speech;

/// What would be done to one router.
#[derive(Debug)]
pub struct RouterPlan {
    pub index: usize,
    pub router: String,
    pub vifs: Vec<String>,
    /// Which way of the pack, with what it promises and why.
    pub way: Option<String>,
    pub guarantee: Option<Guarantee>,
    pub because: String,
    /// What a lower guarantee rests on: why better ways are not open.
    pub closed: Vec<String>,
    /// Lines that the router does not have.
    pub missing: Vec<Difference>,
    /// Nothing would be sent.
    pub unchanged: bool,
    /// What stands in the way, in sentences.
    pub obstacles: Vec<String>,
    pub notes: Vec<String>,
    /// Why the router could not be asked.
    pub error: Option<Error>,
    /// In which wave, from 1.
    pub wave: usize,
    pub fingerprint: String,
    /// What an older intent asked for, and a push leaves.
    pub left: Vec<String>,
    /// What an older intent asked for, and goes since its section is written anew.
    pub gone: Vec<String>,
    /// What the undo lines would take along that was there before.
    pub along: Vec<String>,
    pub(super) rendered: Rendered,
    pub(super) bastion: String,
}

/// What would be done to a fleet.
#[derive(Debug)]
pub struct Plan {
    pub routers: Vec<RouterPlan>,
    /// Of all that would be sent and where: what was agreed to is what is done.
    pub hash: String,
    pub waves: usize,
}

impl RouterPlan {
    pub fn is_open(&self) -> bool {
        self.error.is_none() && self.obstacles.is_empty()
    }

    /// What would be sent, and what would take it back, masked.
    pub fn texts(&self) -> (String, String) {
        (self.rendered.apply.masked(), self.rendered.undo.masked())
    }
}

/// Ask every router of the wanted vifs, or their captured configurations.
pub fn plan(
    site: &Site<'_>,
    limits: Limits,
    options: Option<&Options>,
    wanted: &(dyn Fn(&Vif) -> bool + Sync),
    captured: Option<&(dyn Fn(usize) -> Option<Vec<u8>> + Sync)>,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Plan, Box<crate::render::Mistake>> {
    let renderer = Renderer::new(site.intent, site.vendors, false)?;
    let mut all = Vec::new();
    for index in renderer.routers() {
        if let Some(rendered) = renderer.render(index, wanted)? {
            all.push(RouterPlan::new(site, index, rendered, wanted));
        }
    }
    let turns: Vec<Turn> = all
        .iter()
        .enumerate()
        .map(|(at, plan)| Turn {
            index: at,
            bastion: plan.bastion.clone(),
        })
        .collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let all: Vec<_> = all.into_iter().map(std::sync::Mutex::new).collect();
    each(&turns, limits, &|| false, &|at| {
        let mut plan = all[at]
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let asked = match captured {
            Some(text) => plan.read_capture(site, text),
            None => plan.ask(site, wanted),
        };
        plan.error = asked.err();
        if let Some(options) = options {
            plan.weigh(options);
        }
        let count = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        told(count, turns.len());
    });
    let routers = all.into_iter().map(|plan| {
        plan.into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    });
    let mut routers: Vec<RouterPlan> = routers.collect();
    let indices: Vec<usize> = routers.iter().map(|plan| plan.index).collect();
    let order = waves(site.intent, &indices, options.is_none_or(|o| o.canary));
    for plan in &mut routers {
        plan.wave = order
            .iter()
            .position(|wave| wave.contains(&plan.index))
            .unwrap_or(0)
            + 1;
    }
    routers.sort_by_key(|plan| (plan.wave, plan.index));
    Ok(Plan {
        hash: hash(&routers),
        waves: order.len(),
        routers,
    })
}

/// The same for the same lines to the same routers in the same state, by the same ways.
fn hash(routers: &[RouterPlan]) -> String {
    let texts: Vec<String> = routers
        .iter()
        .flat_map(|plan| {
            let way = plan.way.clone().unwrap_or_default();
            let (apply, undo) = (plan.rendered.apply.masked(), plan.rendered.undo.masked());
            [
                plan.router.clone(),
                way,
                plan.fingerprint.clone(),
                apply,
                undo,
            ]
        })
        .collect();
    fingerprint(texts.iter().map(String::as_str))
}

impl RouterPlan {
    fn new(
        site: &Site<'_>,
        index: usize,
        rendered: Rendered,
        wanted: &dyn Fn(&Vif) -> bool,
    ) -> Self {
        Self {
            index,
            router: rendered.router.clone(),
            vifs: site.vifs(index, wanted),
            way: None,
            guarantee: None,
            because: String::new(),
            closed: Vec::new(),
            missing: Vec::new(),
            unchanged: false,
            obstacles: Vec::new(),
            notes: rendered.before.clone(),
            error: None,
            wave: 0,
            fingerprint: String::new(),
            left: Vec::new(),
            gone: Vec::new(),
            along: Vec::new(),
            rendered,
            bastion: site.target(index).map_or(String::new(), |at| bastion(&at)),
        }
    }

    fn read_capture(
        &mut self,
        site: &Site<'_>,
        text: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync),
    ) -> Result<(), Error> {
        let speech = site.speech(self.index)?;
        let Some(text) = text(self.index) else {
            return Err(Error::Setting {
                reason: format!(
                    "the captures hold no answer of {} to `{}`",
                    self.router, speech.running.line
                ),
            });
        };
        let running = Running::of(&text, speech);
        self.compare(&running, &speech.running.anew);
        if let Some(way) = speech.ways.first() {
            self.by(way);
            self.notes
                .push("the router was not asked which ways of changing it are open".into());
        }
        Ok(())
    }

    /// Read the router and find the way.
    fn ask(&mut self, site: &Site<'_>, wanted: &dyn Fn(&Vif) -> bool) -> Result<(), Error> {
        let target = site.target(self.index)?;
        let speech = site.speech(self.index)?.clone();
        let mut session = site.open(&target, self.index, None)?;
        self.notes.extend(session.notes().iter().cloned());
        site.hide(&mut session, &self.rendered.apply, &self.rendered);
        let running = Running::read(&mut session)?;
        self.compare(&running, &speech.running.anew);
        let lines = self.rendered.apply.reveal(site.secrets(&self.rendered));
        let lines = lines.map_err(|_| self.keyless())?;
        let place = address(&target);
        self.unchanged =
            self.unchanged || memory::is_there(&site.state, &place, &running.fingerprint, &lines);
        if !self.unchanged {
            self.find_way(&speech, &mut session)?;
            let questions = questions(site, self.index, wanted)?;
            let by_address = match site.shows.get(site.vendor(self.index)) {
                Some(shows) => {
                    let facts = look(&mut session, shows, &questions, false, &self.router)?;
                    addresses(&facts)
                }
                None => ByAddress::new(),
            };
            self.sit_still(site, &target, &running, &by_address);
        }
        session.close();
        Ok(())
    }

    fn keyless(&self) -> Error {
        Error::Setting {
            reason: format!(
                "a key of router {} cannot be had; `vifctl validate` says which and why",
                self.router
            ),
        }
    }

    fn compare(&mut self, running: &Running, anew: &[Pattern]) {
        self.fingerprint.clone_from(&running.fingerprint);
        self.missing = differences(&self.rendered.apply.masked(), &running.lines);
        let left = leftovers(&self.rendered.apply.masked(), &running.lines, anew);
        self.unchanged = self.missing.is_empty() && left.go.is_empty();
        (self.left, self.gone) = (left.stay, left.go);
        self.along = taken_along(&self.rendered.undo.masked(), &running.lines);
    }

    /// The first way of the pack that is open, unless somebody's change waits on the router.
    fn find_way(&mut self, speech: &Speech, session: &mut Router) -> Result<(), Error> {
        if let Some(waits) = waiting(speech, session)? {
            self.obstacles.push(waits);
            return Ok(());
        }
        for way in &speech.ways {
            let obstacles = session.obstacles(way)?;
            if obstacles.is_empty() {
                self.by(way);
                return Ok(());
            }
            let closed = |why| format!("{} ({}): {why}", way.name, letter(way.guarantee));
            self.closed.extend(obstacles.into_iter().map(closed));
        }
        self.obstacles.push(format!(
            "no way of changing this router is open: {}",
            super::health::few(&self.closed)
        ));
        Ok(())
    }

    fn by(&mut self, way: &Way) {
        self.way = Some(way.name.clone());
        self.guarantee = Some(way.guarantee);
        self.because.clone_from(&way.because);
        if way.guarantee == Guarantee::C && !self.along.is_empty() {
            self.guarantee = Some(Guarantee::D);
            self.because = format!(
                "the lines that take the change back would take along what is there already: {}",
                super::health::few(&self.along)
            );
        }
        if let Some(disturbs) = way.timer.as_ref().and_then(|timer| timer.disturbs.as_ref()) {
            self.notes.push(format!("going back by itself: {disturbs}"));
        }
    }

    /// Is the promise good enough?
    fn weigh(&mut self, options: &Options) {
        let Some(guarantee) = self.guarantee.filter(|_| !self.unchanged) else {
            return;
        };
        if guarantee > options.lowest {
            let word = letter(guarantee);
            self.obstacles.push(format!(
                "the guarantee is {word}: {}; `--guarantee {word}` takes that",
                self.because
            ));
        }
    }

    /// Does the change touch what our own session runs over?
    fn sit_still(
        &mut self,
        site: &Site<'_>,
        target: &Target,
        running: &Running,
        by_address: &ByAddress,
    ) {
        let at = reached_at(target);
        if let Some(why) = touched(&self.missing, &running.lines, by_address, &at) {
            self.obstacles.push(why);
        }
        let Some(from) = coming_from(target).filter(|from| !from.is_loopback()) else {
            return;
        };
        let vifs = site.intent.vifs.iter();
        for vif in vifs.filter(|vif| self.vifs.contains(&vif.name.text) && vif.vrf.is_none()) {
            let advertised = vif.advertised().iter().map(|at| at.value);
            for prefix in advertised.filter(|prefix| prefix.network().contains(from)) {
                // Nothing is more specific than a host: on a live router this one was the end of the session.
                if prefix.network().prefix() == if from.is_ipv4() { 32 } else { 128 } {
                    self.obstacles.push(format!(
                        "vif {} anchors {}, the very address that vifctl comes from: no answer would find its way back",
                        vif.name.text,
                        prefix.network()
                    ));
                    continue;
                }
                self.notes.push(format!(
                    "vif {} anchors {}, and vifctl comes from {from}: see that a more specific route leads back",
                    vif.name.text,
                    prefix.network()
                ));
            }
        }
    }
}

/// Does a change of somebody, or of a push that was cut off, wait for its confirmation?
pub(super) fn waiting(speech: &Speech, session: &mut Router) -> Result<Option<String>, Error> {
    for way in speech.ways.iter().filter(|way| way.timer.is_some()) {
        let Some(pending) = way.phase(Phase::Pending).filter(|d| !d.steps.is_empty()) else {
            continue;
        };
        match session.find(way, pending, &mut Words::default()) {
            Ok(Found::Yes(_)) => {
                return Ok(Some(format!(
                    "a change waits for its confirmation on the router ({}): `vifctl recover` settles ours, somebody else's is theirs",
                    way.name
                )));
            }
            Ok(_) | Err(Error::Refused(_) | Error::Unexpected { .. } | Error::Mode { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
