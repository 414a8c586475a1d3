//! What is rendered for FRR, read by FRR itself: `vtysh -C` knows every command and needs no daemon.

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use support::home;

/// The files that FRR is to read: of every case, what is applied and what takes it back.
fn files() -> Vec<PathBuf> {
    let folder = home().join("fixtures/frr/config");
    let entries = fs::read_dir(&folder).expect("fixtures/frr/config can be read");
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "cfg"))
        .collect();
    files.sort();
    files
}

/// Is vtysh here? A machine that proves a change must have it; anyone else is told what is not proven.
fn has_vtysh() -> bool {
    let found = Command::new("vtysh").arg("--help").output().is_ok();
    if !found {
        assert!(
            std::env::var_os("CI").is_none(),
            "vtysh is not installed: apt-get install frr"
        );
        eprintln!(
            "SKIPPED: vtysh is not installed, so FRR has not read what is rendered for it (apt-get install frr)"
        );
    }
    found
}

/// What FRR says against a file; none if it takes every line.
fn complaint(path: &std::path::Path) -> Option<String> {
    let run = Command::new("vtysh")
        .arg("-C")
        .arg("-f")
        .arg(path)
        .output()
        .expect("vtysh was here a moment ago");
    let said = [run.stdout, run.stderr].concat();
    (!run.status.success()).then(|| String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn frr_takes_every_line() {
    if !has_vtysh() {
        return;
    }
    let files = files();
    assert!(files.len() >= 10, "only {} files for FRR", files.len());
    for path in files {
        if let Some(said) = complaint(&path) {
            panic!("FRR does not take {}:\n{said}", path.display());
        }
    }
}

#[test]
fn frr_would_say_so_if_it_did_not() {
    if !has_vtysh() {
        return;
    }
    let path = std::env::temp_dir().join(format!("vifctl-frr-{}.cfg", std::process::id()));
    fs::write(
        &path,
        "router bgp 65010\n neighbour 192.0.2.1 remote-as 1\n",
    )
    .expect("a file");
    let said = complaint(&path);
    fs::remove_file(&path).expect("the file was ours");
    assert!(
        said.is_some_and(|said| said.contains("Unknown command")),
        "a wrong line is taken"
    );
}
