//! One router, logged in: the dialogue on one side, the channel on the other, and one deadline for
//! each whole answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ssh2::{BlockDirections, Channel, PtyModes};
use zeroize::Zeroizing;

use super::answer::Answer;
use super::dialogue::Dialogue;
use super::error::{Error, Refused};
use super::jump::Bastions;
use super::line::Line;
use super::ssh::{Link, log_in};
use super::target::{Entry, Target, revealed};
use super::wire::{left, not_yet, wait};
use crate::vendor::speech::{Channel as Way, Question, Speech};

/// More moves than any platform needs from one mode to another.
const MOST_MOVES: usize = 8;

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
    pub(super) channel: Channel,
    pub(super) link: Link,
    pub(super) dialogue: Dialogue,
    pub(super) speech: Arc<Speech>,
    pub(super) entry: Arc<Entry>,
    pub(super) user: String,
    pub(super) timeout: Duration,
    pub(super) outgoing: Zeroizing<Vec<u8>>,
    pub(super) asides: Vec<String>,
    pub(super) watch: Option<Watch>,
    /// The first prompt was the platform's own.
    pub(super) at_home: bool,
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

    /// The ways in that were tried, each with its answer; the last one was taken.
    pub fn tried(&self) -> &[(String, String)] {
        &self.link.tried
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
                if answer.refusal.is_some() {
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
        self.hang_up();
    }

    /// The same for one that is still held: nothing more can be said, and the router can let go of
    /// what the session held.
    pub fn hang_up(&mut self) {
        // It is closed either way.
        let _ = self.channel.send_eof();
        let _ = self.channel.close();
        let _ = self.link.session.disconnect(None, "", None);
        self.link.stream.shut();
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
    // Both are asked for before either is answered, as OpenSSH does: a round trip less.
    link.session.set_blocking(false);
    let size = Some((terminal.width, terminal.height.max(24), 0, 0));
    let (mut pty, mut shell) = (false, false);
    loop {
        pty = pty
            || done(channel.request_pty(&terminal.kind, None::<PtyModes>, size)).map_err(lost)?;
        // Nothing may be sent between the halves of a request.
        let sent = pty || link.session.block_directions() == BlockDirections::Inbound;
        shell = shell || (sent && done(channel.shell()).map_err(lost)?);
        if pty && shell {
            return Ok(channel);
        }
        if Instant::now() >= deadline {
            return Err(Error::Lost {
                reason: "no shell in time".into(),
                outstanding: 0,
            });
        }
        wait(&link.session, &link.stream, deadline).map_err(|error| Error::Lost {
            reason: error.to_string(),
            outstanding: 0,
        })?;
    }
}

/// Has it been answered?
fn done(answer: Result<(), ssh2::Error>) -> Result<bool, ssh2::Error> {
    match answer {
        Ok(()) => Ok(true),
        Err(error) if not_yet(&error) => Ok(false),
        Err(error) => Err(error),
    }
}
