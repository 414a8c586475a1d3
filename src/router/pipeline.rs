//! Lines typed ahead, and their answers: what a conversation does between two sentences. It writes
//! what the channel takes, reads what has come, and waits until the one deadline of an answer.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Instant;

use zeroize::Zeroizing;

use super::answer::Answer;
use super::dialogue::{Event, Reply, Rest};
use super::error::Error;
use super::line::Line;
use super::session::{Router, Spoken};
use super::target::revealed;
use super::wire::wait;
use crate::vendor::speech::{Question, Wanted};

/// Messages that came between answers; more of them tell nothing new.
const MOST_ASIDES: usize = 200;

impl Router {
    /// From the login to a prompt that is proven: the echo of a first line stands behind it.
    pub(super) fn begin(&mut self, deadline: Instant) -> Result<(), Error> {
        let mut asked = 0;
        loop {
            match self.step(deadline, "the login")? {
                Some(Rest::Prompt(_)) => break,
                Some(Rest::Question { text, reply }) => {
                    asked += 1;
                    let reply = if asked > 10 { Reply::None } else { reply };
                    self.reply(text, &reply, "the login")?;
                }
                _ => {}
            }
        }
        let speech = Arc::clone(&self.speech);
        let at = self.mode();
        let foreign = |name: &str| {
            speech
                .modes
                .iter()
                .any(|mode| mode.name == name && mode.foreign)
        };
        self.at_home = !at.is_some_and(foreign);
        if !self.at_home {
            self.enter(&speech.running.mode)?;
        }
        let mut lines: Vec<Line> = self
            .speech
            .setup
            .iter()
            .map(|line| Line::plain(line))
            .collect();
        if lines.is_empty() {
            lines.push(Line::plain(""));
        }
        let lines: Vec<&Line> = lines.iter().collect();
        let answers = self.pipeline(&lines, speech.window.lines, &[], |_| false)?;
        for answer in answers {
            if let Some(refusal) = answer.refusal {
                let note = format!("`{}` is refused: {refusal}", answer.line);
                self.tell(&Spoken::Note(&note));
                self.link.notes.push(note);
            }
        }
        Ok(())
    }

    /// Type lines within a window and collect their answers, until one asks to stop. The window does
    /// not grow while all goes well: a real vtysh falls silent when 4 KB are typed ahead.
    pub(super) fn pipeline(
        &mut self,
        lines: &[&Line],
        window: usize,
        questions: &[Question],
        stop: impl Fn(&Answer) -> bool,
    ) -> Result<Vec<Answer>, Error> {
        if let Some(error) = lines.iter().find_map(|line| unsayable(line)) {
            return Err(error);
        }
        let mut answers: Vec<Answer> = Vec::with_capacity(lines.len());
        let (mut next, mut stopped, mut on_the_way) = (0, false, VecDeque::new());
        let mut deadline = Instant::now() + self.timeout;
        loop {
            while !stopped && let Some(line) = lines.get(next) {
                let bytes: usize = on_the_way.iter().sum();
                let full = on_the_way.len() >= window.max(1)
                    || bytes + line.bytes.len() > self.speech.window.bytes;
                if !on_the_way.is_empty()
                    && (full || self.is_alone(line) || self.is_alone(lines[next - 1]))
                {
                    break;
                }
                self.type_line(line, questions);
                on_the_way.push_back(line.bytes.len());
                next += 1;
            }
            if on_the_way.is_empty() {
                return Ok(answers);
            }
            let oldest = lines.get(answers.len()).map_or("", |line| line.masked());
            let collected = match self.collect(deadline, oldest) {
                // What was under way behind a line that stops it may have closed the session. The
                // answer is still the reason, and whoever goes on hears of the loss.
                Err(Error::Lost { .. }) if stopped => return Ok(answers),
                collected => collected?,
            };
            for answer in collected {
                on_the_way.pop_front();
                stopped |= stop(&answer);
                answers.push(answer);
                deadline = Instant::now() + self.timeout;
            }
        }
    }

    pub(super) fn is_alone(&self, line: &Line) -> bool {
        self.speech
            .alone
            .iter()
            .any(|form| form.is_match(&line.bytes))
    }

    pub(super) fn type_line(&mut self, line: &Line, questions: &[Question]) {
        let bytes = self.dialogue.say(line, questions);
        self.tell(&Spoken::Typed(line.masked()));
        self.outgoing.extend_from_slice(&bytes);
    }

