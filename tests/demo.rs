//! `vifctl demo` plays to its end, says so, and leaves nothing behind.
#![cfg(feature = "sim")]

mod support;

use support::{Folder, code, run, text, vifctl};

#[test]
fn the_demo_plays_to_its_end_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let output = vifctl(&folder, &["demo"])
        .env("TMPDIR", &folder.0)
        .output()
        .expect("the program runs");
    let said = text(&output.stdout);
    assert_eq!(code(&output), 0, "{said}\n{}", text(&output.stderr));
    for scene in [
        "confirmed",
        "4 unchanged",
        "nobody-answers",
        "refused",
        "vifctl recover",
        "Nothing is left behind",
    ] {
        assert!(said.contains(scene), "no {scene} in\n{said}");
    }
    assert!(
        !said.contains("NOT SO") && !said.contains("a fault of"),
        "{said}"
    );
    assert!(!said.contains(".Key"), "a key is shown:\n{said}");
    for line in said.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(!said.contains('\u{1b}'), "a pipe gets colours:\n{said}");
    let left = std::fs::read_dir(&folder.0).expect("the folder").count();
    assert_eq!(
        left, 0,
        "something is left in the folder for temporary files"
    );
}

#[test]
fn its_help_has_an_example() {
    let folder = Folder::new();
    let help = run(&folder, &["demo", "--help"]);
    assert_eq!(code(&help), 0);
    assert!(text(&help.stdout).contains("vifctl demo"));
}
