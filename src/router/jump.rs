//! Bastions: one connection each, however many routers are behind it. A thread holds the session
//! and carries the bytes of all tunnels; who wants one gets an end of a socket pair.
//!
//! libssh2 opens one channel of a session at a time, and a router that does not answer keeps the
//! bastion busy with it for minutes. Nobody waits behind that: another connection is opened then.

use std::collections::HashMap;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::carrier::Carrier;
use super::error::Error;
use super::ssh::log_in;
use super::target::End;
use super::wire::{Stream, left};

/// A tunnel that takes longer to open is one to a host that does not answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// Connections to one bastion; some let in no more.
const MOST_LANES: usize = 4;

/// All bastions that are open, by the way to them.
#[derive(Default)]
pub struct Bastions {
    open: Mutex<HashMap<String, Arc<Mutex<Lanes>>>>,
}

/// The connections to one bastion: one, as long as nothing is stuck.
type Lanes = Vec<Arc<Bastion>>;

/// The near side of a bastion's thread.
struct Bastion {
    requests: Mutex<Sender<Request>>,
    /// A byte here wakes the thread.
    wake: UnixStream,
    notes: Mutex<Vec<String>>,
    at_work: AtWork,
}

/// The request that a thread is at, and since when.
pub(super) type AtWork = Arc<Mutex<Option<(u64, Instant)>>>;

pub(super) struct Request {
    pub(super) number: u64,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) reply: Sender<Result<UnixStream, String>>,
}

/// What came of a request.
enum Tunnel {
    Open(UnixStream),
    Refused(String),
    /// The thread is at somebody else's request, and will be for long.
    Stuck,
    /// The connection to the bastion has ended.
    Gone,
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
        let lanes = Arc::clone(locked(&self.open).entry(way.join(" ")).or_default());
        while Instant::now() < deadline {
            let lane = self.lane(&lanes, last, before, deadline)?;
            match lane.tunnel(host, port, deadline) {
                Tunnel::Open(stream) => return Ok(Stream::Pair(stream)),
                Tunnel::Refused(reason) => return Err(closed(host, port, last, &reason)),
                Tunnel::Stuck => {}
                Tunnel::Gone => locked(&lanes).retain(|other| !Arc::ptr_eq(other, &lane)),
            }
        }
        Err(closed(host, port, last, "no answer in time"))
    }

    /// A connection to a bastion that is not stuck, a new one if need be. The others wait for it
    /// meanwhile, instead of opening their own.
    fn lane(
        &self,
        lanes: &Mutex<Lanes>,
        end: &End,
        before: &[End],
        deadline: Instant,
    ) -> Result<Arc<Bastion>, Error> {
        let mut lanes = locked(lanes);
        if let Some(free) = lanes.iter().find(|lane| !lane.is_stuck()) {
            return Ok(Arc::clone(free));
        }
        if let Some(first) = lanes.first().filter(|_| lanes.len() >= MOST_LANES) {
            return Ok(Arc::clone(first));
        }
        let opened = self
            .open_bastion(end, before, deadline)
            .map_err(|error| Error::Jump {
                hop: end.to_string(),
                error: Box::new(error),
            })?;
        lanes.push(Arc::new(opened));
        // It was pushed just now.
        lanes
            .last()
            .cloned()
            .ok_or_else(|| closed(&end.host, end.port, end, "it is gone"))
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
        let notes = Mutex::new(link.notes.clone());
        let at_work = AtWork::default();
        let told_at_work = Arc::clone(&at_work);
        std::thread::spawn(move || Carrier::new(link, woken, wanted, told_at_work).run());
        Ok(Bastion {
            requests: Mutex::new(requests),
            wake,
            notes,
            at_work,
        })
    }

    /// What was worth telling when the bastions were opened; each once.
    pub fn notes(&self) -> Vec<String> {
        let open: Vec<_> = locked(&self.open).values().cloned().collect();
        let mut notes = Vec::new();
        for lanes in open {
            for lane in locked(&lanes).iter() {
                notes.append(&mut locked(&lane.notes));
            }
        }
        notes
    }
}

/// A thread that panicked has left nothing half done here.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An error of the operating system without its number.
pub(super) fn plain(error: &io::Error) -> String {
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
    /// Is the thread at something that takes too long?
    fn is_stuck(&self) -> bool {
        locked(&self.at_work).is_some_and(|(_, since)| since.elapsed() > PATIENCE)
    }

    fn tunnel(&self, host: &str, port: u16, deadline: Instant) -> Tunnel {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (reply, answer) = channel();
        let request = Request {
            number,
            host: host.to_owned(),
            port,
            reply,
        };
        if locked(&self.requests).send(request).is_err() || (&self.wake).write_all(b"!").is_err() {
            return Tunnel::Gone;
        }
        loop {
            match answer.recv_timeout(left(deadline).min(PATIENCE)) {
                Ok(Ok(stream)) => return Tunnel::Open(stream),
                Ok(Err(reason)) => return Tunnel::Refused(reason),
                Err(RecvTimeoutError::Disconnected) => return Tunnel::Gone,
                Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => {
                    return Tunnel::Refused("no answer in time".into());
                }
                Err(RecvTimeoutError::Timeout) => {
                    let ours = locked(&self.at_work).is_some_and(|(other, _)| other == number);
                    if !ours && self.is_stuck() {
                        return Tunnel::Stuck;
                    }
                }
            }
        }
    }
}
