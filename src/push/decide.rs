//! What became of a change that was cut off, as a table: how far the journal says that it came, whether
//! the device says that something waits, and what the configuration is like.

use super::back::acts_already;
use super::journal::{Step, Story};
use super::outcome::Outcome;
use crate::vendor::change::{Confirm, Way};

/// Does something wait for its confirmation on the device?
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    Yes,
    No,
    /// There is no timer that could run.
    Never,
    Unclear(String),
}

/// What the running configuration is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Like {
    Before,
    After,
    /// Neither: so many of the lines of the change are there.
    Else {
        there: usize,
        of: usize,
    },
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It was looked at and found well: keep it.
    Keep,
    GoBack,
    /// Nobody can do anything but wait for the timer.
    Wait,
    Is(Outcome, String),
}

/// The whole of `recover` as a table. `late`: the timer has run out, whether the device can tell or not.
pub(super) fn decide(story: &Story, way: &Way, waits: &Waits, like: Like, late: bool) -> Next {
    let is = |outcome, says: &str| Next::Is(outcome, says.to_owned());
    let passed = story.reached(Step::Confirm) && !story.reached(Step::Back);
    let acts = acts_already(story, way);
    let same = way
        .timer
        .as_ref()
        .is_some_and(|t| t.confirm == Confirm::SameSession);
    // What comes behind the confirmation is announced when it has been answered.
    let kept = passed
        && [Step::Disarm, Step::Save, Step::Unlock]
            .iter()
            .any(|step| story.reached(*step));
    let running = has_started(story, way) && !late && !kept;
    match (waits, like) {
        (Waits::Yes, _) if !has_started(story, way) => is(
            Outcome::Unknown,
            "a change that is not ours waits for its confirmation on the router; settle that first",
        ),
        // The confirmation has been answered; what was armed may be gone from the configuration.
        (_, Like::After | Like::Else { .. }) if kept => Next::Keep,
        (Waits::Yes, _) if passed && same => Next::Wait,
        (Waits::Yes, _) if passed => Next::Keep,
        (Waits::Yes, _) => Next::GoBack,
        // Only time tells, and it does.
        (Waits::Unclear(_), Like::After) if running && passed && !same => Next::Keep,
        // Whoever could confirm it is gone, and it has gone back.
        (Waits::Unclear(_), Like::Before) if same => {
            is(Outcome::Reverted, "the configuration is what it was before")
        }
        (Waits::Unclear(_), _) if running && passed => Next::Wait,
        // Another session cannot confirm, and a device may not tell: time does.
        (Waits::No, Like::After | Like::Else { .. }) if running && passed && same => Next::Wait,
        // To be before is to be back, once what was armed is taken away.
        (Waits::Unclear(_), _) if running => Next::GoBack,
        (_, Like::Before) if acts => {
            is(Outcome::Reverted, "the configuration is what it was before")
        }
        (_, Like::Before) => is(Outcome::Unchanged, "nothing of the change had taken effect"),
        (_, Like::After) if passed => Next::Keep,
        (Waits::Never, _) if acts => Next::GoBack,
        // A device that says that nothing waits may know it better, or not tell.
        (_, Like::After) if running => Next::GoBack,
        (_, Like::After) => is(
            Outcome::Confirmed,
            "the change is there and no timer runs: somebody confirmed it",
        ),
        (_, Like::Else { .. }) if !acts => is(
            Outcome::Unchanged,
            "nothing of the change had taken effect; somebody else has changed the configuration since",
        ),
        (_, Like::Else { there: 0, of }) if of > 0 && !story.reached(Step::Back) => is(
            Outcome::Reverted,
            "no line of the change is there; somebody else has changed the configuration since",
        ),
        (_, Like::Else { there, of }) if passed && there == of && of > 0 => Next::Keep,
        (_, Like::Else { .. }) if running => Next::GoBack,
        (_, Like::Else { there, of }) => Next::Is(
            Outcome::Unknown,
            format!(
                "the configuration is neither what it was before nor what it was after the change: {there} of its {of} lines are there"
            ),
        ),
    }
}

/// Has the timer of this change been started, as far as the journal knows?
pub(super) fn has_started(story: &Story, way: &Way) -> bool {
    let started = way.timer.as_ref().map(|timer| Step::of(timer.starts));
    started.is_some_and(|step| story.reached(step))
}
