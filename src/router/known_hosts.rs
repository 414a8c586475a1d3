//! Is it the router that it was last time? OpenSSH's known_hosts files, read here: libssh2 takes a
//! key of another kind for a changed one, ignores `@revoked`, and stops at a broken line.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};
use ssh2::{CheckResult, KnownHostFileKind, Session};

use super::base64;
use super::glob;

/// What is known of hosts.
#[derive(Debug, Default)]
pub(super) struct KnownHosts {
    entries: Vec<Entry>,
    /// Lines that could not be read; they cost themselves and no other.
    pub(super) broken: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    revoked: bool,
    names: String,
    /// The line without its marker, for libssh2 to look into hashed names.
    line: String,
    key: Vec<u8>,
    place: String,
}

/// A host key that cannot be trusted.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistrust {
    pub address: String,
    pub why: Why,
    /// The fingerprint of the key that the host shows.
    pub offered: String,
    /// The fingerprints on file, each with its place.
    pub known: Vec<(String, String)>,
    /// The file that a key would be taken from.
    pub file: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Unknown,
    Changed,
    Revoked,
}

impl fmt::Display for Mistrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            address,
            offered,
            file,
            ..
        } = self;
        let known = |f: &mut fmt::Formatter<'_>| -> fmt::Result {
            for (fingerprint, place) in &self.known {
                write!(f, ", {fingerprint} ({place})")?;
            }
            Ok(())
        };
        match self.why {
            Why::Unknown => write!(
                f,
                "the host key of {address} is not known: {offered}; compare it on the router's console, then add it to {file}, or set `host_key = \"accept-new\"`"
            ),
            Why::Changed => {
                write!(
                    f,
                    "the host key of {address} has changed: it shows {offered}, on file is"
                )?;
                known(f)?;
                write!(
                    f,
                    "; somebody may be in between; if the router was replaced, take the old line away"
                )
            }
            Why::Revoked => {
                write!(f, "the host key of {address} is revoked: {offered}")?;
                known(f)
            }
        }
    }
}

/// What is to be thought of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Known,
    Unknown,
    Changed(Vec<(String, String)>),
    Revoked(Vec<(String, String)>),
}

impl KnownHosts {
    /// Read files; one that is not there holds nothing.
    pub(super) fn read(files: &[PathBuf]) -> io::Result<Self> {
        let mut known = Self::default();
        for file in files {
            match fs::read(file) {
                Ok(bytes) => known.add(&String::from_utf8_lossy(&bytes), file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(known)
    }

    fn add(&mut self, text: &str, file: &Path) {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let place = format!("{}:{}", file.display(), number + 1);
            match Entry::parse(line, place.clone()) {
                // Certificates of hosts are not offered to us: see the allow-list.
                Some(None) => {}
                Some(Some(entry)) => self.entries.push(entry),
                None => self.broken.push(place),
            }
        }
    }

    /// The kinds of key on file for a host, `ssh-ed25519` and so on.
    pub(super) fn kinds(&self, host: &str, port: u16) -> Vec<String> {
        let mut kinds: Vec<String> = Vec::new();
        for entry in self.of(host, port).filter(|entry| !entry.revoked) {
            let kind = kind_of(&entry.key);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// What is on file about a key that a host shows.
    pub(super) fn judge(&self, host: &str, port: u16, key: &[u8]) -> Verdict {
        let told = |entries: &[&Entry]| -> Vec<(String, String)> {
            let tell = |entry: &&Entry| (fingerprint(&entry.key), entry.place.clone());
            entries.iter().map(tell).collect()
        };
        let all: Vec<&Entry> = self.of(host, port).collect();
        let (revoked, good): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry.revoked);
        let revoked: Vec<_> = revoked
            .into_iter()
            .filter(|entry| entry.key == key)
            .collect();
        if !revoked.is_empty() {
            Verdict::Revoked(told(&revoked))
        } else if good.iter().any(|entry| entry.key == key) {
            Verdict::Known
        } else if good.is_empty() {
            Verdict::Unknown
        } else {
            Verdict::Changed(told(&good))
        }
    }

    fn of<'k>(&'k self, host: &str, port: u16) -> impl Iterator<Item = &'k Entry> {
        let name = spelled(host, port);
        self.entries.iter().filter(move |entry| entry.is_of(&name))
    }
}

impl Entry {
    /// An entry of a line; inside, nothing where the line is of no concern.
    fn parse(line: &str, place: String) -> Option<Option<Self>> {
        let (marker, rest) = match line.strip_prefix('@') {
            Some(marked) => {
                let (marker, rest) = marked.split_once(char::is_whitespace)?;
                (marker, rest.trim_start())
            }
            None => ("", line),
        };
        let mut words = rest.split_whitespace();
        let (names, kind, key) = (words.next()?, words.next()?, words.next()?);
        let key = base64::decode(key)?;
        if kind_of(&key) != kind {
            return None;
        }
        let revoked = match marker {
            "" => false,
            "revoked" => true,
            "cert-authority" => return Some(None),
            _ => return None,
        };
        Some(Some(Self {
            revoked,
            names: names.to_owned(),
            line: rest.to_owned(),
            key,
            place,
        }))
    }

    fn is_of(&self, name: &str) -> bool {
        if self.names.starts_with("|1|") {
            return self.hashed_is_of(name);
        }
        glob::any(self.names.split(','), name)
    }

