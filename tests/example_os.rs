//! `vifctl render` as a user runs it, on a platform that vifctl does not know: the worked example
//! of a pack, and what becomes of keys, files and mistakes.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use support::{Folder, code, fixture, golden, text, vifctl};

/// Run render on the example, with keys at hand, in a folder that holds it all.
fn render(folder: &Folder, arguments: &[&str]) -> std::process::Output {
    let base = ["render", "-f", "intent.toml", "--vendors", "pack"];
    let mut command = vifctl(folder, &[&base[..], arguments].concat());
    command
        .env("DX_PROD_KEY", "Prod_key.1\"x")
        .env("DX_TEST_KEY", "Test_key.2");
    command.output().expect("the program runs")
}

/// The example in a folder of its own, where it may be spoilt.
fn example() -> Folder {
    let folder = Folder::new();
    for file in [
        "intent.toml",
        "pack/example_os.toml",
        "pack/example_os/apply.j2",
        "pack/example_os/undo.j2",
    ] {
        let from = fixture("example_os").join(file);
        folder.with(file, fs::read(from).expect("the example is there"));
    }
    folder
}

fn spoil(folder: &Folder, file: &str, from: &str, to: &str) {
    let path = folder.0.join(file);
    let before = fs::read_to_string(&path).expect("the example is there");
    assert!(before.contains(from), "{file} has no {from}");
    fs::write(path, before.replace(from, to)).expect("it can be written");
}

#[test]
fn the_worked_example_renders_as_it_was_read_by_eye() {
    let folder = example();
    let output = render(&folder, &[]);
    assert_eq!(code(&output), 0, "{output:?}");
    golden(&fixture("example_os/edge.cfg"), &text(&output.stdout));
    golden(
        &fixture("example_os/edge.explained.txt"),
        &text(&render(&folder, &["--explain"]).stdout),
    );
    golden(
        &fixture("example_os/edge.undo.cfg"),
        &text(&render(&folder, &["--undo"]).stdout),
    );
}

#[test]
fn taking_one_vif_back_leaves_what_the_other_needs() {
    let undo = text(&render(&example(), &["--undo", "--vif", "test"]).stdout);
    assert!(undo.contains("remove route 10.99.0.0/16 discard"), "{undo}");
    assert!(
        !undo.contains("remove route 10.20.0.0/16"),
        "prod still advertises it:\n{undo}"
    );
    assert!(!undo.contains("prod"), "{undo}");
}

#[test]
fn keys_are_masked_unless_they_are_asked_for() {
    let folder = example();
    let masked = text(&render(&folder, &[]).stdout);
    assert!(
        masked.contains("key ********") && !masked.contains("key.1"),
        "{masked}"
    );
    let revealed = text(&render(&folder, &["--reveal"]).stdout);
    assert!(
        revealed.contains(r#"key "Prod_key.1\"x""#),
        "escaped as the platform wants it:\n{revealed}"
    );
}

#[test]
fn files_are_for_their_owner_alone_and_whole_or_not_there() {
    let folder = example();
    assert_eq!(code(&render(&folder, &["--out", "out"])), 0);
    for (name, piece) in [
        ("edge.cfg", r#"key "Test_key.2""#),
        ("edge.undo.cfg", "remove session"),
    ] {
        let path = folder.0.join("out").join(name);
        let mode = fs::metadata(&path)
            .expect("it is written")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        assert!(
            fs::read_to_string(&path).expect("text").contains(piece),
            "{name}"
        );
    }
    assert_eq!(
        fs::read_dir(folder.0.join("out"))
            .expect("it is there")
            .count(),
        2,
        "nothing else is left"
    );

    let before = fs::read(folder.0.join("out/edge.cfg")).expect("it is there");
    spoil(&folder, "intent.toml", "DX_TEST_KEY", "DX_NO_SUCH_KEY");
    let output = render(&folder, &["--out", "out"]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(
        said.contains("environment variable DX_NO_SUCH_KEY") && said.contains("not set"),
        "{said}"
    );
    assert_eq!(
        fs::read(folder.0.join("out/edge.cfg")).expect("it is there"),
        before,
        "the old file stays"
    );
    assert_eq!(
        fs::read_dir(folder.0.join("out"))
            .expect("it is there")
            .count(),
        2,
        "nothing half-way is left"
    );
}

#[test]
fn an_undefined_value_is_named_with_template_line_and_source() {
    let folder = example();
    spoil(
        &folder,
        "pack/example_os/apply.j2",
        "tag {{ vif.vlan }}",
        "tag {{ vif.vlam }}",
    );
    let output = render(&folder, &[]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(
        said.contains("example_os/apply.j2:12") && said.contains("vif.vlam"),
        "{said}"
    );
}

#[test]
fn what_no_template_has_a_word_for_is_refused() {
    let folder = example();
    spoil(
        &folder,
        "pack/example_os/apply.j2",
        "{% if vif.prepend %}",
        "{% if false %}",
    );
    spoil(
        &folder,
        "pack/example_os/apply.j2",
        "prepend {{ vif.prepend }}",
        "prepend",
    );
    assert_eq!(code(&render(&folder, &[])), 0, "nobody asks for it");
    spoil(
        &folder,
        "intent.toml",
        "vlan = 102",
        "vlan = 102\nprepend = 2",
    );
    let output = render(&folder, &[]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(
        said.contains("Example OS cannot do `prepend`, which vif test asks for"),
        "{said}"
    );
}

#[test]
fn a_key_that_the_platform_cannot_take_is_refused_before_anything_is_rendered() {
    let folder = example();
    let mut command = vifctl(
        &folder,
        &[
            "render",
            "-f",
            "intent.toml",
            "--vendors",
            "pack",
            "--reveal",
        ],
    );
    let output = command
        .env("DX_PROD_KEY", "Cash$Flow")
        .env("DX_TEST_KEY", "Test_key.2")
        .output()
        .expect("it runs");
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(
        said.contains("key-platform") && said.contains("takes for a variable"),
        "{said}"
    );
    assert!(
        !said.contains("Cash") && !text(&output.stdout).contains("Cash"),
        "{said}"
    );
}

#[test]
fn a_name_that_is_not_there_is_told_with_the_nearest() {
    for (option, name, near) in [("--router", "egde", "`edge`"), ("--vif", "prd", "`prod`")] {
        let output = render(&example(), &[option, name]);
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains(near), "{output:?}");
    }
}

#[test]
fn json_holds_both_directions_and_the_causes() {
    let output = render(&example(), &["--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let router = &answer["routers"][0];
    assert_eq!(
        (answer["schema"].as_u64(), router["router"].as_str()),
        (Some(1), Some("edge"))
    );
    let lines = router["apply"].as_str().expect("text").lines().count();
    assert_eq!(router["causes"].as_array().map(Vec::len), Some(lines));
    assert!(
        router["undo"]
            .as_str()
            .expect("text")
            .contains("remove session")
    );
}
