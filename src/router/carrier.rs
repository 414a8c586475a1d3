//! The thread that holds a bastion's session and carries the bytes of all its tunnels.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use ssh2::{BlockDirections, Channel};

use super::jump::{AtWork, Request, locked, plain};
use super::ssh::Link;
use super::wire::{not_yet, timespec};

/// The thread's side.
pub(super) struct Carrier {
    link: Link,
    woken: UnixStream,
    wanted: Receiver<Request>,
    /// libssh2 opens one channel at a time.
    opening: VecDeque<Request>,
    tunnels: Vec<Tunnel>,
    at_work: AtWork,
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
    pub(super) fn new(
        link: Link,
        woken: UnixStream,
        wanted: Receiver<Request>,
        at_work: AtWork,
    ) -> Self {
        link.session.set_blocking(false);
        link.session.set_keepalive(true, 15);
        Self {
            link,
            woken,
            wanted,
            opening: VecDeque::new(),
            tunnels: Vec::new(),
            at_work,
            done: false,
        }
    }

    pub(super) fn run(mut self) {
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
        // Nothing left to read is the end: nobody holds the other side any more.
        self.done |= matches!((&self.woken).read(&mut drop_here), Ok(0));
        let before = self.opening.len();
        self.opening.extend(self.wanted.try_iter());
        self.opening.len() != before
    }

    fn open(&mut self) -> Result<bool, ()> {
        let Some(request) = self.opening.front() else {
            return Ok(false);
        };
        locked(&self.at_work).get_or_insert((request.number, Instant::now()));
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
        *locked(&self.at_work) = None;
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
