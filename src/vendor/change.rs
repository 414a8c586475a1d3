//! How a platform's configuration is changed, and what it can promise: the same phases everywhere,
//! each with its lines, or with the reason why there is nothing to do, or why it cannot.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pattern;
use super::speech::Question;

/// What stands between a change and a router that nobody reaches any more.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarantee {
    /// The device itself goes back when nobody confirms.
    A,
    /// It goes back by a job that was armed on it.
    B,
    /// It can be put back as long as somebody is connected.
    C,
    /// Nobody can.
    D,
}

/// A part of a change, in the order in which they come.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Keep others out.
    Lock,
    /// Start what goes back by itself, where that comes before the first line.
    Arm,
    /// Get ready to take lines.
    Open,
    /// Type the lines.
    Stage,
    /// What the device says would change, or has changed.
    Diff,
    /// Would the device take it?
    Check,
    /// Drop what is staged and not committed.
    Discard,
    /// Make it so, for good.
    Commit,
    /// Make it so until the timer ends.
    CommitWithTimer,
    /// Does something wait for its confirmation?
    Pending,
    /// Keep it.
    Confirm,
    /// Go back at once, before the timer ends.
    Abort,
    /// Go back after it was kept.
    Undo,
    /// Take away what was armed.
    Disarm,
    /// Make it outlive a restart.
    Save,
    /// Let others in again.
    Unlock,
}

impl Phase {
    pub const ALL: [Self; 16] = [
        Self::Lock,
        Self::Arm,
        Self::Open,
        Self::Stage,
        Self::Diff,
        Self::Check,
        Self::Discard,
        Self::Commit,
        Self::CommitWithTimer,
        Self::Pending,
        Self::Confirm,
        Self::Abort,
        Self::Undo,
        Self::Disarm,
        Self::Save,
        Self::Unlock,
    ];
}

/// A way to change the configuration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub name: String,
    pub guarantee: Guarantee,
    /// What the guarantee rests on, for the plan.
    pub because: String,
    /// When a line begins to act.
    pub acts: Acts,
    pub timer: Option<Timer>,
    /// Lines in flight, where that differs from the conversation's.
    pub window: Option<usize>,
    /// What the device has to answer for this way to be open; all of it.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// `phase.stage`, `phase.commit_with_timer` and so on.
    #[serde(default, rename = "phase")]
    pub phases: BTreeMap<Phase, Doing>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Acts {
    /// As soon as it is typed.
    AtOnce,
    /// With the commit.
    OnCommit,
}

/// What goes off when nobody confirms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// The limits, in seconds.
    pub least: u32,
    pub most: u32,
    /// The device counts in steps of so many seconds: a time is rounded up to one.
    #[serde(default = "one")]
    pub step: u32,
    /// The phase that starts it.
    pub starts: Phase,
    /// Who may confirm.
    pub confirm: Confirm,
    /// How much later than its end the device may go back, in seconds.
    #[serde(default)]
    pub late: u32,
    /// Does going back restart the device, or interrupt others than us?
    #[serde(default)]
    pub disturbs: Option<String>,
}

const fn one() -> u32 {
    1
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    AnySession,
    /// Only where it was armed: what has to be asked meanwhile is asked in another conversation.
    SameSession,
}

/// A question to the device on which a way depends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub mode: String,
    pub line: String,
    /// The answer has to match this one, and must not match that one.
    pub yes: Option<Pattern>,
    pub no: Option<Pattern>,
    /// What to tell when it does not.
    pub otherwise: String,
}

/// What to do in a phase.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doing {
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Nothing has to be done, and why.
    pub nothing: Option<String>,
    /// The platform cannot, and why.
    pub cannot: Option<String>,
    /// Of a phase that asks (`pending`, `diff`): an answer to the last step that means yes, one
    /// that means no. `yes` may name groups: what was found.
    pub yes: Option<Pattern>,
    pub no: Option<Pattern>,
}

