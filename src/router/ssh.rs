//! From a stream to a session that is logged in: algorithms, the host key, and then a way in.

use std::time::{Duration, Instant};

use ssh2::{ErrorCode, Session};

use super::auth::{Tried, enter};
use super::error::Error;
use super::known_hosts::{self, KnownHosts, Mistrust, Verdict, Why};
use super::target::End;
use super::wire::{Stream, left};
use super::{algorithms, offer};
use crate::intent::HostKey;

/// A session that is logged in, and what was worth telling on the way.
pub(super) struct Link {
    pub(super) session: Session,
    pub(super) stream: Stream,
    pub(super) notes: Vec<String>,
    /// The ways in that were tried, and what came of each; the last one was taken.
    pub(super) tried: Tried,
}

impl Drop for Link {
    /// Nothing may block here, however dead the other side is.
    fn drop(&mut self) {
        self.session.set_blocking(false);
        self.stream.shut();
    }
}

/// Shake hands and log in. `again` makes another stream to the same server, to ask what it offers.
pub(super) fn log_in(
    end: &End,
    stream: Stream,
    deadline: Instant,
    again: &dyn Fn() -> Option<Stream>,
) -> Result<Link, Error> {
    let unreachable = |reason: String| Error::Unreachable {
        address: end.to_string(),
        reason,
    };
    let known = KnownHosts::read(&end.entry.known_hosts).map_err(|error| Error::Setting {
        reason: format!("the known_hosts file cannot be read: {error}"),
    })?;
    let mut session = Session::new().map_err(|error| unreachable(reason(&error)))?;
    let kinds = known.kinds(&end.host, end.port);
    algorithms::allow(&session, end.entry.algorithms, &kinds)
        .map_err(|error| unreachable(reason(&error)))?;
    let copy = stream
        .try_clone()
        .map_err(|error| unreachable(error.to_string()))?;
    session.set_tcp_stream(copy);
    let mut link = Link {
        session,
        stream,
        notes: broken(&known),
        tried: Vec::new(),
    };
    limit(&link.session, deadline);
    if let Err(error) = link.session.handshake() {
        return Err(no_handshake(end, &error, deadline, again));
    }
    trust(end, &known, &mut link)?;
    link.tried = enter(end, &link.session, deadline)?;
    Ok(link)
}

fn broken(known: &KnownHosts) -> Vec<String> {
    let tell = |place: &String| format!("{place} cannot be read as a known host and is left out");
    known.broken.iter().map(tell).collect()
}

/// The next call may take what is left of the time.
pub(super) fn limit(session: &Session, deadline: Instant) {
    let time = left(deadline).as_millis();
    session.set_timeout(u32::try_from(time).unwrap_or(u32::MAX));
}

/// libssh2's own words, without its numbers.
pub(super) fn reason(error: &ssh2::Error) -> String {
    error.message().to_lowercase()
}

fn no_handshake(
    end: &End,
    error: &ssh2::Error,
    deadline: Instant,
    again: &dyn Fn() -> Option<Stream>,
) -> Error {
    // LIBSSH2_ERROR_KEX_FAILURE, _KEY_EXCHANGE_FAILURE, _METHOD_NONE, _METHOD_NOT_SUPPORTED
    let negotiation = matches!(error.code(), ErrorCode::Session(-5 | -8 | -17 | -33));
    if !negotiation {
        return Error::Unreachable {
            address: end.to_string(),
            reason: match error.code() {
                ErrorCode::Session(-9 | -30) => "nothing that speaks SSH answers in time".into(),
                _ => reason(error),
            },
        };
    }
    let time = left(deadline).max(Duration::from_secs(2));
    let offer = again().and_then(|stream| {
        let offer = offer::read(&stream, time);
        stream.shut();
        offer
    });
    let algorithms = end.entry.algorithms;
    let missing = offer
        .as_ref()
        .map(|offer| algorithms::missing(offer, algorithms));
    Error::Negotiation {
        address: end.to_string(),
        reason: match missing.filter(|missing| !missing.is_empty()) {
            Some(missing) => format!("none for {}", missing.join(", ")),
            None => reason(error),
        },
        setting: offer
            .as_ref()
            .and_then(|offer| algorithms::setting(offer, algorithms)),
        offer: offer.map(Box::new),
    }
}

/// Is it whom we meant?
fn trust(end: &End, known: &KnownHosts, link: &mut Link) -> Result<(), Error> {
    let key = link
        .session
        .host_key()
        .map(|(key, _)| key.to_vec())
        .unwrap_or_default();
    let file = end.entry.known_hosts.first();
    let mistrust = |why: Why, known: Vec<(String, String)>| {
        Error::HostKey(Box::new(Mistrust {
            address: end.to_string(),
            why,
            offered: known_hosts::fingerprint(&key),
            known,
            file: file.map_or_else(|| "known_hosts".into(), |file| file.display().to_string()),
        }))
    };
    match known.judge(&end.host, end.port, &key) {
        Verdict::Known => Ok(()),
        Verdict::Changed(known) => Err(mistrust(Why::Changed, known)),
        Verdict::Revoked(known) => Err(mistrust(Why::Revoked, known)),
        Verdict::Unknown if end.entry.host_key == HostKey::AcceptNew => {
            let Some(file) = file else {
                return Err(mistrust(Why::Unknown, Vec::new()));
            };
            known_hosts::record(file, &end.host, end.port, &key).map_err(|error| {
                Error::Setting {
                    reason: format!("{} cannot be written: {error}", file.display()),
                }
            })?;
            let fingerprint = known_hosts::fingerprint(&key);
            link.notes.push(format!(
                "{end} was new: {fingerprint} stands now in {}",
                file.display()
            ));
            Ok(())
        }
        Verdict::Unknown => Err(mistrust(Why::Unknown, Vec::new())),
    }
}
