//! What several test files share.
#![allow(dead_code)] // every test file is a program of its own and uses a part of this

use std::path::{Path, PathBuf};

use vifctl::diagnostic::{Findings, Sources};
use vifctl::intent::{Date, load_text};
use vifctl::rule::{self, Keys, World};
use vifctl::vendor::Vendors;

/// A file that belongs to the repository.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

/// What is found in an intent, keys left alone, on a day in the life of the fixtures.
pub fn look(name: &str, text: &str) -> (Findings, Sources) {
    let mut loaded = load_text(name, text);
    let world = World {
        intent: &loaded.intent,
        vendors: &Vendors::built_in().expect("the built-in packs can be read"),
        keys: &Keys::default(),
        today: Date::new(2026, 11, 20),
    };
    rule::check(&world, &mut loaded.found);
    (loaded.found, loaded.sources)
}

/// Compare with a committed file, whole; `UPDATE=1` writes it instead.
pub fn is_committed(path: &Path, now: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, now).expect("fixtures can be written");
        return;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == now,
        "{} differs; UPDATE=1 cargo test writes it anew. Now it is:\n{now}",
        path.display()
    );
}

/// A directory for one test, gone at its end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("vifctl-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary directory can be made");
        Self(path)
    }

    /// Write a file into it, with the directories on the way.
    pub fn with(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(name);
        let parent = path.parent().expect("a file lies in a directory");
        std::fs::create_dir_all(parent).expect("a directory can be made");
        std::fs::write(path, content).expect("a file can be written");
        self
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in /tmp harms no test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
