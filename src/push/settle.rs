//! A change that was cut off, by a kill or by the network: what became of it, and what to do. The
//! journal says how far it had come, the device says the rest; `decide.rs` puts the two together, and
//! the fingerprint proves what came of it.

use std::time::{Duration, Instant};

use super::audit::Audit;
use super::back::{go_back, soft, words};
use super::contain::{Difference, MASK};
use super::decide::{Like, Next, Waits, decide, has_started};
use super::health::few;
use super::journal::{Journal, Record, Step, Story};
use super::memory;
use super::outcome::{Outcome, is_gone};
use super::running::{Running, fingerprint};
use super::site::Site;
use super::state::now;
use crate::render::Rendered;
use crate::router::{Done, Error, Found, Line, Router, Target};
use crate::vendor::change::{Acts, Phase, Way};

/// How often a session may be lost while a change is settled.
const MOST_TRIES: u32 = 200;

/// A router with a change that has no end.
pub(super) struct Settling<'a> {
    pub site: &'a Site<'a>,
    pub router: usize,
    pub target: &'a Target,
    pub way: &'a Way,
    /// The texts whose keys have to be masked.
    pub rendered: Option<&'a Rendered>,
    pub audit: Option<&'a Audit>,
    /// How long to try to reach it.
    pub patience: Duration,
}

/// What became of it, and why.
pub(super) struct Settled {
    pub outcome: Outcome,
    pub says: String,
    /// It could not be asked.
    pub away: bool,
}

