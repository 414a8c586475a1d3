//! What several tests share.
#![allow(dead_code, reason = "every test binary uses a part of it")]

pub mod cases;
pub mod model;

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
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
