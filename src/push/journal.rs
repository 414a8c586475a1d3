//! What a push is about to do to one router, written and synced before it is done. A kill at any
//! moment leaves one question: was the last step of the journal taken, and what came of it?

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::contain::Difference;
use super::outcome::Outcome;
use super::state::{State, file_name, make_file, make_folder, now, stamp, sync_folder};
use crate::vendor::change::Phase;

/// A step of a change, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Lock,
    Arm,
    Open,
    Stage,
    Diff,
    Check,
    Commit,
    /// Ours up, nobody else's down?
    Look,
    /// It was all well: the change stays.
    Confirm,
    Disarm,
    Save,
    Unlock,
    /// It was not: the change goes.
    Back,
}

impl Step {
    /// The phase that a timer starts with, as a step.
    pub(super) fn of(phase: Phase) -> Self {
        match phase {
            Phase::Lock => Self::Lock,
            Phase::Arm => Self::Arm,
            Phase::Open => Self::Open,
            Phase::Stage => Self::Stage,
            Phase::Diff => Self::Diff,
            Phase::Check => Self::Check,
            Phase::Commit | Phase::CommitWithTimer | Phase::Pending => Self::Commit,
            Phase::Confirm => Self::Confirm,
            Phase::Disarm => Self::Disarm,
            Phase::Save => Self::Save,
            Phase::Unlock => Self::Unlock,
            Phase::Discard | Phase::Abort | Phase::Undo => Self::Back,
        }
    }
}

/// What a change is, for whoever has to settle it later. Masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begin {
    pub run: String,
    pub plan: String,
    pub router: String,
    pub vendor: String,
    pub address: String,
    /// Who started it, and the process that does it.
    pub who: String,
    pub vifs: Vec<String>,
    /// The way of the pack, and what it promises.
    pub way: String,
    pub guarantee: String,
    /// The name of the change on the device, and how long its timer runs.
    pub name: String,
    pub seconds: u32,
    /// Of the configuration before.
    pub fingerprint: String,
    /// What the router did not have of the change before.
    pub missing: Vec<Difference>,
    /// Of the masked lines, to know them again.
    pub lines: String,
    pub undo: String,
    /// What the undo lines would take along that was there before; then they are not the way back.
    pub along: Vec<String>,
    pub saves: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Record {
    Begin(Box<Begin>),
    /// This is done next.
    Step {
        step: Step,
    },
    /// What the device named, for later steps.
    Kept {
        words: BTreeMap<String, String>,
    },
    /// The fingerprint with the change in it.
    Made {
        fingerprint: String,
        /// How many lines of the change the configuration shows then.
        shown: usize,
    },
    End {
        outcome: String,
        reason: String,
    },
    /// A person has looked, and it counts as settled.
    Forgotten,
}

#[derive(Serialize, Deserialize)]
struct Line {
    schema: u32,
    at: String,
    seconds: u64,
    record: Record,
}

/// The journal of one router in one run.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// A new one, and beside it the configuration before, masked.
    pub(super) fn create(state: &State, begin: Begin, before: &[String]) -> io::Result<Self> {
        let folder = state.runs().join(&begin.run);
        make_folder(&folder)?;
        let mut file = make_file(&path(&folder, &begin.router, "before"))?;
        file.write_all((before.join("\n") + "\n").as_bytes())?;
        file.sync_all()?;
        let file = make_file(&path(&folder, &begin.router, "journal"))?;
        let mut journal = Self { file };
        journal.write(Record::Begin(Box::new(begin)))?;
        for folder in [folder.as_path(), &state.runs(), state.folder()] {
            sync_folder(folder)?;
        }
        Ok(journal)
    }

    /// Go on with one that a run has left.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::options().append(true).open(path)?;
        // A kill may have torn the last line.
        file.write_all(b"\n")?;
        Ok(Self { file })
    }

    /// Written and on the disk when this returns.
    pub(super) fn write(&mut self, record: Record) -> io::Result<()> {
        let seconds = now();
        let line = Line {
            schema: 1,
            at: stamp(seconds),
            seconds,
            record,
        };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()
    }
}

pub(super) fn path(folder: &Path, router: &str, kind: &str) -> PathBuf {
    folder.join(format!("{}.{kind}", file_name(router)))
}

