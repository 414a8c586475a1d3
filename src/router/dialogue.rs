//! A conversation as a pure state machine: bytes in, answers out. It knows no socket, no clock and
//! no platform; what a prompt is stands in the pack.
//!
//! Lines may be typed ahead. The echo of the next line behind a prompt ends the answer of the one
//! before, so that every line's answer is its own; only the last one ends with a bare prompt. A
//! prompt counts only with the host name that the session has learnt, a line of output that merely
//! looks like one is output, and an echo that comes a second time is a doubt that is told.

use std::collections::VecDeque;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::answer::{Answer, Collecting};
use super::line::Line;
use super::prompt::{Place, whole};
use super::redact::Redactor;
use super::terminal::Terminal;
use crate::vendor::speech::{Question, Speech, Wanted};

/// More than any answer of a router.
const LARGEST: usize = 64 * 1024 * 1024;

/// What the bytes so far have settled.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// The answer of the oldest line that was typed is whole.
    Answered(Answer),
    /// The device said something that answers no line.
    Aside(String),
    /// More than can be an answer.
    Flood,
}

/// What stands at the end of the bytes so far, when no more are there.
#[derive(Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing that would end anything.
    More,
    /// The device waits for a line. The last answer is whole.
    Prompt(Option<Answer>),
    /// A page waits; this key goes on.
    Key(Vec<u8>),
    /// A question, and what the pack would answer.
    Question { text: String, reply: Reply },
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Bytes(Vec<u8>),
    /// One of the login's words, with Enter behind it.
    Secret(Wanted),
    /// The pack has none, or it was given and did not help.
    None,
}

/// A line that was typed and whose echo has not come.
pub(super) struct Said {
    pub(super) echo: Zeroizing<Vec<u8>>,
    pub(super) masked: String,
    pub(super) questions: Vec<Question>,
    pub(super) renames: bool,
}

/// The state machine.
pub struct Dialogue {
    pub(super) speech: Arc<Speech>,
    pub(super) terminal: Terminal,
    pub(super) redactor: Redactor,
    pub(super) host: Option<Vec<u8>>,
    /// Where the last prompt was.
    pub(super) place: Option<Place>,
    pub(super) waiting: VecDeque<Said>,
    pub(super) current: Option<Current>,
    /// The last line with text: some prompts are told apart by it.
    pub(super) above: Vec<u8>,
    /// A prompt behind which a log line was printed, so that it stands no longer at the end.
    pub(super) glued: Option<Place>,
    /// The end of the line that was already replied to.
    pub(super) replied: Option<usize>,
    /// Bytes since the last line ended or answer began; nothing grows without end.
    pub(super) flooded: bool,
    pub(super) most: usize,
}

pub(super) struct Current {
    pub(super) said: Said,
    pub(super) collecting: Collecting,
    pub(super) secrets_given: Vec<Wanted>,
}

impl Dialogue {
    pub fn new(speech: Arc<Speech>) -> Self {
        Self {
            speech,
            terminal: Terminal::default(),
            redactor: Redactor::default(),
            host: None,
            place: None,
            waiting: VecDeque::new(),
            current: None,
            above: Vec::new(),
            glued: None,
            replied: None,
            flooded: false,
            most: LARGEST,
        }
    }

    /// Take no answer that is longer.
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// The mode that the last prompt was of.
    pub fn mode(&self) -> Option<&str> {
        let mode = self.speech.modes.get(self.place.as_ref()?.mode)?;
        Some(&mode.name)
    }

    /// The host name of the last prompt.
    pub fn hostname(&self) -> Option<String> {
        let host = self.host.as_ref()?;
        Some(String::from_utf8_lossy(host).into_owned())
    }

    /// Lines that were typed and are not answered.
    pub fn outstanding(&self) -> usize {
        self.waiting.len() + usize::from(self.current.is_some())
    }

    /// Mask this in everything that is kept from now on.
    pub fn hide(&mut self, secret: &[u8]) {
        self.redactor.learn(secret);
    }

    /// What the device says now, as it may be shown.
    pub fn last_words(&self) -> String {
        let unfinished = self.terminal.unfinished();
        let last = if unfinished.is_empty() {
            &self.above
        } else {
            unfinished
        };
        self.shown(last)
    }

    /// Output that came without echo and prompt, as it may be kept.
    pub fn clean(&self, output: &[u8]) -> Vec<u8> {
        let mut terminal = Terminal::default();
        let mut clean = Vec::with_capacity(output.len());
        for byte in output.iter().chain(b"\n") {
            let Some(line) = terminal.feed(*byte) else {
                continue;
            };
            if !self.speech.noise.iter().any(|form| form.is_match(&line)) {
                clean.extend(self.redactor.clean(&line, &self.speech.secrets));
                clean.push(b'\n');
            }
        }
        let end = clean.trim_ascii_end().len();
        clean.truncate(end);
        if end > 0 {
            clean.push(b'\n');
        }
        clean
    }

