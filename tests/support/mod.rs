//! What several test files share.
#![allow(dead_code)] // every test file is a program of its own and uses a part of this

pub mod cases;
pub mod model;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use vifctl::diagnostic::{Findings, Sources};
use vifctl::intent::{Date, load_text};
use vifctl::rule::{self, Keys, World};
use vifctl::vendor::Vendors;

/// The project's folder.
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A file that belongs to the repository.
pub fn fixture(path: &str) -> PathBuf {
    home().join("fixtures").join(path)
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

/// Compare with a file that was read by eye once; `UPDATE=1` writes it instead.
pub fn golden(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder"))
            .expect("the fixtures can be written");
        std::fs::write(path, text).expect("the fixtures can be written");
        return;
    }
    let shown = path.strip_prefix(home()).unwrap_or(path).display();
    let expected = std::fs::read_to_string(path).unwrap_or_else(|_| {
        panic!("{shown} is missing; UPDATE=1 writes it, then read it line by line")
    });
    if expected != text {
        let line = expected
            .lines()
            .zip(text.lines())
            .position(|(a, b)| a != b)
            .unwrap_or(expected.lines().count().min(text.lines().count()));
        panic!(
            "{shown} differs from line {}:\n  expected: {:?}\n  got:      {:?}\nUPDATE=1 writes it, then read the difference",
            line + 1,
            expected.lines().nth(line),
            text.lines().nth(line),
        );
    }
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

/// Runs vifctl in a folder, without a terminal, and with an environment of its own.
pub fn vifctl(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vifctl"));
    command
        .args(arguments)
        .current_dir(&folder.0)
        .stdin(Stdio::null());
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

pub fn run(folder: &Folder, arguments: &[&str]) -> Output {
    vifctl(folder, arguments)
        .output()
        .expect("the program runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("what it prints is UTF-8")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

pub fn json(folder: &Folder, arguments: &[&str]) -> (i32, Json) {
    let output = run(
        folder,
        &[&["validate", "--format", "json", "--no-secrets"], arguments].concat(),
    );
    let parsed = serde_json::from_slice(&output.stdout);
    (
        code(&output),
        parsed.unwrap_or_else(|error| panic!("{error}: {output:?}")),
    )
}

/// The names of the rules in a JSON answer, as often as they are broken, errors only.
pub fn errors(answer: &Json) -> Vec<&str> {
    let all = answer["diagnostics"].as_array().expect("a list");
    all.iter()
        .filter(|one| one["severity"] == "error")
        .filter_map(|one| one["rule"].as_str())
        .collect()
}

pub fn first<'a>(answer: &'a Json, rule: &str) -> &'a Json {
    let all = answer["diagnostics"].as_array().expect("a list");
    all.iter()
        .find(|one| one["rule"] == rule)
        .unwrap_or_else(|| panic!("no {rule} in {answer:#}"))
}
