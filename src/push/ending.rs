//! A change that does not go on: back in the session that lives, or settled in another one.

use std::time::Duration;

use super::back::{acts_already, go_back};
use super::health::few;
use super::journal::Step;
use super::outcome::{Outcome, RouterOutcome, is_gone};
use super::running::Running;
use super::settle::{Settling, announce, there};
use super::transaction::{Flight, Trouble};
use crate::router::Error;

/// How much longer than the timer a router is waited for, in seconds.
const MARGIN: u32 = 30;

impl Flight<'_> {
    /// It does not go on: back, in this session if it lives.
    pub(super) fn end(&mut self, trouble: Trouble) -> RouterOutcome {
        if let Trouble::Said(error) = &trouble
            && is_gone(error)
        {
            return self.settled(Some(error));
        }
        (self.run.told)(&self.plan.router, "going back");
        let acted = acts_already(&self.story, self.way);
        let end = match &trouble {
            Trouble::Said(error) => self.outcome(Outcome::Refused).of_error(error),
            Trouble::Broken(why) => self.outcome(Outcome::Reverted).because(why.clone()),
            Trouble::Interrupted => {
                let word = if acted {
                    Outcome::Reverted
                } else {
                    Outcome::Refused
                };
                let mut end = self.outcome(word).because("interrupted");
                end.interrupted = true;
                end
            }
            Trouble::Nothing => self
                .outcome(Outcome::Unchanged)
                .because("the device says that it has all of it"),
        };
        if acted && self.way.timer.is_none() && !self.plan.along.is_empty() {
            return self.left_alone(end);
        }
        self.back(end)
    }

    pub(super) fn back(&mut self, end: RouterOutcome) -> RouterOutcome {
        if let Err(error) = announce(&mut self.journal, &mut self.story, Step::Back) {
            self.notes.push(error.to_string());
        }
        let gone = go_back(&mut self.session, self.way, &self.story, &self.undo);
        let proven = gone.and_then(|()| Running::read(&mut self.session));
        match proven {
            Ok(running) if running.fingerprint == self.story.begin.fingerprint => {
                let says = "read again: the configuration is what it was before";
                self.notes.push(says.to_owned());
                end
            }
            Ok(_) => self.still_there(end, None),
            Err(error) => self.still_there(end, Some(error)),
        }
    }

    /// The way back did not lead there: the timer is left, and then a person.
    fn still_there(&mut self, end: RouterOutcome, error: Option<Error>) -> RouterOutcome {
        let mut settled = self.settled(error.as_ref());
        if settled.outcome == Outcome::Reverted || settled.outcome == Outcome::Unchanged {
            settled.outcome = end.outcome;
            settled.reason = end.reason;
            // What was lost on the way back was found again.
            settled.world = end.world;
        } else if let Some(first) = &end.reason {
            let then = settled.reason.unwrap_or_default();
            settled.reason = Some(format!("{first}; {then}"));
        }
        settled.line = end.line.or(settled.line);
        settled.interrupted = end.interrupted;
        settled
    }

    /// Nobody can take it back without taking more: say what is there.
    fn left_alone(&mut self, end: RouterOutcome) -> RouterOutcome {
        let (left, of) = match Running::read(&mut self.session) {
            Ok(running) => there(&self.story.begin.missing, &running),
            Err(_) => (Vec::new(), 0),
        };
        let why = end.reason.clone().unwrap_or_default();
        let says = format!(
            "{why}; it is left as it is, because the way back would take along what was there before ({}): {} of {of} lines of the change are there: {}",
            few(&self.plan.along),
            left.len(),
            few(&left)
        );
        RouterOutcome {
            outcome: Outcome::Unknown,
            reason: Some(says),
            ..end
        }
    }

    /// The session is gone, or did not do what was asked: another one asks the device.
    pub(super) fn settled(&mut self, error: Option<&Error>) -> RouterOutcome {
        (self.run.told)(&self.plan.router, "settling");
        // What they hold, a lock above all, would be in the way of the one that settles it.
        self.session.hang_up();
        if let Some(other) = self.other.take() {
            other.close();
        }
        let timer = self.way.timer.as_ref();
        let patience = timer.map_or(60, |timer| {
            u64::from(self.story.begin.seconds + timer.late + MARGIN)
        });
        let left = Duration::from_secs(patience).saturating_sub(self.began.elapsed());
        let settling = Settling {
            site: self.run.site,
            router: self.plan.index,
            target: self.target,
            way: self.way,
            rendered: Some(&self.plan.rendered),
            audit: Some(&self.audit),
            patience: left.max(Duration::from_secs(20)),
        };
        let settled = settling.settle(&mut self.story, &mut self.journal, &self.undo);
        let (outcome, says) = (settled.outcome, settled.says);
        let mut end = self.outcome(outcome);
        if let Some(error) = error {
            end = end.of_error(error);
        }
        let first = end.reason.take();
        let reason = match (outcome, first) {
            (Outcome::Confirmed, _) => {
                self.notes.push(says);
                return end;
            }
            (_, Some(first)) => format!("{first}; {says}"),
            (_, None) => says,
        };
        // A push that found nothing to do is unchanged; one that could not do it is not.
        if outcome == Outcome::Unchanged {
            end.outcome = Outcome::Refused;
        }
        end.because(reason)
    }
}