/// What a journal tells.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub begin: Begin,
    /// Every step that was announced.
    pub steps: Vec<Step>,
    pub kept: BTreeMap<String, String>,
    pub made: Option<String>,
    pub shown: Option<usize>,
    pub end: Option<Outcome>,
    pub forgotten: bool,
    /// The configuration before, masked.
    pub before: Vec<String>,
    /// When the last step was announced, in seconds since 1970.
    pub last_at: u64,
    /// When the one that starts the timer was.
    pub step_times: BTreeMap<Step, u64>,
}

impl Story {
    /// Nothing where it does not even begin: then nothing was done.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        let text = std::fs::read_to_string(path)?;
        let mut story: Option<Self> = None;
        for line in text.lines() {
            // A torn line is one whose step was not taken: it was not synced.
            let Ok(line) = serde_json::from_str::<Line>(line) else {
                continue;
            };
            match (&mut story, line.record) {
                (None, Record::Begin(begin)) => story = Some(Self::new(*begin)),
                (Some(story), record) => story.take(record, line.seconds),
                (None, _) => {}
            }
        }
        if let Some(story) = &mut story {
            // Without it the way back is less exact, and the fingerprint says so.
            let before = std::fs::read_to_string(path.with_extension("before"));
            story.before = before
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect();
        }
        Ok(story)
    }

    pub(super) fn new(begin: Begin) -> Self {
        Self {
            begin,
            steps: Vec::new(),
            kept: BTreeMap::new(),
            made: None,
            shown: None,
            end: None,
            forgotten: false,
            before: Vec::new(),
            last_at: 0,
            step_times: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, record: Record, at: u64) {
        match record {
            Record::Begin(_) => {}
            Record::Step { step } => {
                self.steps.push(step);
                self.step_times.insert(step, at);
                self.last_at = at;
            }
            Record::Kept { words } => self.kept.extend(words),
            Record::Made { fingerprint, shown } => {
                self.made = Some(fingerprint);
                self.shown = Some(shown);
            }
            Record::End { outcome, .. } => self.end = Outcome::named(&outcome),
            Record::Forgotten => self.forgotten = true,
        }
    }

    /// Was it announced?
    pub(super) fn reached(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }

    /// The last step, in a word.
    pub(super) fn last(&self) -> String {
        match self.steps.last() {
            Some(step) => format!("{step:?}").to_lowercase(),
            None => "none".to_owned(),
        }
    }

    pub(super) fn is_settled(&self) -> bool {
        self.forgotten || self.end.is_some_and(|end| end != Outcome::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin() -> Begin {
        Begin {
            run: "r".into(),
            plan: "sha256:0".into(),
            router: "edge".into(),
            vendor: "x".into(),
            address: "192.0.2.1:22".into(),
            who: "me".into(),
            vifs: vec!["prod".into()],
            way: "timer".into(),
            guarantee: "A".into(),
            name: "vifctl-r".into(),
            seconds: 300,
            fingerprint: "sha256:1".into(),
            missing: Vec::new(),
            lines: "sha256:2".into(),
            undo: "no a\n".into(),
            along: Vec::new(),
            saves: true,
        }
    }

    #[test]
    fn a_torn_last_line_was_never_written() {
        let folder = std::env::temp_dir().join(format!("vifctl-journal-{}", std::process::id()));
        let state = State::new(&folder);
        let mut journal = Journal::create(&state, begin(), &["a".to_owned()]).expect("a journal");
        journal
            .write(Record::Step { step: Step::Arm })
            .expect("a record");
        let file = path(&folder.join("runs/r"), "edge", "journal");
        let mut text = std::fs::read_to_string(&file).expect("a journal");
        text.push_str("{\"schema\":1,\"at\":\"x\",\"record\":\"step\",\"ste");
        std::fs::write(&file, text).expect("written");
        let mut again = Journal::open(&file).expect("a journal");
        again
            .write(Record::Step { step: Step::Back })
            .expect("a record");
        let story = Story::read(&file).expect("readable").expect("a story");
        assert_eq!(story.steps, [Step::Arm, Step::Back]);
        assert!(!story.is_settled());
        std::fs::remove_dir_all(&folder).expect("gone");
    }
}
