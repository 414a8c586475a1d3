//! Where runs are remembered: `$XDG_STATE_HOME/vifctl`, readable by its owner alone.
//!
//! ```text
//! runs/RUN/ROUTER.journal   what is about to be done, synced before it is
//! runs/RUN/ROUTER.audit     who, when, what was typed and said (masked), what came of it
//! locks/                    a file per router address, held while it is changed
//! last/                     what the last confirmed push left behind
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The folder of all runs.
#[derive(Clone, Debug)]
pub struct State(PathBuf);

impl State {
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Where it is when nobody says otherwise.
    pub fn of_user() -> Option<Self> {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let home = || std::env::home_dir().map(|home| home.join(".local/state"));
        let base = set("XDG_STATE_HOME").map(PathBuf::from).or_else(home)?;
        Some(Self(base.join("vifctl")))
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub(super) fn runs(&self) -> PathBuf {
        self.0.join("runs")
    }

    pub(super) fn locks(&self) -> PathBuf {
        self.0.join("locks")
    }

    pub(super) fn last(&self) -> PathBuf {
        self.0.join("last")
    }
}

/// The folder, and those above it, for its owner alone.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A file that nobody else can read. It must not be there yet.
pub(super) fn make_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)
}

/// What a crash must not lose: the file's name.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Put a small file in the place of another, all of it or nothing.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    let new = path.with_extension(format!("new{}", std::process::id()));
    // One that a killed process of the same number left behind.
    let _ = fs::remove_file(&new);
    let mut file = make_file(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)
}

/// A name of the intent as the name of a file.
pub(super) fn file_name(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let clean: String = name
        .chars()
        .map(|c| if safe(c) { c } else { '_' })
        .collect();
    format!("{}{clean}", if clean.starts_with('.') { "_" } else { "" })
}

pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

/// A moment as people and programs write it, in UTC.
pub(super) fn stamp(seconds: u64) -> String {
    let (year, month, day) = civil(seconds / 86_400);
    let left = seconds % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        left / 3600,
        left / 60 % 60,
        left % 60
    )
}

/// Days since 1970 as a date: Howard Hinnant's `civil_from_days`.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_its_date() {
        assert_eq!(stamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(stamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(stamp(1_795_192_246), "2026-11-20T16:30:46Z");
    }

    #[test]
    fn a_router_cannot_name_a_file_elsewhere() {
        assert_eq!(file_name("../../etc/x"), "_.._.._etc_x");
        assert_eq!(file_name("lon-edge-1"), "lon-edge-1");
    }
}
