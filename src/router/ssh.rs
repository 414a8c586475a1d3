//! From a stream to a session that is logged in: algorithms, host key, and the ways in, each with
//! its answer.

use std::time::{Duration, Instant};

use ssh2::{ErrorCode, KeyboardInteractivePrompt, Prompt, Session};
use zeroize::Zeroizing;

use super::error::Error;
use super::known_hosts::{self, KnownHosts, Mistrust, Verdict, Why};
use super::target::{End, revealed};
use super::wire::{Stream, left};
use super::{algorithms, base64, offer};
use crate::diagnostic::quote;
use crate::intent::{AuthWay, HostKey};

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
fn limit(session: &Session, deadline: Instant) {
    let time = left(deadline).as_millis();
    session.set_timeout(u32::try_from(time).unwrap_or(u32::MAX));
}

/// libssh2's own words, without its numbers.
fn reason(error: &ssh2::Error) -> String {
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

/// Every way in, in the login's order. What the server takes is asked for only when none of them
/// was any good: it costs a round trip.
fn enter(end: &End, session: &Session, deadline: Instant) -> Result<Tried, Error> {
    let mut tried = Vec::new();
    for way in &end.entry.ways {
        match way {
            AuthWay::Agent => agent(end, session, deadline, &mut tried),
            AuthWay::Key => key(end, session, deadline, &mut tried),
            AuthWay::Password => password(end, session, deadline, &mut tried),
            AuthWay::Interactive => interactive(end, session, deadline, &mut tried),
        }
        if session.authenticated() {
            return Ok(tried);
        }
    }
    limit(session, deadline);
    let takes = match session.auth_methods(&end.user) {
        Ok(methods) => methods.to_owned(),
        Err(_) if session.authenticated() => {
            tried.push(("none".into(), TAKEN.into()));
            return Ok(tried);
        }
        Err(error) if tried.is_empty() => {
            return Err(Error::Lost {
                reason: reason(&error),
                outstanding: 0,
            });
        }
        // It has had enough of us.
        Err(_) => String::new(),
    };
    Err(Error::Auth {
        address: end.to_string(),
        user: end.user.clone(),
        tried,
        takes: quote(&takes),
    })
}

/// Ways in, each with its answer.
type Tried = Vec<(String, String)>;

/// The answer of the way that let us in.
const TAKEN: &str = "taken";

fn agent(end: &End, session: &Session, deadline: Instant, tried: &mut Tried) {
    let mut say = |answer: String| tried.push(("agent".to_owned(), answer));
    let identities = session.agent().and_then(|mut agent| {
        if let Some(socket) = &end.entry.agent {
            agent.set_identity_path(socket)?;
        }
        agent.connect()?;
        agent.list_identities()?;
        let identities = agent.identities()?;
        Ok((agent, identities))
    });
    let (agent, identities) = match identities {
        Ok(found) => found,
        Err(_) => return say("there is no agent; see SSH_AUTH_SOCK".into()),
    };
    if identities.is_empty() {
        return say("the agent holds no key; see ssh-add".into());
    }
    for identity in identities {
        limit(session, deadline);
        match agent.userauth(&end.user, &identity) {
            Ok(()) => return say(format!("{}: {TAKEN}", quote(identity.comment()))),
            Err(error) => say(format!("{}: {}", quote(identity.comment()), reason(&error))),
        }
    }
}

fn key(end: &End, session: &Session, deadline: Instant, tried: &mut Tried) {
    if end.entry.key_files.is_empty() {
        tried.push(("key".to_owned(), "there is no key file".into()));
    }
    for file in &end.entry.key_files {
        let way = format!("key {}", file.display());
        let encrypted = match std::fs::read(file) {
            Ok(bytes) => is_encrypted(&Zeroizing::new(bytes)),
            Err(error) => {
                tried.push((way, format!("cannot be read: {error}")));
                continue;
            }
        };
        let passphrase = match (&end.entry.password, encrypted) {
            (_, false) => None,
            (Some(secret), true) => Some(text(&revealed(secret))),
            (None, true) => {
                let hint = "is encrypted, and the login has no `password` to open it";
                tried.push((way, hint.into()));
                continue;
            }
        };
        limit(session, deadline);
        let passphrase = passphrase.as_ref().map(|text| text.as_str());
        match session.userauth_pubkey_file(&end.user, None, file, passphrase) {
            Ok(()) => return tried.push((way, TAKEN.into())),
            Err(error) => {
                let hint = if encrypted {
                    " (its passphrase is the login's `password`)"
                } else {
                    ""
                };
                tried.push((way, format!("{}{hint}", reason(&error))));
            }
        }
    }
}

/// Does a private key need a passphrase?
fn is_encrypted(file: &[u8]) -> bool {
    let file = Zeroizing::new(String::from_utf8_lossy(file).into_owned());
    if !file.contains("BEGIN OPENSSH PRIVATE KEY") {
        return file.contains("ENCRYPTED");
    }
    let mut body = Zeroizing::new(String::with_capacity(file.len()));
    body.extend(
        file.lines()
            .filter(|line| !line.starts_with('-'))
            .map(str::trim),
    );
    // The magic word, then the name of a cipher: `none` for a key in clear.
    let head = body.get(..40).and_then(base64::decode).unwrap_or_default();
    !head.starts_with(b"openssh-key-v1\0\0\0\0\x04none")
}

fn password(end: &End, session: &Session, deadline: Instant, tried: &mut Tried) {
    let mut say = |answer: String| tried.push(("password".to_owned(), answer));
    let Some(secret) = &end.entry.password else {
        return say("the login has no `password`".into());
    };
    limit(session, deadline);
    match session.userauth_password(&end.user, &text(&revealed(secret))) {
        Ok(()) => say(TAKEN.into()),
        Err(error) => say(reason(&error)),
    }
}

fn interactive(end: &End, session: &Session, deadline: Instant, tried: &mut Tried) {
    let mut say = |answer: String| tried.push(("interactive".to_owned(), answer));
    let Some(secret) = &end.entry.password else {
        return say("the login has no `password`".into());
    };
    let mut answers = Answers {
        user: &end.user,
        password: text(&revealed(secret)),
        given: 0,
        asked: Vec::new(),
    };
    limit(session, deadline);
    match session.userauth_keyboard_interactive(&end.user, &mut answers) {
        Ok(()) => say(TAKEN.into()),
        Err(error) => {
            let asked = match answers.asked.join(", ") {
                asked if asked.is_empty() => asked,
                asked => format!(" (asked: {asked})"),
            };
            say(format!("{}{asked}", reason(&error)));
        }
    }
}

/// Who answers keyboard-interactive questions.
struct Answers<'e> {
    user: &'e str,
    password: Zeroizing<String>,
    given: usize,
    asked: Vec<String>,
}

impl KeyboardInteractivePrompt for Answers<'_> {
    fn prompt<'a>(&mut self, _: &str, _: &str, prompts: &[Prompt<'a>]) -> Vec<String> {
        let answer = |prompt: &Prompt<'a>| {
            self.asked.push(quote(prompt.text.trim()));
            // What is shown as it is typed is a name.
            if prompt.echo {
                return self.user.to_owned();
            }
            self.given += 1;
            // A second question is not for the password: an OTP, or it was wrong. Giving it once
            // more could lock the account.
            if self.given > 1 {
                String::new()
            } else {
                self.password.as_str().to_owned()
            }
        };
        prompts.iter().map(answer).collect()
    }
}

/// A password as libssh2 wants it.
fn text(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encrypted_key_is_seen_by_its_head() {
        let clear = base64::encode(b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0");
        let closed = base64::encode(b"openssh-key-v1\0\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt\0");
        let file = |body: &str| {
            format!(
                "-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n"
            )
        };
        assert!(!is_encrypted(file(&clear).as_bytes()));
        assert!(is_encrypted(file(&closed).as_bytes()));
        assert!(is_encrypted(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert!(!is_encrypted(b"-----BEGIN PRIVATE KEY-----\n"));
    }
}
