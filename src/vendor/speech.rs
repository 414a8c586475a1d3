//! How one talks with a platform, as data: `vendors/speech/NAME.toml`. Its prompts, what it asks
//! and what is answered, what a refusal looks like; `change.rs` beside it says how it is changed.

mod parse;

use std::collections::BTreeMap;

use regex::bytes::Regex;
use serde::Deserialize;

use super::Pattern;
use super::change::{Doing, Phase, Way};

/// A conversation's rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// Pieces of patterns by name; put into the text before it is read.
    #[serde(default)]
    pub pieces: BTreeMap<String, String>,
    #[serde(default)]
    pub terminal: Terminal,
    #[serde(default)]
    pub window: Window,
    #[serde(rename = "mode")]
    pub modes: Vec<Mode>,
    #[serde(default, rename = "move")]
    pub moves: Vec<Move>,
    /// Typed once, when the session begins. What the device refuses of it costs comfort only.
    #[serde(default)]
    pub setup: Vec<String>,
    #[serde(default, rename = "pager")]
    pub pagers: Vec<Pager>,
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// A line of an answer that says that the line before it was not taken.
    pub refused: Vec<Pattern>,
    /// What looks like a refusal and is none.
    #[serde(default)]
    pub harmless: Vec<Pattern>,
    /// A refusal because somebody else is at work: it may go away by itself.
    #[serde(default)]
    pub busy: Vec<Pattern>,
    /// Lines that come at any time and belong to no answer: log lines, time stamps.
    #[serde(default)]
    pub noise: Vec<Pattern>,
    /// Lines that come at any time and matter: they are told, and belong to no answer.
    #[serde(default)]
    pub messages: Vec<Pattern>,
    /// Lines right above a prompt that belong to it.
    #[serde(default)]
    pub above: Vec<Pattern>,
    /// Typed lines behind which the host name of the prompt may be another one.
    #[serde(default)]
    pub renames: Vec<Pattern>,
    /// Typed lines that may be answered with a question: nothing is sent behind them.
    #[serde(default)]
    pub alone: Vec<Pattern>,
    /// Lines of a configuration that are not sent: comments.
    #[serde(default)]
    pub unsent: Vec<Pattern>,
    /// Where secrets stand in what a device prints: the group `secret` is masked.
    #[serde(default)]
    pub secrets: Vec<Pattern>,
    pub running: Running,
    /// Phases that are the same in every way that does not have its own.
    #[serde(default, rename = "phase")]
    pub phases: BTreeMap<Phase, Doing>,
    /// The ways to change a configuration, the safest first.
    #[serde(rename = "way")]
    pub ways: Vec<Way>,
}

/// What is asked of the far end before the first word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Terminal {
    pub kind: String,
    pub width: u32,
    pub height: u32,
    /// What Enter sends.
    pub enter: String,
    /// Put behind the user's name at login; some platforms take terminal settings there.
    pub user_suffix: String,
    /// Characters that act at once when typed, and the key that makes the next one plain text.
    pub keys: String,
    pub literal: String,
    /// What stands between the host name and a view in prompts that do not tell the two apart.
    pub joined: String,
    /// Which channel a show command goes over, and a line of a change.
    pub ask: Channel,
    pub send: Channel,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            kind: "vt100".into(),
            width: 511,
            height: 0,
            enter: "\n".into(),
            user_suffix: String::new(),
            keys: String::new(),
            literal: String::new(),
            joined: String::new(),
            ask: Channel::Shell,
            send: Channel::Shell,
        }
    }
}

/// A shell is one conversation; `exec` is a channel for every command, without echo and prompt.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Shell,
    Exec,
}

/// How much may be under way before the answers have come.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub lines: usize,
    /// What a device's input buffer is sure to hold.
    pub bytes: usize,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            lines: 1,
            bytes: 1024,
        }
    }
}

/// Where the device is, told by its prompt.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    pub name: String,
    /// The whole prompt without white space at its end; the group `host` is the host name.
    pub prompt: Pattern,
    /// What the line above the prompt has to be, where the prompt alone does not tell.
    pub above: Option<Pattern>,
    /// A shell or another command line around the platform's own: it is left at once, and the name
    /// in its prompt may be another one.
    #[serde(default)]
    pub foreign: bool,
}

/// How to get from one mode to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub from: String,
    pub to: String,
    pub line: String,
    #[serde(default)]
    pub answers: Vec<Question>,
}

/// A page that waits for a key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pager {
    pub is: Pattern,
    pub key: String,
}

/// Something that waits for an answer, and no prompt.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// It ends the output: the last line, without white space at its end.
    pub is: Pattern,
    /// Typed with Enter behind it.
    pub answer: Option<String>,
    /// A key that acts without Enter.
    pub key: Option<String>,
    /// A password of the login is the answer.
    pub secret: Option<Wanted>,
}

/// Which of the login's words a question wants.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    User,
    Password,
    Enable,
}

/// How to have the running configuration, and which of its lines change by themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Running {
    pub mode: String,
    pub line: String,
    #[serde(default)]
    pub noise: Vec<Pattern>,
    /// Sections that whoever writes them writes anew: what stood in them before is gone.
    #[serde(default)]
    pub anew: Vec<Pattern>,
}

impl Speech {
    /// The first way that the pack lists by this name.
    pub fn way(&self, name: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.name == name)
    }

    /// The line that leads from one mode towards another, over as few others as can be.
    pub fn towards(&self, from: &str, to: &str) -> Option<&Move> {
        let mut reached = vec![to];
        let mut next = 0;
        while let Some(goal) = reached.get(next).copied() {
            for step in self.moves.iter().filter(|step| step.to == goal) {
                if step.from == from {
                    return Some(step);
                }
                if !reached.contains(&step.from.as_str()) {
                    reached.push(&step.from);
                }
            }
            next += 1;
        }
        None
    }

    /// Every phase that some way does not speak of.
    pub fn silent_phases(&self) -> Vec<(&str, Phase)> {
        self.ways
            .iter()
            .flat_map(|way| {
                Phase::ALL
                    .into_iter()
                    .filter(|phase| way.phase(*phase).is_none())
                    .map(|phase| (way.name.as_str(), phase))
            })
            .collect()
    }
}

impl Pattern {
    pub fn is_match(&self, bytes: &[u8]) -> bool {
        self.0.is_match(bytes)
    }
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        Self(Regex::clone(&self.0))
    }
}
