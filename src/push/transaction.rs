//! One router, changed or put back: the steps in their order, each in the journal before it is
//! taken. Whatever goes wrong ends in one of two ways: back in this session, or, where the session
//! is gone, settled in another.

use std::time::Instant;

use super::audit::Audit;
use super::back::{soft, words};
use super::journal::{Journal, Record, Step, Story};
use super::memory;
use super::outcome::{Outcome, RouterOutcome, is_gone};
use super::plan::RouterPlan;
use super::running::Running;
use super::settle::{announce, there};
use super::site::{Options, Site, address};
use super::state::now;
use crate::check::{Observed, Questions};
use crate::router::{Done, Error, Line, Router, Target};
use crate::vendor::change::{Acts, Phase, Way};

/// What all routers of a run have in common.
pub(super) struct Run<'a> {
    pub site: &'a Site<'a>,
    pub options: &'a Options,
    pub name: String,
    pub plan: String,
    pub who: String,
    /// Somebody pressed Ctrl-C.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// A router goes to its next step.
    pub told: &'a (dyn Fn(&str, &str) + Sync),
}

/// Why a change does not go on.
pub(super) enum Trouble {
    Said(Error),
    /// It is there, and it is not well.
    Broken(String),
    Interrupted,
    /// The device says that it has all of it.
    Nothing,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

/// A change in flight.
pub(super) struct Flight<'a> {
    pub run: &'a Run<'a>,
    pub plan: &'a RouterPlan,
    pub target: &'a Target,
    pub way: &'a Way,
    pub session: Router,
    /// A second login, from the commit on: it looks while the first one holds what it holds, and it
    /// proves that one can still get in.
    pub other: Option<Router>,
    pub journal: Journal,
    pub story: Story,
    pub audit: Audit,
    pub lines: Vec<Line>,
    pub undo: Vec<Line>,
    pub before: Observed,
    pub questions: Questions,
    pub diff: Option<String>,
    pub notes: Vec<String>,
    pub began: Instant,
}

/// What a flight starts with.
pub(super) struct Ready<'a> {
    pub target: &'a Target,
    pub way: &'a Way,
    pub session: Router,
    pub journal: Journal,
    pub story: Story,
    pub audit: Audit,
    pub before: Observed,
    pub questions: Questions,
    pub lines: Vec<Line>,
    pub undo: Vec<Line>,
}

impl<'a> Flight<'a> {
    pub(super) fn new(run: &'a Run<'a>, plan: &'a RouterPlan, ready: Ready<'a>) -> Self {
        Self {
            run,
            plan,
            target: ready.target,
            way: ready.way,
            session: ready.session,
            other: None,
            journal: ready.journal,
            story: ready.story,
            audit: ready.audit,
            lines: ready.lines,
            undo: ready.undo,
            before: ready.before,
            questions: ready.questions,
            diff: None,
            notes: Vec::new(),
            began: Instant::now(),
        }
    }

    /// All of it. The journal has its end when this returns.
    pub(super) fn fly(mut self) -> RouterOutcome {
        let mut end = match self.make() {
            Ok(()) => self.stay(),
            Err(trouble) => self.end(trouble),
        };
        end.diff = self.diff.take();
        end.notes.splice(0..0, std::mem::take(&mut self.notes));
        let record = Record::End {
            outcome: end.outcome.word().to_owned(),
            reason: end.reason.clone().unwrap_or_default(),
        };
        if let Err(why) = self.journal.write(record) {
            end.notes
                .push(format!("the journal could not be closed: {why}"));
        }
        end
    }

    /// Up to the point at which the change has been found well.
    fn make(&mut self) -> Result<(), Trouble> {
        self.phase(Step::Lock, Phase::Lock)?;
        self.go_on()?;
        self.phase(Step::Arm, Phase::Arm)?;
        self.phase(Step::Open, Phase::Open)?;
        self.go_on()?;
        self.phase(Step::Stage, Phase::Stage)?;
        self.devices_diff()?;
        self.phase(Step::Check, Phase::Check)?;
        self.go_on()?;
        if let Done::Cannot(_) = self.phase(Step::Commit, Phase::CommitWithTimer)? {
            self.phase(Step::Commit, Phase::Commit)?;
        }
        self.log_in_again()?;
        let running = Running::read(self.eyes())?;
        let (shown, _) = there(&self.story.begin.missing, &running);
        self.record(Record::Made {
            fingerprint: running.fingerprint,
            shown: shown.len(),
        })?;
        announce(&mut self.journal, &mut self.story, Step::Look)?;
        self.wait_for_health()
    }

    /// A phase of the pack. What it has to do is in the journal before it is done.
    fn phase(&mut self, step: Step, phase: Phase) -> Result<Done, Error> {
        let Some(doing) = self.way.phase(phase) else {
            return Ok(Done::Nothing(String::new()));
        };
        if !doing.steps.is_empty() {
            (self.run.told)(&self.plan.router, step_word(step));
            announce(&mut self.journal, &mut self.story, step)?;
        }
        let mut words = words(&self.story, &self.lines, &self.undo);
        let done = self.session.run(self.way, doing, &mut words)?;
        let kept = std::mem::take(&mut words.kept);
        drop(words);
        if kept != self.story.kept {
            self.record(Record::Kept { words: kept })?;
        }
        Ok(done)
    }