    /// The next answers, and replies to what is asked on the way.
    pub(super) fn collect(&mut self, deadline: Instant, line: &str) -> Result<Vec<Answer>, Error> {
        let mut answers = Vec::new();
        while answers.is_empty() {
            self.flush()?;
            let events = self.drain()?;
            let moved = !events.is_empty();
            for event in events {
                answers.extend(self.heard(event)?);
            }
            if !answers.is_empty() {
                break;
            }
            match self.dialogue.rest() {
                Rest::Prompt(Some(answer)) => {
                    self.tell(&Spoken::Heard(&answer));
                    answers.push(answer);
                }
                Rest::Key(key) => self.outgoing.extend_from_slice(&key),
                Rest::Question { text, reply } => self.reply(text, &reply, line)?,
                Rest::Prompt(None) | Rest::More if moved => {}
                Rest::Prompt(None) | Rest::More => self.patience(deadline, line)?,
            }
        }
        Ok(answers)
    }

    /// One turn before the first prompt.
    pub(super) fn step(&mut self, deadline: Instant, line: &str) -> Result<Option<Rest>, Error> {
        self.flush()?;
        for event in self.drain()? {
            self.heard(event)?;
        }
        match self.dialogue.rest() {
            Rest::More => self.patience(deadline, line).map(|()| None),
            Rest::Key(key) => {
                self.outgoing.extend_from_slice(&key);
                Ok(None)
            }
            rest => Ok(Some(rest)),
        }
    }

    pub(super) fn heard(&mut self, event: Event) -> Result<Option<Answer>, Error> {
        match event {
            Event::Answered(answer) => {
                self.tell(&Spoken::Heard(&answer));
                Ok(Some(answer))
            }
            Event::Aside(text) => {
                self.tell(&Spoken::Aside(&text));
                if self.asides.len() < MOST_ASIDES {
                    self.asides.push(text);
                }
                Ok(None)
            }
            Event::Flood => Err(Error::Flood {
                line: self.dialogue.last_words().chars().take(80).collect(),
            }),
        }
    }

    pub(super) fn reply(
        &mut self,
        question: String,
        reply: &Reply,
        line: &str,
    ) -> Result<(), Error> {
        let asked = |line: &str| Error::Asked {
            line: line.to_owned(),
            question: question.clone(),
        };
        match reply {
            Reply::Bytes(bytes) => self.outgoing.extend_from_slice(bytes),
            Reply::None => return Err(asked(line)),
            Reply::Secret(wanted) => {
                let secret = match wanted {
                    Wanted::User => Some(Zeroizing::new(self.user.clone().into_bytes())),
                    Wanted::Password => self.entry.password.as_ref().map(revealed),
                    Wanted::Enable => self.entry.enable.as_ref().map(revealed),
                };
                let secret = secret.ok_or_else(|| asked(line))?;
                self.outgoing.extend_from_slice(&secret);
                self.outgoing
                    .extend_from_slice(self.speech.terminal.enter.as_bytes());
            }
        }
        self.flush()
    }

    pub(super) fn tell(&mut self, spoken: &Spoken<'_>) {
        if let Some(watch) = &mut self.watch {
            watch(spoken);
        }
    }

    /// Send what the channel takes.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        while !self.outgoing.is_empty() {
            match self.channel.write(&self.outgoing) {
                Ok(count) => {
                    let rest = Zeroizing::new(self.outgoing[count..].to_vec());
                    self.outgoing = rest;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(self.lost(&error.to_string())),
            }
        }
        Ok(())
    }

    /// Read all that has come.
    pub(super) fn drain(&mut self) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let mut buffer = Zeroizing::new([0; 32 * 1024]);
        loop {
            match self.channel.read(buffer.as_mut_slice()) {
                // What has come before the end is heard first.
                Ok(0) if !events.is_empty() => return Ok(events),
                Ok(0) if self.channel.eof() => {
                    // What it said last is the reason, if there is one.
                    let last = self.dialogue.last_words();
                    return Err(
                        self.lost(&format!("the router closed it; its last words: `{last}`"))
                    );
                }
                Ok(0) => return Ok(events),
                Ok(count) => events.extend(self.dialogue.feed(&buffer[..count])),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(events),
                Err(_) if !events.is_empty() => return Ok(events),
                Err(error) => return Err(self.lost(&error.to_string())),
            }
        }
    }

    pub(super) fn patience(&self, deadline: Instant, line: &str) -> Result<(), Error> {
        if Instant::now() >= deadline {
            return Err(Error::Silent {
                line: line.to_owned(),
                seconds: self.timeout.as_secs(),
                last: self.dialogue.last_words(),
            });
        }
        wait(&self.link.session, &self.link.stream, deadline)
            .map_err(|error| self.lost(&error.to_string()))
    }

    pub(super) fn lost(&self, reason: &str) -> Error {
        Error::Lost {
            reason: reason.to_lowercase(),
            outstanding: self.dialogue.outstanding(),
        }
    }
}

/// A control character would act on the line instead of being in it.
pub(super) fn unsayable(line: &Line) -> Option<Error> {
    let control = line.bytes.iter().any(|byte| byte.is_ascii_control());
    control.then(|| Error::Unsayable {
        line: line.masked().to_owned(),
        reason: "it holds a control character or a line break".into(),
    })
}
