//! Bastions: one connection each, however many routers are behind it. A thread holds the session
//! and carries the bytes of all tunnels; who wants one gets an end of a socket pair.

use std::collections::HashMap;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::carrier::Carrier;
use super::error::Error;
use super::ssh::log_in;
use super::target::End;
use super::wire::{Stream, left};

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

pub(super) struct Request {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) reply: Sender<Result<UnixStream, String>>,
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