    /// Type a line. These bytes are to be sent.
    pub fn say(&mut self, line: &Line, questions: &[Question]) -> Zeroizing<Vec<u8>> {
        for secret in &line.secrets {
            self.redactor.learn(secret);
        }
        let terminal = &self.speech.terminal;
        let mut bytes = Zeroizing::new(Vec::with_capacity(line.bytes.len() * 2 + 2));
        for byte in line.bytes.iter() {
            if terminal.keys.as_bytes().contains(byte) {
                bytes.extend(terminal.literal.as_bytes());
            }
            bytes.push(*byte);
        }
        bytes.extend(terminal.enter.as_bytes());
        self.waiting.push_back(Said {
            echo: Zeroizing::new(line.bytes.trim_ascii_end().to_vec()),
            // What is hidden may have been typed in clear.
            masked: self.shown(line.masked().as_bytes()),
            questions: questions.to_vec(),
            renames: self
                .speech
                .renames
                .iter()
                .any(|form| form.is_match(&line.bytes)),
        });
        bytes
    }

    /// Take what the device sent.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if self.terminal.length() > self.most {
                self.terminal.forget();
                self.flood(&mut events);
            }
            if let Some(line) = self.terminal.feed(*byte) {
                self.replied = None;
                self.line(&line, &mut events);
            }
        }
        events
    }

    /// What stands at the end, when nothing more has come. Ask when the wire is quiet.
    pub fn rest(&mut self) -> Rest {
        let unfinished = Zeroizing::new(self.terminal.unfinished().to_vec());
        if self.replied == Some(unfinished.len()) {
            return Rest::More;
        }
        let speech = Arc::clone(&self.speech);
        if let Some(pager) = speech
            .pagers
            .iter()
            .find(|pager| pager.is.is_match(&unfinished))
        {
            self.replied = Some(unfinished.len());
            return Rest::Key(pager.key.as_bytes().to_vec());
        }
        if let Some(question) = self.question(&unfinished) {
            return self.asked(&unfinished, &question);
        }
        if !self.waiting.is_empty() {
            return Rest::More;
        }
        if self.current.is_none() && self.place.is_some() {
            // Whatever was printed since, it is still the prompt that waits.
            return Rest::Prompt(None);
        }
        let place = match &self.glued {
            Some(place) if unfinished.is_empty() => Some(place.clone()),
            _ => whole(&speech, &unfinished, &self.above),
        };
        match place.filter(|place| self.at_home(place)) {
            Some(place) => Rest::Prompt(self.arrive(&place)),
            None => Rest::More,
        }
    }

    fn question(&self, text: &[u8]) -> Option<Question> {
        let own = self
            .current
            .iter()
            .flat_map(|current| &current.said.questions);
        own.chain(&self.speech.questions)
            .find(|question| question.is.is_match(text))
            .cloned()
    }

    fn asked(&mut self, text: &[u8], question: &Question) -> Rest {
        let shown = self.shown(text);
        let ahead = !self.waiting.is_empty();
        let reply = match (&question.answer, &question.key, question.secret) {
            // What was typed ahead is being taken for the answer: nothing may be added to that.
            _ if ahead => Reply::None,
            (Some(answer), ..) => {
                let enter = &self.speech.terminal.enter;
                Reply::Bytes(format!("{answer}{enter}").into_bytes())
            }
            (_, Some(key), _) => Reply::Bytes(key.as_bytes().to_vec()),
            (.., Some(wanted)) if !self.given(wanted) => Reply::Secret(wanted),
            _ => Reply::None,
        };
        self.replied = Some(text.len());
        if let Some(current) = &mut self.current {
            current.collecting.asked.push(shown.clone());
            if let Reply::Secret(wanted) = reply {
                current.secrets_given.push(wanted);
            }
            if current.collecting.asked.len() > 20 {
                return Rest::Question {
                    text: shown,
                    reply: Reply::None,
                };
            }
        }
        Rest::Question { text: shown, reply }
    }

    /// A password that was given and is wanted again was wrong: once more would lock the account.
    fn given(&self, wanted: Wanted) -> bool {
        let given = self.current.as_ref().map(|current| &current.secrets_given);
        given.is_some_and(|given| given.contains(&wanted))
    }

    pub(super) fn shown(&self, text: &[u8]) -> String {
        String::from_utf8_lossy(&self.redactor.clean(text, &self.speech.secrets)).into_owned()
    }
}