/// One typed line of a phase, or the lines of the change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The mode that it is typed in; the session goes there first. Any, when absent.
    pub mode: Option<String>,
    /// The line, with words in braces: see `WORDS`. `{lines}` alone stands for the lines of the
    /// change, `{undo}` for those that take it back. None: only the mode is wanted.
    #[serde(default)]
    pub line: String,
    /// The answer has to match.
    pub good: Option<Pattern>,
    /// An answer that is a refusal here, beside those of the platform.
    #[serde(default)]
    pub bad: Vec<Pattern>,
    /// Questions that are asked here, before those of the platform.
    #[serde(default)]
    pub answers: Vec<Question>,
    /// Refused or not, it goes on: the device may have nothing to take away.
    #[serde(default)]
    pub may_fail: bool,
    /// How long the answer may take, in seconds, where it takes longer than others.
    pub wait: Option<u32>,
    /// Named groups that later steps may use as words.
    pub keep: Option<Pattern>,
}

/// The words that a line of a step may have in braces, beside those that an earlier step kept.
/// `clock` is HH:MM:SS, `span` is HH:MM.
pub const WORDS: [&str; 10] = [
    "lines", "undo", "seconds", "minutes", "clock", "span", "name", "comment", "user", "file",
];

impl Way {
    pub fn phase(&self, phase: Phase) -> Option<&Doing> {
        self.phases.get(&phase)
    }

    /// What cannot be meant.
    pub(super) fn flaw(&self, known: &impl Fn(&str) -> bool) -> Option<String> {
        let mut kept: Vec<&str> = WORDS.to_vec();
        let steps = || self.phases.values().flat_map(|doing| &doing.steps);
        for pattern in steps().filter_map(|step| step.keep.as_ref()) {
            kept.extend(pattern.0.capture_names().flatten());
        }
        for step in steps() {
            if let Some(mode) = step.mode.as_deref().filter(|mode| !known(mode)) {
                return Some(format!("no [[mode]] has the name {mode}"));
            }
            if let Some(word) = words(&step.line).find(|word| !kept.contains(word)) {
                return Some(format!("`{}`: nothing is known as {{{word}}}", step.line));
            }
        }
        if let Some(need) = self.needs.iter().find(|need| !known(&need.mode)) {
            return Some(format!("no [[mode]] has the name {}", need.mode));
        }
        self.phase_flaw().or_else(|| self.timer_flaw())
    }

    fn phase_flaw(&self) -> Option<String> {
        for (phase, doing) in &self.phases {
            let said = [
                !doing.steps.is_empty(),
                doing.nothing.is_some(),
                doing.cannot.is_some(),
            ];
            if said.iter().filter(|said| **said).count() != 1 {
                return Some(format!(
                    "phase {phase:?} has to have one of `steps`, `nothing` and `cannot`"
                ));
            }
        }
        None
    }

    fn timer_flaw(&self) -> Option<String> {
        match (&self.timer, self.guarantee) {
            (None, Guarantee::A | Guarantee::B) => {
                Some("a guarantee above C needs a [way.timer]".into())
            }
            (Some(timer), _) if timer.least > timer.most || timer.step == 0 => {
                Some("the timer's limits leave no time at all".into())
            }
            (Some(timer), _)
                if self
                    .phase(timer.starts)
                    .is_none_or(|doing| doing.steps.is_empty()) =>
            {
                Some("the phase that starts the timer has no steps".into())
            }
            _ => None,
        }
    }
}

impl Timer {
    /// The time that the device will really wait, when so many seconds are wanted.
    pub fn rounded(&self, seconds: u32) -> u32 {
        let stepped = seconds.div_ceil(self.step).saturating_mul(self.step);
        stepped.clamp(self.least, self.most)
    }
}

/// The names in braces in a line.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split('{').skip(1).filter_map(|rest| {
        let (word, _) = rest.split_once('}')?;
        let name = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        name.then_some(word)
    })
}
