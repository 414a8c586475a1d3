//! The terminal of a session: bytes in, lines out; echo, the keys that edit, pages, and what a
//! client must survive.

use super::cli::{Cli, Reply};
use super::router::Router;
use super::trouble::{Fate, Trouble};

/// What the connection has to do with what the terminal made.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub bytes: Vec<u8>,
    pub end: End,
}

/// What follows the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    #[default]
    Open,
    /// The router says goodbye.
    Close,
    /// The connection is lost.
    Cut,
    /// It is lost after a while in which nothing more comes.
    Fade,
}

pub(super) struct Terminal {
    pub cli: Box<dyn Cli>,
    width: usize,
    height: usize,
    line: String,
    literal: bool,
    after_return: bool,
    /// Pages that wait for a key.
    pages: Vec<String>,
    sent: usize,
    frozen: bool,
    commands: usize,
}

const NEXT: &str = "\r                                                                  \r";

impl Terminal {
    pub(super) fn new(cli: Box<dyn Cli>, width: usize, height: usize) -> Self {
        Self {
            cli,
            width: if width == 0 { 80 } else { width },
            height: if height == 0 { 24 } else { height },
            line: String::new(),
            literal: false,
            after_return: false,
            pages: Vec::new(),
            sent: 0,
            frozen: false,
            commands: 0,
        }
    }

