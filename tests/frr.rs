//! What is rendered for FRR, read by FRR itself: `vtysh -C` knows every command and needs no daemon.

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use support::home;
use vifctl::observe::{Shows, Values};
use vifctl::vendor::Vendors;

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

/// What a diagnosis tells people to type at vtysh, where it is configuration.
#[test]
fn frr_takes_the_words_of_the_hints() {
    if !has_vtysh() {
        return;
    }
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let shows = Shows::of(vendors.get("frr").expect("it is built in")).expect("it can be read");
    let values = Values {
        vrf: Some("AWS-PROD".to_owned()),
        interface: "bond0.101".to_owned(),
        port: "bond0".to_owned(),
        members: vec!["eth1".to_owned(), "eth2".to_owned()],
        peer: "169.254.96.1".to_owned(),
        family: 4,
        asn: 65010,
        ..Values::default()
    };
    for hint in ["enable_interface", "enable_neighbor"] {
        let words = shows.hint(hint, &values).expect("it renders");
        let path = std::env::temp_dir().join(format!("vifctl-{hint}-{}.cfg", std::process::id()));
        let lines = words.lines().filter(|line| *line != "configure terminal");
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        fs::write(&path, text).expect("a file");
        let said = complaint(&path);
        fs::remove_file(&path).expect("the file was ours");
        assert_eq!(said, None, "{hint}:\n{words}");
    }
}
