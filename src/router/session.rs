//! One router, logged in: the dialogue on one side, the channel on the other, and one deadline for
//! each whole answer.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ssh2::{Channel, PtyModes};
use zeroize::Zeroizing;

use super::answer::{Answer, refusal};
use super::dialogue::{Dialogue, Event, Reply, Rest};
use super::error::{Error, Refused};
use super::jump::Bastions;
use super::line::Line;
use super::ssh::{Link, log_in};
use super::target::{Entry, Target, revealed};
use super::wire::{left, not_yet, wait};
use crate::vendor::speech::{Channel as Way, Question, Speech, Wanted};

/// More moves than any platform needs from one mode to another.
const MOST_MOVES: usize = 8;
/// Messages that came between answers; more of them tell nothing new.
const MOST_ASIDES: usize = 200;

/// Something that was typed or said, masked: for the audit.
#[derive(Debug)]
pub enum Spoken<'s> {
    Typed(&'s str),
    Heard(&'s Answer),
    Aside(&'s str),
    Note(&'s str),
}

type Watch = Box<dyn FnMut(&Spoken<'_>) + Send>;

/// A conversation with a router.
pub struct Router {
    // Dropped in this order: the channel before the link that carries it.
    channel: Channel,
    link: Link,
    dialogue: Dialogue,
    speech: Arc<Speech>,
    entry: Arc<Entry>,
    user: String,
    timeout: Duration,
    outgoing: Zeroizing<Vec<u8>>,
    asides: Vec<String>,
    watch: Option<Watch>,
    /// The first prompt was the platform's own.
    at_home: bool,
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Router({:?})", self.hostname())
    }
}

impl Router {
    /// Connect, log in, and get to the first prompt.
    pub fn open(target: &Target, speech: Arc<Speech>, bastions: &Bastions) -> Result<Self, Error> {
        Self::open_watched(target, speech, bastions, None)
    }

    /// The same, with somebody who hears everything that is typed and said.
    pub fn open_watched(
        target: &Target,
        speech: Arc<Speech>,
        bastions: &Bastions,
        watch: Option<Watch>,
    ) -> Result<Self, Error> {
        let deadline = Instant::now() + target.timeout;
        let (end, jumps) = (&target.end, &target.jumps);
        let connect = || bastions.stream(jumps, &end.host, end.port, deadline);
        let mut login = end.clone();
        login.user.push_str(&speech.terminal.user_suffix);
        let mut link = log_in(&login, connect()?, deadline, &|| connect().ok())?;
        link.notes.splice(0..0, bastions.notes());
        let channel = shell(&link, &speech, deadline)?;
        link.session.set_blocking(false);
        link.session.set_keepalive(true, 15);
        let mut dialogue = Dialogue::new(Arc::clone(&speech));
        for secret in [&end.entry.password, &end.entry.enable]
            .into_iter()
            .flatten()
        {
            dialogue.hide(&revealed(secret));
        }
        let mut router = Self {
            channel,
            link,
            dialogue,
            speech,
            entry: Arc::clone(&end.entry),
            user: end.user.clone(),
            timeout: target.timeout,
            outgoing: Zeroizing::new(Vec::new()),
            asides: Vec::new(),
            watch,
            at_home: true,
        };
        router.begin(deadline)?;
        Ok(router)
    }

    /// The host name in its prompt.
    pub fn hostname(&self) -> Option<String> {
        self.dialogue.hostname()
    }

    /// The mode that it is in.
    pub fn mode(&self) -> Option<&str> {
        self.dialogue.mode()
    }

    pub fn speech(&self) -> &Arc<Speech> {
        &self.speech
    }

    /// What was worth telling when it was opened: a new host key, a broken line of known_hosts.
    pub fn notes(&self) -> &[String] {
        &self.link.notes
    }

    /// What the router said that answers no line, since the last time of asking.
    pub fn asides(&mut self) -> Vec<String> {
        std::mem::take(&mut self.asides)
    }

    /// How long a whole answer may take, from now on.
    pub fn set_timeout(&mut self, timeout: Duration) -> Duration {
        std::mem::replace(&mut self.timeout, timeout)
    }

    /// Mask this in everything that is kept from now on.
    pub fn hide(&mut self, secret: &[u8]) {
        self.dialogue.hide(secret);
    }

    /// Tell the far side that we are here, and hear what it says meanwhile. It does not wait.
    pub fn keep_alive(&mut self) -> Result<(), Error> {
        // Why it failed is told by what is read next.
        let _ = self.link.session.keepalive_send();
        for event in self.drain()? {
            self.heard(event)?;
        }
        Ok(())
    }

    /// A show command: the whole answer, without its echo and the prompt.
    pub fn ask(&mut self, command: &str) -> Result<Vec<u8>, Error> {
        let mut answers = self.ask_all(&[command])?;
        answers.pop().ok_or_else(|| self.lost("no answer at all"))
    }

    /// Show commands, typed ahead of their answers.
    pub fn ask_all(&mut self, commands: &[&str]) -> Result<Vec<Vec<u8>>, Error> {
        // A login that ends in another shell has other words for the command.
        if self.speech.terminal.ask == Way::Exec && self.at_home {
            return commands
                .iter()
                .map(|command| Ok(self.exec(&Line::plain(command))?.text))
                .collect();
        }
        let lines: Vec<Line> = commands
            .iter()
            .map(|command| Line::plain(command))
            .collect();
        let window = self.speech.window.lines;
        let lines: Vec<&Line> = lines.iter().collect();
        let said = self.pipeline(&lines, window, &[], |_| false)?;
        if let Some(answer) = said.iter().find(|answer| answer.doubtful) {
            return Err(Error::Confused {
                line: answer.line.clone(),
            });
        }
        Ok(said.into_iter().map(|answer| answer.text).collect())
    }

    /// Type lines. The first that is refused stops those that were not sent yet.
    pub fn send(&mut self, lines: &[Line], window: Option<usize>) -> Result<Vec<Answer>, Error> {
        self.send_all(&lines.iter().collect::<Vec<_>>(), window)
    }

    pub(super) fn send_all(
        &mut self,
        lines: &[&Line],
        window: Option<usize>,
    ) -> Result<Vec<Answer>, Error> {
        if self.speech.terminal.send == Way::Exec {
            return self.send_by_exec(lines);
        }
        let window = window.unwrap_or(self.speech.window.lines);
        let mut answers = self.pipeline(lines, window, &[], |answer| answer.refusal.is_some())?;
        let no = |answer: &Answer| answer.refusal.is_some() || answer.doubtful;
        let Some(at) = answers.iter().position(no) else {
            return Ok(answers);
        };
        let behind = answers.split_off(at + 1);
        let Some(answer) = answers.pop() else {
            return Ok(answers);
        };
        Err(refused(at + 1, answer, answers, behind))
    }

    /// One line and its answer, refused or not; questions of its own come before the platform's.
    pub fn say(&mut self, line: &Line, questions: &[Question]) -> Result<Answer, Error> {
        let mut answers = self.pipeline(&[line], 1, questions, |_| false)?;
        answers.pop().ok_or_else(|| self.lost("no answer at all"))
    }

    /// Get into a mode, over others if need be.
    pub fn enter(&mut self, mode: &str) -> Result<(), Error> {
        for _ in 0..MOST_MOVES {
            let at = self.mode().unwrap_or("none").to_owned();
            if at == mode {
                return Ok(());
            }
            let speech = Arc::clone(&self.speech);
            let Some(step) = speech.towards(&at, mode) else {
                return Err(Error::Mode {
                    wanted: mode.to_owned(),
                    at,
                    answer: "the pack knows no way from there".into(),
                });
            };
            let answer = self.say(&Line::plain(&step.line), &step.answers)?;
            if answer.mode == at || (answer.mode != step.to && answer.refusal.is_some()) {
                if answer.busy {
                    return Err(refused(0, answer, Vec::new(), Vec::new()));
                }
                return Err(Error::Mode {
                    wanted: mode.to_owned(),
                    at,
                    answer: String::from_utf8_lossy(answer.text.trim_ascii()).into_owned(),
                });
            }
        }
        Err(Error::Mode {
            wanted: mode.to_owned(),
            at: self.mode().unwrap_or("none").to_owned(),
            answer: "it goes round in circles".into(),
        })
    }

    /// Say goodbye, if the router still listens. Dropping does without.
    pub fn close(mut self) {
        // It is closed either way.
        let _ = self.channel.send_eof();
        let _ = self.channel.close();
        let _ = self.link.session.disconnect(None, "", None);
    }

    /// From the login to a prompt that is proven: the echo of a first line stands behind it.
    fn begin(&mut self, deadline: Instant) -> Result<(), Error> {
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
        let answers = self.pipeline(&lines, 1, &[], |_| false)?;
        self.at_home = self.mode() == Some(&self.speech.running.mode);
        for answer in answers {
            if let Some(refusal) = answer.refusal {
                let note = format!("`{}` is refused: {refusal}", answer.line);
                self.tell(&Spoken::Note(&note));
                self.link.notes.push(note);
            }
        }
        Ok(())
    }

    /// Type lines within a window and collect their answers, until one asks to stop.
    fn pipeline(
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
        let (mut next, mut stopped, mut on_the_way) = (0, false, std::collections::VecDeque::new());
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
            for answer in self.collect(deadline, oldest)? {
                on_the_way.pop_front();
                stopped |= stop(&answer);
                answers.push(answer);
                deadline = Instant::now() + self.timeout;
            }
        }
    }

    fn is_alone(&self, line: &Line) -> bool {
        self.speech
            .alone
            .iter()
            .any(|form| form.is_match(&line.bytes))
    }

    fn type_line(&mut self, line: &Line, questions: &[Question]) {
        let bytes = self.dialogue.say(line, questions);
        self.tell(&Spoken::Typed(line.masked()));
        self.outgoing.extend_from_slice(&bytes);
    }

    /// The next answers, and replies to what is asked on the way.
    fn collect(&mut self, deadline: Instant, line: &str) -> Result<Vec<Answer>, Error> {
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
    fn step(&mut self, deadline: Instant, line: &str) -> Result<Option<Rest>, Error> {
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

    fn heard(&mut self, event: Event) -> Result<Option<Answer>, Error> {
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

    fn reply(&mut self, question: String, reply: &Reply, line: &str) -> Result<(), Error> {
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

    fn tell(&mut self, spoken: &Spoken<'_>) {
        if let Some(watch) = &mut self.watch {
            watch(spoken);
        }
    }

    /// Send what the channel takes.
    fn flush(&mut self) -> Result<(), Error> {
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
    fn drain(&mut self) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let mut buffer = Zeroizing::new([0; 32 * 1024]);
        loop {
            match self.channel.read(buffer.as_mut_slice()) {
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
                Err(error) => return Err(self.lost(&error.to_string())),
            }
        }
    }

    fn patience(&self, deadline: Instant, line: &str) -> Result<(), Error> {
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

    fn lost(&self, reason: &str) -> Error {
        Error::Lost {
            reason: reason.to_lowercase(),
            outstanding: self.dialogue.outstanding(),
        }
    }

    /// Lines over a channel each: what comes back is the answer, without echo and prompt.
    fn send_by_exec(&mut self, lines: &[&Line]) -> Result<Vec<Answer>, Error> {
        let mut answers = Vec::with_capacity(lines.len());
        for line in lines {
            let answer = self.exec(line)?;
            if answer.refusal.is_some() {
                return Err(refused(answers.len() + 1, answer, answers, Vec::new()));
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    /// One command over a channel of its own.
    pub fn exec(&mut self, line: &Line) -> Result<Answer, Error> {
        if let Some(error) = unsayable(line) {
            return Err(error);
        }
        for secret in &line.secrets {
            self.dialogue.hide(secret);
        }
        self.tell(&Spoken::Typed(line.masked()));
        let deadline = Instant::now() + self.timeout;
        let command = Zeroizing::new(String::from_utf8_lossy(&line.bytes).into_owned());
        let session = self.link.session.clone();
        let mut channel = self.patiently(deadline, line, || session.channel_session())?;
        self.patiently(deadline, line, || channel.exec(&command))?;
        let raw = self.read_to_end(&mut channel, deadline, line)?;
        let text = self.dialogue.clean(&raw);
        let refusal = refusal(&text, &self.speech);
        let busy = self.speech.busy.iter().any(|form| form.is_match(&text));
        let answer = Answer {
            line: line.masked().to_owned(),
            text,
            refusal,
            busy,
            mode: self.mode().unwrap_or_default().to_owned(),
            asked: Vec::new(),
            doubtful: false,
        };
        self.tell(&Spoken::Heard(&answer));
        Ok(answer)
    }

    fn patiently<T>(
        &self,
        deadline: Instant,
        line: &Line,
        mut try_it: impl FnMut() -> Result<T, ssh2::Error>,
    ) -> Result<T, Error> {
        loop {
            match try_it() {
                Ok(done) => return Ok(done),
                Err(error) if not_yet(&error) => self.patience(deadline, line.masked())?,
                Err(error) => return Err(self.lost(error.message())),
            }
        }
    }

    fn read_to_end(
        &self,
        channel: &mut Channel,
        deadline: Instant,
        line: &Line,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut bytes = Zeroizing::new(Vec::new());
        let mut buffer = Zeroizing::new([0; 32 * 1024]);
        loop {
            let mut moved = false;
            for stream in [0, 1] {
                match channel.stream(stream).read(buffer.as_mut_slice()) {
                    Ok(count) => {
                        bytes.extend_from_slice(&buffer[..count]);
                        moved |= count > 0;
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Err(self.lost(&error.to_string())),
                }
            }
            if bytes.len() > 64 * 1024 * 1024 {
                return Err(Error::Flood {
                    line: line.masked().to_owned(),
                });
            }
            if !moved && channel.eof() {
                return Ok(bytes);
            }
            if !moved {
                self.patience(deadline, line.masked())?;
            }
        }
    }
}

/// A refusal as an error; a doubt weighs as much.
pub(super) fn refused(
    number: usize,
    answer: Answer,
    taken: Vec<Answer>,
    behind: Vec<Answer>,
) -> Error {
    let Some(words) = answer.refusal else {
        return Error::Confused { line: answer.line };
    };
    let refused = Box::new(Refused {
        number,
        line: answer.line,
        answer: words,
        taken,
        behind,
    });
    if answer.busy {
        Error::Busy(refused)
    } else {
        Error::Refused(refused)
    }
}

/// A control character would act on the line instead of being in it.
fn unsayable(line: &Line) -> Option<Error> {
    let control = line.bytes.iter().any(|byte| byte.is_ascii_control());
    control.then(|| Error::Unsayable {
        line: line.masked().to_owned(),
        reason: "it holds a control character or a line break".into(),
    })
}

/// A shell on a terminal that is wide enough for every line.
fn shell(link: &Link, speech: &Speech, deadline: Instant) -> Result<Channel, Error> {
    let lost = |error: ssh2::Error| Error::Lost {
        reason: error.message().to_lowercase(),
        outstanding: 0,
    };
    let time = left(deadline).as_millis();
    link.session
        .set_timeout(u32::try_from(time).unwrap_or(u32::MAX));
    let terminal = &speech.terminal;
    let mut channel = link.session.channel_session().map_err(lost)?;
    let size = Some((terminal.width, terminal.height.max(24), 0, 0));
    channel
        .request_pty(&terminal.kind, None::<PtyModes>, size)
        .map_err(lost)?;
    channel.shell().map_err(lost)?;
    Ok(channel)
}
