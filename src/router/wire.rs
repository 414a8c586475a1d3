//! The bytes' way: a TCP connection, or one end of a pair whose other end a bastion's thread holds;
//! and waiting on it with one deadline.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use ssh2::{BlockDirections, ErrorCode, Session};

/// The code with which libssh2 says "not yet".
const AGAIN: i32 = -37;

/// A connection, direct or through a bastion.
#[derive(Debug)]
pub(super) enum Stream {
    Tcp(TcpStream),
    Pair(UnixStream),
}

impl Stream {
    /// Connect, to whichever address of the name answers.
    pub(super) fn connect(host: &str, port: u16, deadline: Instant) -> io::Result<Self> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(deadline)) {
                Ok(stream) => {
                    // Typed lines are small; waiting for more of them is waiting in vain.
                    stream.set_nodelay(true)?;
                    return Ok(Self::Tcp(stream));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    pub(super) fn try_clone(&self) -> io::Result<Self> {
        Ok(match self {
            Self::Tcp(stream) => Self::Tcp(stream.try_clone()?),
            Self::Pair(stream) => Self::Pair(stream.try_clone()?),
        })
    }

    pub(super) fn set_timeout(&self, time: Duration) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => {
                stream.set_read_timeout(Some(time))?;
                stream.set_write_timeout(Some(time))
            }
            Self::Pair(stream) => {
                stream.set_read_timeout(Some(time))?;
                stream.set_write_timeout(Some(time))
            }
        }
    }

    /// Nothing can block on it any more.
    pub(super) fn shut(&self) {
        // It may be shut already.
        let _ = match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
            Self::Pair(stream) => stream.shutdown(Shutdown::Both),
        };
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Pair(stream) => stream.as_fd(),
        }
    }
}

impl AsRawFd for Stream {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

impl Read for &Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(stream) => (&mut &*stream).read(buffer),
            Stream::Pair(stream) => (&mut &*stream).read(buffer),
        }
    }
}

impl Write for &Stream {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(stream) => (&mut &*stream).write(buffer),
            Stream::Pair(stream) => (&mut &*stream).write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The time that is left; never nothing, which would mean "for ever" to some.
pub(super) fn left(deadline: Instant) -> Duration {
    let left = deadline.saturating_duration_since(Instant::now());
    left.max(Duration::from_millis(1))
}

/// Is it only that nothing has come yet?
pub(super) fn not_yet(error: &ssh2::Error) -> bool {
    matches!(error.code(), ErrorCode::Session(AGAIN))
}

/// Wait until the session can go on, the deadline passes, or a keepalive is due.
pub(super) fn wait(session: &Session, stream: &Stream, deadline: Instant) -> io::Result<()> {
    // A keepalive says how long until the next; it is cheap to ask.
    let next = session
        .keepalive_send()
        .map_or(5, |seconds| seconds.clamp(1, 5));
    let time = left(deadline).min(Duration::from_secs(u64::from(next)));
    let mut flags = PollFlags::IN;
    if matches!(
        session.block_directions(),
        BlockDirections::Outbound | BlockDirections::Both
    ) {
        flags |= PollFlags::OUT;
    }
    poll_one(stream.as_fd(), flags, time)
}

fn poll_one(fd: BorrowedFd<'_>, flags: PollFlags, time: Duration) -> io::Result<()> {
    let mut fds = [PollFd::new(&fd, flags)];
    match poll(&mut fds, Some(&timespec(time))) {
        Ok(_) => Ok(()),
        Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(time.subsec_nanos()),
    }
}