    pub(super) fn resize(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width.max(20), height);
    }

    /// What stands there before anything is typed.
    pub(super) fn open(&mut self, router: &mut Router) -> Out {
        let banner = router.troubles.find(|trouble| match trouble {
            Trouble::Banner(text) => Some(format!("{text}\n")),
            _ => None,
        });
        let text = format!(
            "{}{}",
            banner.unwrap_or_default(),
            self.cli.greeting(router)
        );
        let mut out = Out::default();
        self.print(router, &mut out, &text);
        self.prompt(router, &mut out);
        self.limit(router, out)
    }

    /// Text that nobody asked for.
    pub(super) fn note(&mut self, router: &mut Router, text: &str) -> Out {
        let mut out = Out::default();
        if !self.frozen {
            out.bytes.extend(wire(&format!("\n{text}")));
            self.prompt(router, &mut out);
            out.bytes.extend(self.line.as_bytes());
        }
        self.limit(router, out)
    }

    pub(super) fn input(&mut self, router: &mut Router, bytes: &[u8]) -> Out {
        let mut out = Out::default();
        for byte in bytes {
            if self.frozen || out.end != End::Open {
                break;
            }
            self.byte(router, &mut out, *byte);
        }
        self.limit(router, out)
    }

    fn byte(&mut self, router: &mut Router, out: &mut Out, byte: u8) {
        if !self.pages.is_empty() {
            return self.page_key(router, out, byte);
        }
        if std::mem::take(&mut self.literal) {
            return self.echo(router, out, byte);
        }
        if byte == b'\n' && std::mem::take(&mut self.after_return) {
            return;
        }
        self.after_return = byte == b'\r';
        if self.cli.one_key() && !matches!(byte, b'\n') {
            let key = if byte == b'\r' {
                String::new()
            } else {
                char::from(byte).to_string()
            };
            out.bytes.extend(wire(&format!("{key}\n")));
            let reply = self.cli.line(router, &key);
            return self.answer(router, out, reply);
        }
        match byte {
            b'\r' | b'\n' => self.enter(router, out),
            0x03 => {
                self.line.clear();
                out.bytes.extend(b"^C\r\n");
                self.prompt(router, out);
            }
            0x08 | 0x7f => {
                if self.line.pop().is_some() {
                    out.bytes.extend(b"\x08 \x08");
                }
            }
            0x15 => self.line.clear(),
            0x16 => self.literal = true,
            b'\t' => out.bytes.push(0x07),
            b'?' if self.cli.helps() => {
                let help = self.cli.help(router, &self.line);
                out.bytes.extend(wire(&format!("?\n{help}")));
                self.prompt(router, out);
                out.bytes.extend(self.line.clone().into_bytes());
            }
            byte if byte < 0x20 => {
                if let Some(reply) = self.cli.control(router, byte, &self.line) {
                    self.line.clear();
                    self.answer(router, out, reply);
                }
            }
            byte => self.echo(router, out, byte),
        }
    }

    fn echo(&mut self, router: &Router, out: &mut Out, byte: u8) {
        self.line.push(char::from(byte));
        if self.cli.hidden() {
            return;
        }
        out.bytes.push(byte);
        let column = self.cli.prompt(router).lines().last().map_or(0, str::len) + self.line.len();
        if column.is_multiple_of(self.width) {
            out.bytes.extend(b" \r");
        }
    }

    fn enter(&mut self, router: &mut Router, out: &mut Out) {
        let line = std::mem::take(&mut self.line);
        out.bytes.extend(b"\r\n");
        router.tick();
        router.received.push(line.clone());
        self.commands += 1;
        let fate = match self.cli.changes(&line) && !line.trim().is_empty() {
            true => router.troubles.line(&line),
            false => Fate::Pass,
        };
        match fate {
            Fate::Drop => out.end = End::Cut,
            Fate::Freeze => (self.frozen, out.end) = (true, End::Fade),
            Fate::Refuse => {
                let text = self.cli.refusal(router, &line);
                self.answer(router, out, Reply::text(text));
            }
            Fate::Pass => {
                let reply = self.cli.line(router, &line);
                if reply.commit
                    && router
                        .troubles
                        .has(|trouble| *trouble == Trouble::LoseCommitReply)
                {
                    out.end = End::Cut;
                    return;
                }
                self.answer(router, out, reply);
            }
        }
    }

    fn answer(&mut self, router: &mut Router, out: &mut Out, reply: Reply) {
        self.print(router, out, &reply.text);
        if reply.close {
            out.end = End::Close;
        } else if self.pages.is_empty() {
            self.noise(router, out);
            self.prompt(router, out);
        }
    }

    fn noise(&self, router: &Router, out: &mut Out) {
        let noisy = router
            .troubles
            .has(|trouble| *trouble == Trouble::SyslogNoise);
        if noisy && self.commands.is_multiple_of(3) {
            let seconds = router.now().as_secs() % 60;
            let text = format!(
                "*Feb 15 12:01:{seconds:02}.123: %LINEPROTO-5-UPDOWN: Line protocol on Interface Null9, changed state to up\n"
            );
            out.bytes.extend(wire(&text));
        }
    }

    fn prompt(&self, router: &Router, out: &mut Out) {
        out.bytes.extend(wire(&self.cli.prompt(router)));
    }

    /// Print, a page at a time where the session has pages.
    fn print(&mut self, router: &Router, out: &mut Out, text: &str) {
        let forced = router.troubles.has(|trouble| *trouble == Trouble::Page);
        let room = self.height.max(4) - 1;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        if !(forced || self.cli.pages()) || lines.len() <= room {
            out.bytes.extend(wire(text));
            return;
        }
        let mut pages: Vec<String> = lines.chunks(room).map(<[&str]>::concat).collect();
        let first = pages.remove(0);
        pages.reverse();
        self.pages = pages;
        out.bytes.extend(wire(&first));
        out.bytes.extend(self.cli.more().as_bytes());
    }

    fn page_key(&mut self, router: &mut Router, out: &mut Out, byte: u8) {
        out.bytes.extend(NEXT.as_bytes());
        match byte {
            b'q' | b'Q' | 0x03 => self.pages.clear(),
            b'\r' | b'\n' => {
                // One line at a time.
                let page = self.pages.pop().unwrap_or_default();
                let (line, rest) = page.split_once('\n').unwrap_or((&page, ""));
                out.bytes.extend(wire(&format!("{line}\n")));
                if !rest.is_empty() {
                    self.pages.push(rest.to_owned());
                }
            }
            _ => {
                let page = self.pages.pop().unwrap_or_default();
                out.bytes.extend(wire(&page));
            }
        }
        match self.pages.is_empty() {
            true => self.prompt(router, out),
            false => out.bytes.extend(self.cli.more().as_bytes()),
        }
    }

    /// Bytes that trouble eats.
    fn limit(&mut self, router: &mut Router, mut out: Out) -> Out {
        let left = |at: usize| at.saturating_sub(self.sent);
        if let Some(at) = router.troubles.find(|trouble| match trouble {
            Trouble::DropAtByte(at) => Some(left(*at)),
            _ => None,
        }) && out.bytes.len() >= at
        {
            out.bytes.truncate(at);
            out.end = End::Cut;
        }
        if let Some(at) = router.troubles.find(|trouble| match trouble {
            Trouble::FreezeAtByte(at) => Some(left(*at)),
            _ => None,
        }) && out.bytes.len() >= at
        {
            out.bytes.truncate(at);
            self.frozen = true;
        }
        let (arrive, fate) = router.troubles.sends(out.bytes.len());
        if fate != Fate::Pass {
            out.bytes.truncate(arrive);
            self.frozen |= fate == Fate::Freeze;
            out.end = match fate {
                Fate::Drop => End::Cut,
                _ => End::Fade,
            };
        }
        self.sent += out.bytes.len();
        out
    }
}

fn wire(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}
