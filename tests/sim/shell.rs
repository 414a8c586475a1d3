//! A client with just enough sense to type a line and wait for the prompt.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use regex::Regex;
use ssh2::{Channel, Session};
use vifctl::sim::Running;

pub struct Shell {
    _session: Session,
    channel: Channel,
    prompt: Regex,
}

/// What is left on the paper when the carriage has gone back.
fn painted(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_end_matches('\r');
        line.rsplit('\r').next().unwrap_or_default().to_owned()
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// RouterOS paints the line once more, with its prompt, when it is taken.
fn behind_repainted<'t>(text: &'t str, line: &str) -> &'t str {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with('[') && first.ends_with(&format!("> {line}")) => {
            rest
        }
        _ => text,
    }
}

/// A session that has logged in with a password.
pub fn login(router: &Running, user: &str) -> Session {
    let stream = TcpStream::connect(router.address()).expect("the simulator listens");
    stream.set_nodelay(true).expect("a socket");
    let mut session = Session::new().expect("libssh2");
    session.set_tcp_stream(stream);
    session.set_timeout(5000);
    session.handshake().expect("a handshake");
    session
        .userauth_password(user, "vifctl")
        .expect("the password is right");
    session
}

impl Shell {
    pub fn open(router: &Running, prompt: &str) -> (Self, String) {
        Self::open_as(router, prompt, "vifctl")
    }

    pub fn open_as(router: &Running, prompt: &str, user: &str) -> (Self, String) {
        let session = login(router, user);
        let mut channel = session.channel_session().expect("a channel");
        channel
            .request_pty("vt100", None, Some((511, 100, 0, 0)))
            .expect("a terminal");
        channel.shell().expect("a shell");
        let mut shell = Self {
            _session: session,
            channel,
            prompt: Regex::new(prompt).expect("a pattern"),
        };
        let greeting = shell.until_prompt();
        (shell, greeting)
    }

    /// Type a line; what comes back, without the echo and the prompt.
    pub fn type_line(&mut self, line: &str) -> String {
        self.send(&format!("{line}\r"));
        let text = self.until_prompt();
        let text = text
            .split_once('\n')
            .map_or("", |(_, rest)| rest)
            .to_owned();
        let text = behind_repainted(&text, line).to_owned();
        let last = self
            .prompt
            .find(&text)
            .map_or(text.len(), |found| found.start());
        text[..last].to_owned()
    }

    pub fn send(&mut self, text: &str) {
        self.channel
            .write_all(text.as_bytes())
            .expect("the router reads");
        self.channel.flush().expect("the router reads");
    }

    pub fn until_prompt(&mut self) -> String {
        self.until(&self.prompt.clone())
    }

    pub fn until(&mut self, end: &Regex) -> String {
        let mut text = String::new();
        let started = Instant::now();
        let mut bytes = [0; 4096];
        loop {
            let clean = painted(&text);
            if end.is_match(&clean) {
                return clean;
            }
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "no prompt after:\n{text}"
            );
            match self.channel.read(&mut bytes) {
                Ok(0) => panic!("the connection ended after:\n{text}"),
                Ok(count) => text.push_str(&String::from_utf8_lossy(&bytes[..count])),
                Err(why) => panic!("{why} after:\n{text}"),
            }
        }
    }

    /// What comes until the router ends the connection.
    pub fn rest(&mut self) -> String {
        let mut text = Vec::new();
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = self.channel.read(&mut bytes) {
            text.extend_from_slice(&bytes[..count]);
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}
