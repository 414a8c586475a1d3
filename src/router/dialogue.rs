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
use super::prompt::{Place, find, whole};
use super::redact::Redactor;
use super::terminal::Terminal;
use crate::vendor::Pattern;
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
struct Said {
    echo: Zeroizing<Vec<u8>>,
    masked: String,
    questions: Vec<Question>,
    renames: bool,
}

/// The state machine.
pub struct Dialogue {
    speech: Arc<Speech>,
    terminal: Terminal,
    redactor: Redactor,
    host: Option<Vec<u8>>,
    /// Where the last prompt was.
    place: Option<Place>,
    waiting: VecDeque<Said>,
    current: Option<Current>,
    /// The last line with text: some prompts are told apart by it.
    above: Vec<u8>,
    /// A prompt behind which a log line was printed, so that it stands no longer at the end.
    glued: Option<Place>,
    /// The end of the line that was already replied to.
    replied: Option<usize>,
    /// Bytes since the last line ended or answer began; nothing grows without end.
    flooded: bool,
    most: usize,
}

struct Current {
    said: Said,
    collecting: Collecting,
    secrets_given: Vec<Wanted>,
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

    fn flood(&mut self, events: &mut Vec<Event>) {
        if !self.flooded {
            self.flooded = true;
            events.push(Event::Flood);
        }
    }

    fn line(&mut self, line: &[u8], events: &mut Vec<Event>) {
        let text = line.trim_ascii_end();
        if let Some(place) = self.echo(text) {
            self.next(&place, events);
            return;
        }
        if self.early(text) {
            return;
        }
        let speech = Arc::clone(&self.speech);
        let any = |forms: &[Pattern], text: &[u8]| forms.iter().any(|form| form.is_match(text));
        if any(&speech.noise, text) {
            return;
        }
        if any(&speech.messages, text) {
            events.push(Event::Aside(self.shown(text)));
            return;
        }
        if let Some((place, end)) = find(&speech, text, &self.above)
            && self.at_home(&place)
        {
            let behind = text[end..].trim_ascii();
            let message = any(&speech.messages, behind);
            if message || any(&speech.noise, behind) {
                self.glued = Some(place);
                events.extend(message.then(|| Event::Aside(self.shown(behind))));
                return;
            }
        }
        if !text.is_empty() {
            self.glued = None;
            self.above = text.to_vec();
        }
        self.keep(line, events);
    }

    /// A line of an answer, or one that answers nothing.
    fn keep(&mut self, line: &[u8], events: &mut Vec<Event>) {
        let text = line.trim_ascii_end();
        let place = find(&self.speech, text, &self.above);
        let clean = self.redactor.clean(line, &self.speech.secrets);
        match &mut self.current {
            Some(current) => {
                // Its own echo again: what looked like its echo was output, or somebody plays.
                let again = place.is_some_and(|(_, end)| {
                    !current.said.echo.is_empty() && text[end..].trim_ascii() == *current.said.echo
                });
                current.collecting.doubtful |= again;
                if !current.collecting.push(&clean, self.most) {
                    self.flood(events);
                }
            }
            None if text.is_empty() => {}
            None if self.speech.above.iter().any(|form| form.is_match(text)) => {}
            None => {
                // A bare prompt that was printed again says nothing.
                if whole(&self.speech, text, &self.above).is_none() {
                    events.push(Event::Aside(String::from_utf8_lossy(&clean).into_owned()));
                }
            }
        }
    }

    /// Is this line a prompt with the next typed line behind it?
    fn echo(&self, text: &[u8]) -> Option<Place> {
        let next = self.waiting.front()?;
        let place = match text.strip_suffix(next.echo.as_slice()) {
            Some(prompt) => match whole(&self.speech, prompt.trim_ascii_end(), &self.above) {
                Some(place) => Some(place),
                // Something was printed between the prompt and what was typed.
                None if prompt.is_empty() && self.current.is_none() => {
                    self.glued.clone().or(self.place.clone())
                }
                None if prompt.is_empty() => self.glued.clone(),
                None => None,
            },
            None => find(&self.speech, text, &self.above)
                .filter(|(_, end)| similar(&text[*end..], &next.echo))
                .map(|(place, _)| place),
        };
        place.filter(|place| self.at_home(place))
    }

    /// A terminal may echo a line when it comes in, and the program behind it once more.
    fn early(&self, text: &[u8]) -> bool {
        !text.is_empty()
            && self
                .waiting
                .iter()
                .any(|said| said.echo.trim_ascii() == text.trim_ascii())
    }

    /// The prompt is of the host that we talk to, or of the one that it was just made.
    fn at_home(&self, place: &Place) -> bool {
        self.is_host(&place.host)
            || self
                .current
                .as_ref()
                .is_some_and(|current| current.said.renames)
    }

    fn is_host(&self, other: &[u8]) -> bool {
        let Some(host) = &self.host else { return true };
        // Some write where they are behind the name, with nothing but a hyphen in between.
        let joined = self.speech.terminal.joined.as_bytes();
        let view = !joined.is_empty()
            && other
                .strip_prefix(host.as_slice())
                .is_some_and(|view| view.starts_with(joined));
        // Some cut a long name in some modes.
        let cut = other.len() >= 10 && host.starts_with(other);
        let uncut = host.len() >= 10 && other.starts_with(host);
        host == other || view || cut || uncut
    }

    /// The next line's echo has come: the answer before it is whole.
    fn next(&mut self, place: &Place, events: &mut Vec<Event>) {
        events.extend(self.arrive(place).map(Event::Answered));
        // A host name is learnt only here: an echo behind it proves that it is a prompt.
        self.learn(place);
        if let Some(said) = self.waiting.pop_front() {
            self.current = Some(Current {
                said,
                collecting: Collecting::default(),
                secrets_given: Vec::new(),
            });
        }
    }

    fn learn(&mut self, place: &Place) {
        if self.host.is_none() || !self.is_host(&place.host) {
            self.host = Some(place.host.clone());
        }
    }

    /// The device is at a prompt: close the answer before it.
    fn arrive(&mut self, place: &Place) -> Option<Answer> {
        self.place = Some(place.clone());
        self.glued = None;
        self.flooded = false;
        let current = self.current.take()?;
        if current.said.renames {
            self.learn(place);
        }
        let mode = self.speech.modes.get(place.mode);
        let mode = mode.map_or("", |mode| &mode.name);
        Some(
            current
                .collecting
                .close(current.said.masked, mode, &self.speech),
        )
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

    fn shown(&self, text: &[u8]) -> String {
        String::from_utf8_lossy(&self.redactor.clean(text, &self.speech.secrets)).into_owned()
    }
}

/// The same but for white space, or long and cut.
fn similar(read: &[u8], typed: &[u8]) -> bool {
    let squeeze = |text: &[u8]| -> Zeroizing<Vec<u8>> {
        let dense = text.iter().filter(|byte| !byte.is_ascii_whitespace());
        Zeroizing::new(dense.copied().collect())
    };
    let (read, typed) = (squeeze(read), squeeze(typed));
    read == typed || (read.len() >= 40 && typed.starts_with(&read))
}
