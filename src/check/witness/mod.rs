//! AWS's own view as a second witness: what the Direct Connect API says about the vifs of an
//! intent, from files that hold its answers. Nothing here asks AWS. What AWS does not say is
//! absent, words and members that nobody knew are carried along, and a key is never shown.

mod answer;
mod connection;
mod escape;
mod fields;
mod gateway;
mod matching;
mod router_configuration;
mod routes;
mod said;
mod scan;
mod unknown;
mod vif;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

pub use connection::{
    Connection, EncryptionMode, EncryptionStatus, KeyState, Lag, MacsecKey, Port, PortState,
};
pub use gateway::{Association, AssociationState, Gateway, GatewayState, Test, TestStatus};
pub use matching::{PortOf, RoutesOf, Unmatched};
pub use router_configuration::{Printed, RouterConfiguration};
pub use routes::{Direction, Route, Routes};
pub use said::{Address, Said, Spot, Unknown};
pub use vif::{BgpStatus, Family, Kind, Peer, PeerState, Vif, VifState};

/// A thousand vifs with a thousand routes each would not fill it.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What AWS says, of all files together.
#[derive(Default)]
pub struct Witness {
    pub vifs: Vec<Vif>,
    pub connections: Vec<Connection>,
    pub lags: Vec<Lag>,
    pub routes: Vec<Routes>,
    pub router_configurations: Vec<RouterConfiguration>,
    pub gateways: Vec<Gateway>,
    pub associations: Vec<Association>,
    pub tests: Vec<Test>,
    /// What a reader of the result should know: an answer that is one page of several.
    pub notes: Vec<String>,
    files: Vec<String>,
    by_id: HashMap<String, usize>,
    routes_by_id: HashMap<String, Vec<usize>>,
}

/// Why a file is no answer of AWS's.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub file: String,
    pub line: Option<u32>,
    pub reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for Unreadable {}

impl Witness {
    /// Read files of answers, in any order and any mixture.
    pub fn open(paths: &[impl AsRef<Path>]) -> Result<Self, Unreadable> {
        let mut witness = Self::default();
        for path in paths {
            let path = path.as_ref();
            let (path, name) = match path.as_os_str() == "-" {
                true => (Path::new("/dev/stdin"), "standard input".to_owned()),
                false => (path, path.display().to_string()),
            };
            let bytes = contents(path).map_err(|reason| Unreadable {
                file: name.clone(),
                line: None,
                reason,
            })?;
            witness.add(&name, &bytes)?;
        }
        Ok(witness.complete())
    }

    /// The same from what is in memory already: a name and the bytes.
    pub fn read(files: &[(String, Vec<u8>)]) -> Result<Self, Unreadable> {
        let mut witness = Self::default();
        for (name, bytes) in files {
            witness.add(name, bytes)?;
        }
        Ok(witness.complete())
    }

    /// What AWS says that no check compares, and notes on its answers: for programs.
    pub fn carried(&self) -> serde_json::Value {
        unknown::carried(self)
    }

    /// Where something stands: `aws.json:14`.
    pub fn place(&self, spot: Spot) -> String {
        format!("{}:{}", self.file(spot), spot.line)
    }

    /// The file it stands in.
    pub fn file(&self, spot: Spot) -> &str {
        self.files
            .get(spot.file as usize)
            .map_or("", String::as_str)
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        let failed = |line, reason: String| Unreadable {
            file: name.to_owned(),
            line,
            reason,
        };
        if bytes.len() as u64 > LARGEST {
            return Err(failed(None, too_large()));
        }
        let text = decoded(bytes).map_err(|reason| failed(None, reason))?;
        let file = self.files.len() as u32;
        self.files.push(name.to_owned());
        let documents =
            scan::documents(&text).map_err(|broken| failed(Some(broken.line), broken.reason))?;
        if documents.is_empty() {
            return Err(failed(
                None,
                "it is empty; was the answer written to it?".into(),
            ));
        }
        for document in documents {
            let line = document.line;
            answer::take(self, document, file).map_err(|reason| failed(Some(line), reason))?;
        }
        Ok(())
    }

    /// All files are read: what stands in several answers counts once, as it was given last.
    fn complete(mut self) -> Self {
        let twice = last_of_each(&mut self.vifs, |vif| id_of(vif.id.as_ref()))
            + last_of_each(&mut self.connections, |one| id_of(one.port.id.as_ref()))
            + last_of_each(&mut self.lags, |lag| id_of(lag.port.id.as_ref()));
        if twice > 0 {
            self.notes.push(format!(
                "{twice} vifs, connections or LAGs stand in several answers; what was given last counts"
            ));
        }
        if let Some(note) = unknown::note(&self) {
            self.notes.push(note);
        }
        let ids = self.vifs.iter().enumerate();
        let ids = ids.filter_map(|(at, vif)| Some((vif.id.as_ref()?.value.clone(), at)));
        self.by_id = ids.collect();
        for (at, answer) in self.routes.iter().enumerate() {
            if let Some(id) = id_of(answer.vif.as_ref()) {
                self.routes_by_id.entry(id).or_default().push(at);
            }
        }
        self
    }
}

fn id_of(id: Option<&Said<String>>) -> Option<String> {
    id.map(|id| id.value.clone())
}

/// Drop all but the last of the things with the same id; how many were dropped.
fn last_of_each<T>(list: &mut Vec<T>, id: impl Fn(&T) -> Option<String>) -> usize {
    let before = list.len();
    let last: HashMap<String, usize> = list
        .iter()
        .enumerate()
        .filter_map(|(at, thing)| Some((id(thing)?, at)))
        .collect();
    let mut at = 0;
    list.retain(|thing| {
        let keep = id(thing).is_none_or(|id| last.get(&id) == Some(&at));
        at += 1;
        keep
    });
    before - list.len()
}

fn contents(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let failed = |error: std::io::Error| {
        let text = error.to_string();
        text.split(" (os error")
            .next()
            .unwrap_or(&text)
            .to_lowercase()
    };
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    Ok(bytes)
}

fn too_large() -> String {
    format!(
        "it is larger than {} MB; give it in several files",
        LARGEST / 1024 / 1024
    )
}

/// The text of a file. A redirection of PowerShell writes UTF-16.
fn decoded(bytes: &[u8]) -> Result<Zeroizing<String>, String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map_err(|_| "it is not text: broken UTF-16".to_owned())
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest)?,
        bytes => utf8(bytes)?,
    };
    Ok(Zeroizing::new(text))
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        format!("it is not text: line {line} is not UTF-8")
    })?;
    Ok(text.to_owned())
}
