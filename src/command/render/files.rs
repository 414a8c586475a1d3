//! Files with keys in them: for their owner alone, and all of them or none.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Files on their way: written beside their place, and moved there together.
pub(super) struct Files {
    folder: PathBuf,
    waiting: Vec<(PathBuf, PathBuf)>,
}

impl Files {
    pub(super) fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            waiting: Vec::new(),
        })
    }

    pub(super) fn add(&mut self, name: &str, text: &[u8]) -> Result<()> {
        let place = self.folder.join(name);
        let beside = self.folder.join(format!(".{name}.{}", std::process::id()));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside);
        if let Ok(file) = &mut file {
            self.waiting.push((beside.clone(), place));
            file.write_all(text)
                .with_context(|| format!("cannot write {}", beside.display()))?;
        }
        file.map(drop)
            .with_context(|| format!("cannot write {}", beside.display()))
    }

    /// Everything is there: move it to its place.
    pub(super) fn keep(mut self) -> Result<usize> {
        let written = self.waiting.len();
        for (beside, place) in &self.waiting {
            fs::File::open(beside)
                .and_then(|file| file.sync_all())
                .with_context(|| format!("cannot write {}", place.display()))?;
        }
        while let Some((beside, place)) = self.waiting.pop() {
            fs::rename(&beside, &place)
                .with_context(|| format!("cannot write {}", place.display()))?;
        }
        Ok(written)
    }
}

impl Drop for Files {
    /// What did not come to its place goes.
    fn drop(&mut self) {
        for (beside, _) in &self.waiting {
            // Nothing better can be done about a file that cannot be removed.
            let _ = fs::remove_file(beside);
        }
    }
}