impl Settling<'_> {
    /// Settle it. The journal gets every step ahead; the end is the caller's to write.
    pub(super) fn settle(
        &self,
        story: &mut Story,
        journal: &mut Journal,
        undo: &[Line],
    ) -> Settled {
        let until = Instant::now() + self.patience;
        let mut last = String::from("it was never reached");
        let mut away = true;
        for tries in 0..MOST_TRIES {
            match self.attempt(story, journal, undo) {
                Ok(Some((outcome, says))) => {
                    return Settled {
                        outcome,
                        says,
                        away: false,
                    };
                }
                Ok(None) => (last, away) = ("its timer has not run out yet".into(), false),
                Err(error) => {
                    (last, away) = (error.to_string(), is_gone(&error));
                    // Whoever is at work may be the session that was lost, and go away by itself.
                    if !is_gone(&error) && !matches!(error, Error::Busy(_)) {
                        break;
                    }
                }
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            std::thread::sleep(left.min(pause(tries)));
        }
        Settled {
            outcome: Outcome::Unknown,
            says: self.unsettled(story, &last),
            away,
        }
    }

    /// What a person has to look at.
    fn unsettled(&self, story: &Story, last: &str) -> String {
        let mut says = format!("{last}; the last step that was begun is `{}`", story.last());
        if let Some(end) = self.timer_end(story) {
            let word = if end < now() { "ran" } else { "runs" };
            says += &format!(
                "; its timer {word} out at {}, and then the router goes back by itself",
                super::state::stamp(end)
            );
        }
        says + "; run `vifctl recover` when it can be reached"
    }

    /// How long its timer still runs.
    pub(super) fn left(&self, story: &Story) -> Duration {
        let end = self.timer_end(story).unwrap_or(0);
        Duration::from_secs(end.saturating_sub(now()))
    }

    /// When the device has gone back at the latest, in seconds since 1970.
    fn timer_end(&self, story: &Story) -> Option<u64> {
        let timer = self.way.timer.as_ref()?;
        let started = story.step_times.get(&Step::of(timer.starts))?;
        Some(started + u64::from(story.begin.seconds) + u64::from(timer.late))
    }

    /// One session's worth of it; None: wait, and come again.
    fn attempt(
        &self,
        story: &mut Story,
        journal: &mut Journal,
        undo: &[Line],
    ) -> Result<Option<(Outcome, String)>, Error> {
        let mut session = self.open()?;
        let running = Running::read(&mut session)?;
        let waits = self.waits(&mut session, story)?;
        let like = self.like(story, &running);
        let late = self.timer_end(story).is_none_or(|end| end <= now());
        let next = decide(story, self.way, &waits, like, late);
        let end = match next {
            Next::Is(outcome, says) => {
                let says = match outcome {
                    Outcome::Unknown => says + &self.differs(story, &running),
                    _ => says,
                };
                let stages = self.way.acts == Acts::OnCommit;
                match outcome {
                    Outcome::Unchanged if stages => go_back(&mut session, self.way, story, undo)?,
                    // A commit that was announced may never have come: what was staged, and what was
                    // locked, may outlive the session that did it.
                    Outcome::Reverted if stages => {
                        soft(&mut session, self.way, story, Phase::Discard)?;
                        soft(&mut session, self.way, story, Phase::Unlock)?;
                    }
                    _ => {}
                }
                Some((outcome, says))
            }
            Next::Wait => self.timer_end(story).filter(|end| *end <= now()).map(|_| {
                let says = "its timer should have run out, and the change still waits";
                (Outcome::Unknown, says.to_owned())
            }),
            Next::Keep => Some(self.keep(&mut session, story, journal, &waits)?),
            Next::GoBack => self.back(&mut session, story, journal, undo)?,
        };
        session.close();
        Ok(end)
    }

    fn open(&self) -> Result<Router, Error> {
        let ear = self.audit.map(Audit::ear);
        let mut session = self.site.open(self.target, self.router, ear)?;
        if let Some(rendered) = self.rendered {
            self.site.hide(&mut session, &rendered.apply, rendered);
        }
        Ok(session)
    }

    fn waits(&self, session: &mut Router, story: &Story) -> Result<Waits, Error> {
        if self.way.timer.is_none() {
            return Ok(Waits::Never);
        }
        if !has_started(story, self.way) {
            return Ok(Waits::No);
        }
        let Some(pending) = self.way.phase(Phase::Pending) else {
            return Ok(Waits::Unclear("its pack does not say how to ask".into()));
        };
        Ok(
            match session.find(self.way, pending, &mut words(story, &[], &[]))? {
                Found::Yes(_) => Waits::Yes,
                Found::No => Waits::No,
                Found::Unclear(says) => Waits::Unclear(says.chars().take(200).collect()),
            },
        )
    }

    /// Where the configuration is not what it was before, for a person to look at.
    fn differs(&self, story: &Story, running: &Running) -> String {
        if story.before.is_empty() || story.begin.fingerprint == running.fingerprint {
            return String::new();
        }
        let only = |one: &[String], other: &[String], sign: &str| -> Vec<String> {
            let lines = one.iter().filter(|line| !other.contains(line));
            lines
                .map(|line| format!("`{sign}{}`", line.trim()))
                .collect()
        };
        let mut lines = only(&running.lines, &story.before, "+");
        lines.extend(only(&story.before, &running.lines, "-"));
        format!("; compared with what it was before: {}", few(&lines))
    }

    fn like(&self, story: &Story, running: &Running) -> Like {
        if running.fingerprint == story.begin.fingerprint {
            return Like::Before;
        }
        if story.made.as_ref() == Some(&running.fingerprint) {
            return Like::After;
        }
        // Lines that the configuration did not show with the change in it, it does not show at all.
        let (there, _) = there(&story.begin.missing, running);
        Like::Else {
            there: there.len(),
            of: story.shown.unwrap_or(0),
        }
    }

    fn keep(
        &self,
        session: &mut Router,
        story: &mut Story,
        journal: &mut Journal,
        waits: &Waits,
    ) -> Result<(Outcome, String), Error> {
        announce(journal, story, Step::Confirm)?;
        if matches!(waits, Waits::Unclear(_) | Waits::No) {
            // It may wait all the same; where nothing does, it is refused.
            soft(session, self.way, story, Phase::Confirm)?;
        }
        if *waits == Waits::Yes
            && let Some(confirm) = self.way.phase(Phase::Confirm)
        {
            session.run(self.way, confirm, &mut words(story, &[], &[]))?;
        }
        soft(session, self.way, story, Phase::Disarm)?;
        let mut says = "it had passed its checks: it is kept".to_owned();
        if story.begin.saves
            && let Some(save) = self.way.phase(Phase::Save)
        {
            announce(journal, story, Step::Save)?;
            match session.run(self.way, save, &mut words(story, &[], &[])) {
                Err(error) if is_gone(&error) => return Err(error),
                Err(error) => says += &format!("; it could not be saved: {error}"),
                Ok(Done::Cannot(why)) => says += &format!("; it is not saved: {why}"),
                Ok(_) => {}
            }
        }
        soft(session, self.way, story, Phase::Unlock)?;
        let running = Running::read(session)?;
        self.remember(story, &running);
        Ok(match running.fingerprint == story.begin.fingerprint {
            true => (
                Outcome::Reverted,
                "it was confirmed too late: the router has gone back".into(),
            ),
            false => (Outcome::Confirmed, says),
        })
    }

    /// The next push need not do it again, if the intent still says the same.
    fn remember(&self, story: &Story, running: &Running) {
        let Some(rendered) = self.rendered else {
            return;
        };
        if fingerprint(rendered.apply.masked().lines()) == story.begin.lines
            && running.fingerprint != story.begin.fingerprint
            && let Ok(lines) = rendered.apply.reveal(self.site.secrets(rendered))
        {
            let place = &story.begin.address;
            memory::remember(&self.site.state, place, &running.fingerprint, &lines);
        }
    }

    fn back(
        &self,
        session: &mut Router,
        story: &mut Story,
        journal: &mut Journal,
        undo: &[Line],
    ) -> Result<Option<(Outcome, String)>, Error> {
        if self.way.timer.is_none() && !story.begin.along.is_empty() {
            return Ok(Some((
                Outcome::Unknown,
                format!(
                    "the lines that take the change back would take along what was there before ({}): take it back by hand",
                    few(&story.begin.along)
                ),
            )));
        }
        if self.way.timer.is_none() && undo.iter().any(|line| line.masked().contains(MASK)) {
            let says =
                "the lines that take the change back need a key that the journal does not have";
            return Ok(Some((Outcome::Unknown, says.into())));
        }
        announce(journal, story, Step::Back)?;
        let tried = go_back(session, self.way, story, undo);
        if let Err(error) = &tried
            && is_gone(error)
        {
            return Err(tried.err().unwrap_or(Error::Setting {
                reason: String::new(),
            }));
        }
        let running = Running::read(session)?;
        if running.fingerprint == story.begin.fingerprint {
            let outcome = match story.reached(Step::Stage) {
                true => Outcome::Reverted,
                false => Outcome::Unchanged,
            };
            return Ok(Some((
                outcome,
                "it is taken back: the configuration is what it was before".into(),
            )));
        }
        // The timer is the second chance.
        if self.timer_end(story).is_some_and(|end| end > now()) {
            return Ok(None);
        }
        let (left, of) = there(&story.begin.missing, &running);
        let why = tried
            .err()
            .map_or(String::new(), |error| format!("{error}; "));
        let differs = self.differs(story, &running);
        Ok(Some((
            Outcome::Unknown,
            format!(
                "{why}the configuration is not what it was before: {} of {of} lines of the change are still there{differs}",
                left.len(),
            ),
        )))
    }
}