    /// libssh2 knows how to hash a name; any other answer than "not found" means that it is there.
    fn hashed_is_of(&self, name: &str) -> bool {
        let Ok(session) = Session::new() else {
            return false;
        };
        let Ok(mut hosts) = session.known_hosts() else {
            return false;
        };
        hosts
            .read_str(&self.line, KnownHostFileKind::OpenSSH)
            .is_ok()
            && !matches!(
                hosts.check(name, &self.key),
                CheckResult::NotFound | CheckResult::Failure
            )
    }
}

/// A host as OpenSSH writes it: with the port, unless it is the usual one.
fn spelled(host: &str, port: u16) -> String {
    match port {
        22 => host.to_ascii_lowercase(),
        port => format!("[{}]:{port}", host.to_ascii_lowercase()),
    }
}

/// The name of a key's kind, which its bytes begin with.
pub(super) fn kind_of(key: &[u8]) -> String {
    let name = key.split_first_chunk::<4>().and_then(|(length, rest)| {
        let length = u32::from_be_bytes(*length) as usize;
        rest.get(..length.min(64))
    });
    let name = name.map(String::from_utf8_lossy).unwrap_or_default();
    name.chars().filter(char::is_ascii_graphic).collect()
}

/// `ssh-ed25519 SHA256:...`, as `ssh-keygen -l` prints it.
pub(super) fn fingerprint(key: &[u8]) -> String {
    let hash = base64::encode(&Sha256::digest(key));
    format!("{} SHA256:{}", kind_of(key), hash.trim_end_matches('='))
}

/// Many routers may be met for the first time at once.
static WRITING: Mutex<()> = Mutex::new(());

/// Put a key on file.
pub(super) fn record(file: &Path, host: &str, port: u16, key: &[u8]) -> io::Result<()> {
    let _one_at_a_time = WRITING.lock();
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut open = OpenOptions::new();
    let mut file = open
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)?;
    let mut line = String::new();
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        // Somebody's editor left no line break: theirs and ours would be one broken line.
        if last != *b"\n" {
            line.push('\n');
        }
    }
    let name = spelled(host, port);
    line += &format!("{name} {} {}\n", kind_of(key), base64::encode(key));
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key of a kind, with a byte of its own.
    fn key(kind: &str, byte: u8) -> Vec<u8> {
        let mut key = (kind.len() as u32).to_be_bytes().to_vec();
        key.extend(kind.as_bytes());
        key.extend([0, 0, 0, 1, byte]);
        key
    }

    fn line(names: &str, key: &[u8]) -> String {
        format!("{names} {} {}\n", kind_of(key), base64::encode(key))
    }

    fn known(text: &str) -> KnownHosts {
        let mut known = KnownHosts::default();
        known.add(text, Path::new("known_hosts"));
        known
    }

    #[test]
    fn a_key_of_another_kind_is_told_and_its_kind_is_asked_for() {
        let (rsa, ed) = (key("ssh-rsa", 1), key("ssh-ed25519", 2));
        let known = known(&line("r1,192.0.2.1", &rsa));
        assert_eq!(known.kinds("192.0.2.1", 22), ["ssh-rsa"]);
        assert_eq!(known.judge("R1", 22, &rsa), Verdict::Known);
        assert!(matches!(known.judge("r1", 22, &ed), Verdict::Changed(known) if known.len() == 1));
        assert_eq!(known.judge("r1", 2222, &rsa), Verdict::Unknown);
        assert_eq!(known.judge("r2", 22, &rsa), Verdict::Unknown);
    }

    #[test]
    fn revoked_ports_patterns_and_broken_lines() {
        let (good, bad) = (key("ssh-ed25519", 1), key("ssh-ed25519", 2));
        let text = format!(
            "# a comment\nbroken\nr1 ssh-ed25519 !!!\n@revoked * {}{}{}",
            line("", &bad).trim_start(),
            line("[r1]:2222", &good),
            line("*.example.net,!odd.example.net", &good)
        );
        let known = known(&text);
        assert_eq!(known.broken, ["known_hosts:2", "known_hosts:3"]);
        assert!(matches!(known.judge("[r1", 22, &bad), Verdict::Revoked(_)));
        assert_eq!(known.judge("r1", 2222, &good), Verdict::Known);
        assert_eq!(known.judge("a.example.net", 22, &good), Verdict::Known);
        assert_eq!(known.judge("odd.example.net", 22, &good), Verdict::Unknown);
    }

    #[test]
    fn a_hashed_name_is_found() {
        // HMAC-SHA1 of the name r1 with a salt, as `ssh-keygen -H` writes it.
        let key =
            base64::decode("AAAAC3NzaC1lZDI1NTE5AAAAIG5vdC1hLXJlYWwta2V5LWp1c3QtMzItYnl0ZXMhISEh")
                .expect("base64");
        let mut text = String::from("|1|");
        text += HASHED;
        text +=
            " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG5vdC1hLXJlYWwta2V5LWp1c3QtMzItYnl0ZXMhISEh\n";
        let known = known(&text);
        assert_eq!(known.judge("r1", 22, &key), Verdict::Known);
        assert_eq!(known.judge("r2", 22, &key), Verdict::Unknown);
        assert_eq!(known.judge("r1", 2222, &key), Verdict::Unknown);
    }

    const HASHED: &str = "MDEyMzQ1Njc4OWFiY2RlZmdoaWo=|bNePpngDJv7FW46VJjFKSJw7LTE=";
}