    fn record(&mut self, record: Record) -> Result<(), Error> {
        self.journal
            .write(record.clone())
            .map_err(|why| Error::Setting {
                reason: format!("the journal cannot be written: {why}"),
            })?;
        self.story.take(record, now());
        Ok(())
    }

    pub(super) fn go_on(&self) -> Result<(), Trouble> {
        match (self.run.stop)() {
            true => Err(Trouble::Interrupted),
            false => Ok(()),
        }
    }

    /// What the device itself says that changes. Where lines wait for a commit, nothing is nothing.
    fn devices_diff(&mut self) -> Result<(), Trouble> {
        let answers = match self.phase(Step::Diff, Phase::Diff) {
            Ok(Done::Answered(answers)) => answers,
            Ok(_) => return Ok(()),
            // It is for people: a device that cannot tell can still be changed.
            Err(error @ (Error::Refused(_) | Error::Unexpected { .. })) => {
                self.notes.push(format!("no diff of the device: {error}"));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let Some(last) = answers.last() else {
            return Ok(());
        };
        let text = String::from_utf8_lossy(&last.text).into_owned();
        let nothing = self.way.phase(Phase::Diff).is_some_and(|doing| {
            let is = |form: &Option<crate::vendor::Pattern>| {
                form.as_ref().map(|form| form.is_match(&last.text))
            };
            match (is(&doing.no), is(&doing.yes)) {
                (Some(no), _) => no,
                (None, Some(yes)) => !yes,
                (None, None) => false,
            }
        });
        self.diff = Some(text).filter(|text| !text.trim().is_empty());
        match nothing && self.way.acts == Acts::OnCommit {
            true => Err(Trouble::Nothing),
            false => Ok(()),
        }
    }

    /// It is well: keep it, and prove that it was kept.
    fn stay(&mut self) -> RouterOutcome {
        (self.run.told)(&self.plan.router, "confirming");
        match self.confirm() {
            Ok(()) => {}
            Err(error) if is_gone(&error) => return self.settled(Some(&error)),
            // It cannot be kept, and this session may be the only one that can go back.
            Err(error) => return self.end(Trouble::Said(error)),
        }
        match self.finish() {
            Ok(running) if running.fingerprint == self.story.begin.fingerprint => {
                let changed = self.story.made.as_ref() != Some(&running.fingerprint);
                match changed {
                    true => self
                        .outcome(Outcome::Reverted)
                        .because("the router went back before it was confirmed"),
                    false => self.kept(&running),
                }
            }
            Ok(running) => self.kept(&running),
            Err(error) => self.settled(Some(&error)),
        }
    }

    fn kept(&mut self, running: &Running) -> RouterOutcome {
        let site = self.run.site;
        let sent = self
            .plan
            .rendered
            .apply
            .reveal(site.secrets(&self.plan.rendered));
        if let Ok(sent) = sent {
            let place = address(self.target);
            memory::remember(&site.state, &place, &running.fingerprint, &sent);
        }
        self.outcome(Outcome::Confirmed)
    }

    fn confirm(&mut self) -> Result<(), Error> {
        announce(&mut self.journal, &mut self.story, Step::Confirm)?;
        if let Some(confirm) = self.way.phase(Phase::Confirm) {
            let mut words = words(&self.story, &self.lines, &self.undo);
            self.session.run(self.way, confirm, &mut words)?;
        }
        Ok(())
    }

    /// What follows the confirmation; from here on the change stays.
    fn finish(&mut self) -> Result<Running, Error> {
        // Whether there is anything to take away or not: it says that the confirmation was answered.
        announce(&mut self.journal, &mut self.story, Step::Disarm)?;
        if let Some(disarm) = self.way.phase(Phase::Disarm) {
            let mut words = words(&self.story, &self.lines, &self.undo);
            self.session.run(self.way, disarm, &mut words)?;
        }
        let running = Running::read(self.eyes())?;
        if self.run.options.save {
            match self.phase(Step::Save, Phase::Save) {
                Err(error) if is_gone(&error) => return Err(error),
                Err(error) => self.notes.push(format!("it could not be saved: {error}")),
                Ok(Done::Cannot(why)) => self.notes.push(format!("it is not saved: {why}")),
                Ok(_) => {}
            }
        }
        soft(&mut self.session, self.way, &self.story, Phase::Unlock)?;
        Ok(running)
    }

    pub(super) fn outcome(&self, outcome: Outcome) -> RouterOutcome {
        RouterOutcome::new(&self.plan.router, outcome)
    }
}

fn step_word(step: Step) -> &'static str {
    match step {
        Step::Lock => "locking",
        Step::Arm => "arming",
        Step::Open => "opening",
        Step::Stage => "staging",
        Step::Diff => "comparing",
        Step::Check => "checking",
        Step::Commit => "committing",
        Step::Look => "looking",
        Step::Confirm => "confirming",
        Step::Disarm => "disarming",
        Step::Save => "saving",
        Step::Unlock => "unlocking",
        Step::Back => "going back",
    }
}