/// Before the next session: soon at first, and later when it takes its time.
fn pause(tries: u32) -> Duration {
    match tries {
        0 => Duration::from_millis(250),
        1 => Duration::from_millis(500),
        _ => Duration::from_secs(1 + u64::from(tries / 5)),
    }
}

/// Write a step down before it is taken.
pub(super) fn announce(journal: &mut Journal, story: &mut Story, step: Step) -> Result<(), Error> {
    let record = Record::Step { step };
    journal
        .write(record.clone())
        .map_err(|why| Error::Setting {
            reason: format!("the journal cannot be written, and nothing is done without it: {why}"),
        })?;
    story.take(record, now());
    Ok(())
}

/// The lines of a change that a configuration has, of those that it did not have before. Lines that no
/// configuration shows, keys above all, are not counted.
pub(super) fn there(missing: &[Difference], running: &Running) -> (Vec<String>, usize) {
    let shown: Vec<&Difference> = missing
        .iter()
        .filter(|difference| !difference.line.contains(MASK))
        .collect();
    let there = shown.iter().filter(|difference| {
        let mut text = String::new();
        for (deep, line) in difference.within.iter().enumerate() {
            text += &format!("{}{line}\n", " ".repeat(deep));
        }
        text += &format!(
            "{}{}\n",
            " ".repeat(difference.within.len()),
            difference.line
        );
        !super::contain::differences(&text, &running.lines).contains(difference)
    });
    (there.map(|found| found.line.clone()).collect(), shown.len())
}
