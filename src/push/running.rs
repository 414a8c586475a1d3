//! The running configuration as a push looks at it: without what changes by itself, and with every
//! key masked. Its fingerprint says whether anybody changed anything.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::router::{Error, Router};
use crate::vendor::speech::Speech;

/// Fewer lines are no configuration of a router: the answer was an error, or cut short.
const FEWEST: usize = 2;

/// The lines that count, masked.
#[derive(Clone, Debug, Default)]
pub struct Running {
    pub lines: Vec<String>,
    pub fingerprint: String,
}

impl Running {
    /// Ask the router. Keys that have to be masked are told to it before.
    pub(super) fn read(router: &mut Router) -> Result<Self, Error> {
        let speech = router.speech().clone();
        router.enter(&speech.running.mode)?;
        let text = router.ask(&speech.running.line)?;
        let running = Self::of(&text, &speech);
        if running.lines.len() < FEWEST {
            return Err(Error::Unexpected {
                line: speech.running.line.clone(),
                answer: String::from_utf8_lossy(text.trim_ascii())
                    .chars()
                    .take(200)
                    .collect(),
            });
        }
        Ok(running)
    }

    /// The same from text that was captured.
    pub fn of(text: &[u8], speech: &Speech) -> Self {
        let noise = |line: &&[u8]| {
            let quiet = |form: &crate::vendor::Pattern| form.is_match(line);
            !line.trim_ascii().is_empty() && !speech.running.noise.iter().any(quiet)
        };
        let lines = text.split(|byte| *byte == b'\n').filter(noise);
        let lines: Vec<String> = lines
            .map(|line| String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
            .collect();
        let fingerprint = fingerprint(lines.iter().map(String::as_str));
        Self { lines, fingerprint }
    }
}

/// SHA-256 over lines, as `sha256:` and hex digits.
pub(super) fn fingerprint<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
