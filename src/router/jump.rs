//! Bastions: one connection each, however many routers are behind it. A thread holds the session
//! and carries the bytes of all tunnels; who wants one gets an end of a socket pair.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use ssh2::{BlockDirections, Channel};

use super::error::Error;
use super::ssh::{Link, log_in};
use super::target::End;
use super::wire::{Stream, left, not_yet, timespec};

/// All bastions that are open, by the way to them.
#[derive(Default)]
pub struct Bastions {
    open: Mutex<HashMap<String, Arc<Mutex<Option<Bastion>>>>>,
}

/// The near side of a bastion's thread.
struct Bastion {
    requests: Sender<Request>,
    /// A byte here wakes the thread.
    wake: UnixStream,
    notes: Vec<String>,
}

struct Request {
    host: String,
    port: u16,
    reply: Sender<Result<UnixStream, String>>,
}

impl Bastions {
    /// A stream to a host, through all the bastions on the way to it.
    pub(super) fn stream(
        &self,
        jumps: &[End],
        host: &str,
        port: u16,
        deadline: Instant,
    ) -> Result<Stream, Error> {
        let Some((last, before)) = jumps.split_last() else {
            return Stream::connect(host, port, deadline).map_err(|error| Error::Unreachable {
                address: format!("{host}:{port}"),
                reason: plain(&error),
            });
        };
        let way: Vec<String> = jumps
            .iter()
            .map(|hop| format!("{}@{hop}", hop.user))
            .collect();
        let place = {
            let mut open = locked(&self.open);
            Arc::clone(open.entry(way.join(" ")).or_default())
        };
        // Held while the bastion is opened: the others wait for it instead of opening their own.
        let mut bastion = locked(&place);
        if let Some(stream) = bastion
            .as_ref()
            .and_then(|open| open.tunnel(host, port, deadline))
        {
            return stream.map_err(|reason| closed(host, port, last, &reason));
        }
        let opened = self
            .open_bastion(last, before, deadline)
            .map_err(|error| Error::Jump {
                hop: last.to_string(),
                error: Box::new(error),
            })?;
        let opened = bastion.insert(opened);
        match opened.tunnel(host, port, deadline) {
            Some(stream) => stream.map_err(|reason| closed(host, port, last, &reason)),
            None => Err(closed(host, port, last, "the bastion is gone again")),
        }
    }

    fn open_bastion(&self, end: &End, before: &[End], deadline: Instant) -> Result<Bastion, Error> {
        let connect = || self.stream(before, &end.host, end.port, deadline);
        let link = log_in(end, connect()?, deadline, &|| connect().ok())?;
        let told = |error: io::Error| Error::Setting {
            reason: format!("no socket pair: {error}"),
        };
        let (wake, woken) = UnixStream::pair().map_err(told)?;
        woken.set_nonblocking(true).map_err(told)?;
        let (requests, wanted) = channel();
        let notes = link.notes.clone();
        std::thread::spawn(move || Carrier::new(link, woken, wanted).run());
        Ok(Bastion {
            requests,
            wake,
            notes,
        })
    }

    /// What was worth telling when the bastions were opened; each once.
    pub fn notes(&self) -> Vec<String> {
        let open: Vec<_> = locked(&self.open).values().cloned().collect();
        let mut notes = Vec::new();
        for place in open {
            if let Some(bastion) = locked(&place).as_mut() {
                notes.append(&mut bastion.notes);
            }
        }
        notes
    }
}

/// A thread that panicked has left nothing half done here.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An error of the operating system without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

fn closed(host: &str, port: u16, bastion: &End, reason: &str) -> Error {
    Error::Unreachable {
        address: format!("{host}:{port}"),
        reason: format!("the bastion {bastion} opens no way to it: {reason}"),
    }
}

impl Bastion {
    /// A tunnel, or the reason why not; nothing when the bastion itself is gone.
    fn tunnel(&self, host: &str, port: u16, deadline: Instant) -> Option<Result<Stream, String>> {
        let (reply, answer) = channel();
        let request = Request {
            host: host.to_owned(),
            port,
            reply,
        };
        self.requests.send(request).ok()?;
        (&self.wake).write_all(b"!").ok()?;
        match answer.recv_timeout(left(deadline)) {
            Ok(answer) => Some(answer.map(Stream::Pair)),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                Some(Err("no answer in time".into()))
            }
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => None,
        }
    }
}

/// The thread's side.
struct Carrier {
    link: Link,
    woken: UnixStream,
    wanted: Receiver<Request>,
    /// libssh2 opens one channel at a time.
    opening: std::collections::VecDeque<Request>,
    tunnels: Vec<Tunnel>,
    /// Nobody will ask any more.
    done: bool,
}

struct Tunnel {
    channel: Channel,
    near: UnixStream,
    outward: Pipe,
    inward: Pipe,
}

/// Bytes that wait for the other side.
#[derive(Default)]
struct Pipe {
    bytes: Vec<u8>,
    sent: usize,
    ended: bool,
}

impl Pipe {
    fn is_empty(&self) -> bool {
        self.sent == self.bytes.len()
    }

    fn took(&mut self, count: usize) {
        self.sent += count;
        if self.is_empty() {
            self.bytes.clear();
            self.sent = 0;
        }
    }
}

impl Carrier {
    fn new(link: Link, woken: UnixStream, wanted: Receiver<Request>) -> Self {
        link.session.set_blocking(false);
        link.session.set_keepalive(true, 15);
        Self {
            link,
            woken,
            wanted,
            opening: std::collections::VecDeque::new(),
            tunnels: Vec::new(),
            done: false,
        }
    }

