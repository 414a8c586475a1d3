//! `vifctl demo` plays to its end, says so, and leaves nothing behind.
#![cfg(feature = "sim")]

mod support;

use std::io::{BufRead, BufReader};

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

/// Everything there is to play with, in a program that ends when its input does.
#[test]
fn the_routers_are_yours_to_play_with_until_you_press_enter() {
    let folder = Folder::new();
    let mut playing = vifctl(&folder, &["demo", "--play"])
        .env("TMPDIR", &folder.0)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut said = BufReader::new(playing.stdout.take().expect("it is piped")).lines();
    let stage = said
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.trim().strip_prefix("cd ")?.to_owned()))
        .expect("it says where");
    let stage = Folder(stage.into());
    let plan = vifctl(&stage, &["plan"])
        .env("XDG_STATE_HOME", stage.0.join("state"))
        .output()
        .expect("the program runs");
    std::mem::forget(stage);
    let planned = text(&plan.stdout);
    assert_eq!(code(&plan), 1, "{planned}\n{}", text(&plan.stderr));
    assert!(planned.contains("4 to change"), "{planned}");
    drop(playing.stdin.take());
    assert!(playing.wait().expect("it ends").success());
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 0);
}

#[test]
fn ctrl_c_ends_it_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let playing = vifctl(&folder, &["demo"])
        .env("TMPDIR", &folder.0)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    while std::fs::read_dir(&folder.0).expect("the folder").count() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let kill = std::process::Command::new("kill")
        .args(["-INT", &playing.id().to_string()])
        .status();
    assert!(kill.expect("there is a kill").success());
    let output = playing.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 130, "{}", text(&output.stdout));
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 0);
}
