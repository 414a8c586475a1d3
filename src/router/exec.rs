//! A command over a channel of its own: no echo, no prompt, no pager. Some platforms are better
//! asked that way.

use std::io::{self, Read};
use std::time::Instant;

use ssh2::Channel;
use zeroize::Zeroizing;

use super::answer::{Answer, refusal};
use super::error::Error;
use super::line::Line;
use super::pipeline::unsayable;
use super::session::{Router, Spoken, refused};
use super::wire::not_yet;

impl Router {
    /// Lines over a channel each: what comes back is the answer, without echo and prompt.
    pub(super) fn send_by_exec(&mut self, lines: &[&Line]) -> Result<Vec<Answer>, Error> {
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