    fn run(mut self) {
        while !(self.done && self.tunnels.is_empty() && self.opening.is_empty()) {
            match self.turn() {
                Ok(true) => {}
                Ok(false) if self.sleep().is_ok() => {}
                // Dropping the near ends tells everybody behind this bastion.
                _ => return,
            }
        }
    }

    /// Do what can be done without waiting; did anything move?
    fn turn(&mut self) -> Result<bool, ()> {
        let mut moved = self.requests();
        moved |= self.open()?;
        for tunnel in &mut self.tunnels {
            moved |= tunnel.carry();
        }
        let before = self.tunnels.len();
        self.tunnels.retain(|tunnel| !tunnel.is_over());
        Ok(moved || self.tunnels.len() != before)
    }

    fn requests(&mut self) -> bool {
        let mut drop_here = [0; 64];
        match (&self.woken).read(&mut drop_here) {
            Ok(0) => self.done = true,
            Ok(_) | Err(_) => {}
        }
        let before = self.opening.len();
        self.opening.extend(self.wanted.try_iter());
        self.opening.len() != before
    }

    fn open(&mut self) -> Result<bool, ()> {
        let Some(request) = self.opening.front() else {
            return Ok(false);
        };
        let answer = match self
            .link
            .session
            .channel_direct_tcpip(&request.host, request.port, None)
        {
            Ok(channel) => Tunnel::new(channel).map_err(|error| plain(&error)),
            Err(error) if not_yet(&error) => return Ok(false),
            // LIBSSH2_ERROR_SOCKET_SEND, _SOCKET_DISCONNECT, _SOCKET_RECV: the bastion is gone.
            Err(error) if matches!(error.code(), ssh2::ErrorCode::Session(-7 | -13 | -43)) => {
                return Err(());
            }
            Err(error) => Err(error.message().to_lowercase()),
        };
        let Some(request) = self.opening.pop_front() else {
            return Ok(true);
        };
        let answer = answer.map(|(tunnel, far)| {
            self.tunnels.push(tunnel);
            far
        });
        // Who asked may have given up; then its end of the pair is closed, and so is the tunnel.
        let _ = request.reply.send(answer);
        Ok(true)
    }

    /// Until something can move.
    fn sleep(&self) -> io::Result<()> {
        let session = &self.link.session;
        let next = session
            .keepalive_send()
            .map_or(5, |seconds| seconds.clamp(1, 5));
        let mut flags = PollFlags::IN;
        if matches!(
            session.block_directions(),
            BlockDirections::Outbound | BlockDirections::Both
        ) {
            flags |= PollFlags::OUT;
        }
        let mut watched: Vec<(BorrowedFd<'_>, PollFlags)> = vec![(self.link.stream.as_fd(), flags)];
        if !self.done {
            watched.push((self.woken.as_fd(), PollFlags::IN));
        }
        for tunnel in &self.tunnels {
            let mut flags = PollFlags::empty();
            if tunnel.outward.is_empty() && !tunnel.outward.ended {
                flags |= PollFlags::IN;
            }
            if !tunnel.inward.is_empty() {
                flags |= PollFlags::OUT;
            }
            if !flags.is_empty() {
                watched.push((tunnel.near.as_fd(), flags));
            }
        }
        let mut fds: Vec<PollFd<'_>> = watched
            .iter()
            .map(|(fd, flags)| PollFd::new(fd, *flags))
            .collect();
        match poll(
            &mut fds,
            Some(&timespec(Duration::from_secs(u64::from(next)))),
        ) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Tunnel {
    fn new(channel: Channel) -> io::Result<(Self, UnixStream)> {
        let (near, far) = UnixStream::pair()?;
        near.set_nonblocking(true)?;
        let tunnel = Self {
            channel,
            near,
            outward: Pipe::default(),
            inward: Pipe::default(),
        };
        Ok((tunnel, far))
    }

    /// Both directions, as far as they go.
    fn carry(&mut self) -> bool {
        let Self {
            channel,
            near,
            outward,
            inward,
        } = self;
        let out = pass(
            outward,
            |buffer| (&*near).read(buffer),
            |bytes| channel.write(bytes),
        );
        if outward.ended && outward.is_empty() {
            // It may have to be said again; it is, as long as the tunnel lives.
            let _ = channel.send_eof();
        }
        let read = |buffer: &mut [u8]| match channel.read(buffer) {
            Ok(0) if !channel.eof() => Err(io::ErrorKind::WouldBlock.into()),
            other => other,
        };
        let back = pass(inward, read, |bytes| (&*near).write(bytes));
        out || back
    }

    fn is_over(&self) -> bool {
        (self.inward.ended && self.inward.is_empty())
            || (self.outward.ended && self.outward.is_empty())
    }
}

/// Move what can be moved from one side to the other.
fn pass(
    pipe: &mut Pipe,
    mut read: impl FnMut(&mut [u8]) -> io::Result<usize>,
    mut write: impl FnMut(&[u8]) -> io::Result<usize>,
) -> bool {
    let mut moved = false;
    if pipe.is_empty() && !pipe.ended {
        let mut buffer = [0; 32 * 1024];
        match read(&mut buffer) {
            Ok(0) => {
                pipe.ended = true;
                moved = true;
            }
            Ok(count) => {
                pipe.bytes.extend(&buffer[..count]);
                moved = true;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => moved = true,
            Err(_) => {
                pipe.ended = true;
                moved = true;
            }
        }
    }
    while !pipe.is_empty() {
        match write(&pipe.bytes[pipe.sent..]) {
            Ok(0) => break,
            Ok(count) => {
                pipe.took(count);
                moved = true;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(_) => {
                // Nobody reads it any more.
                pipe.took(pipe.bytes.len() - pipe.sent);
                pipe.ended = true;
                moved = true;
            }
        }
    }
    moved
}
