//! The files that stand in for a router.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// No show command prints as much.
const LARGEST: u64 = 256 * 1024 * 1024;
/// More files than commands can be asked.
const MOST: usize = 100_000;

/// A file, and how it is called in what is printed.
pub(super) struct Capture {
    pub path: PathBuf,
    pub name: String,
    pub shown: String,
}

/// The files of a router, in the order of their names: `DIR/ROUTER.log`, then those in `DIR/ROUTER/`.
pub(super) fn files(folder: &Path, router: &str) -> Result<Vec<Capture>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read the captures in {}", folder.display()))?;
    drop(entries);
    let mut all = Vec::new();
    let session = folder.join(format!("{router}.log"));
    if session.is_file() {
        all.push(capture(session, router, true));
    }
    let own = folder.join(router);
    if own.is_dir() {
        let entries =
            fs::read_dir(&own).with_context(|| format!("cannot read {}", own.display()))?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(
                entry
                    .with_context(|| format!("cannot read {}", own.display()))?
                    .path(),
            );
            if paths.len() > MOST {
                bail!("{} has more than {MOST} files", own.display());
            }
        }
        paths.sort();
        let visible = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| !name.to_string_lossy().starts_with('.'))
        };
        all.extend(
            paths
                .into_iter()
                .filter(visible)
                .filter(|path| !path.is_dir())
                .map(|path| capture(path, router, false)),
        );
    }
    Ok(all)
}

fn capture(path: PathBuf, router: &str, session: bool) -> Capture {
    let name = path
        .file_name()
        .map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let shown = if session {
        name.clone()
    } else {
        format!("{router}/{name}")
    };
    Capture { path, name, shown }
}

/// What stands in a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let meta = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !meta.is_file() {
        bail!("{} is not a regular file", path.display());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.len() as u64 > LARGEST {
        bail!(
            "{} is larger than {} MiB",
            path.display(),
            LARGEST / 1024 / 1024
        );
    }
    Ok(bytes)
}
