//! What the last confirmed push left behind on a router, so that the next one can tell that there is
//! nothing to do: the router's fingerprint then, and a tag of what was sent. Configurations do not
//! show everything that was typed (defaults, keys), so the text alone cannot tell.
//!
//! The tag is to the lines with their keys what a password file's entry is to a password: salted,
//! slow, and cut short. It says whether the same was sent, and nothing else.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::running::hex;
use super::state::{State, file_name, make_folder, replace};

const ROUNDS: u32 = 20_000;

#[derive(Serialize, Deserialize)]
struct Last {
    schema: u32,
    fingerprint: String,
    salt: String,
    tag: String,
}

fn path(state: &State, address: &str) -> PathBuf {
    state.last().join(format!("{}.json", file_name(address)))
}

/// Were these lines the last that were confirmed, and does the router still look as it did then?
pub(super) fn is_there(state: &State, address: &str, fingerprint: &str, lines: &[u8]) -> bool {
    let text = fs::read(path(state, address)).unwrap_or_default();
    let Ok(last) = serde_json::from_slice::<Last>(&text) else {
        return false;
    };
    last.schema == 1 && last.fingerprint == fingerprint && last.tag == tag(&last.salt, lines)
}

/// Remember them. That it fails costs a push that would not have been needed.
pub(super) fn remember(state: &State, address: &str, fingerprint: &str, lines: &[u8]) {
    let Ok(salt) = salt() else { return };
    let last = Last {
        schema: 1,
        fingerprint: fingerprint.to_owned(),
        tag: tag(&salt, lines),
        salt,
    };
    if make_folder(&state.last()).is_ok()
        && let Ok(text) = serde_json::to_string(&last)
    {
        let _ = replace(&path(state, address), &text);
    }
}

fn salt() -> std::io::Result<String> {
    let mut salt = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut salt)?;
    Ok(hex(&salt))
}

fn tag(salt: &str, lines: &[u8]) -> String {
    let begin = |bytes: &[u8]| Sha256::new().chain_update(salt).chain_update(bytes);
    let mut hash = begin(lines).finalize();
    for _ in 0..ROUNDS {
        hash = begin(&hash).finalize();
    }
    hex(&hash[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_lines_on_the_same_configuration_are_known_again() {
        let folder = std::env::temp_dir().join(format!("vifctl-memory-{}", std::process::id()));
        let state = State::new(&folder);
        assert!(!is_there(&state, "a:22", "f", b"x"));
        remember(&state, "a:22", "f", b"x");
        assert!(is_there(&state, "a:22", "f", b"x"));
        assert!(!is_there(&state, "a:22", "g", b"x"));
        assert!(!is_there(&state, "a:22", "f", b"y"));
        assert!(!is_there(&state, "b:22", "f", b"x"));
        fs::remove_dir_all(&folder).expect("gone");
    }
}
