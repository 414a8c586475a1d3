//! Where an intent comes from: files and directories of every kind, however broken or hostile.

mod support;

use std::os::unix::fs::symlink;
use std::process::Command;

use support::{Folder, code, errors, first, json, run, text};

const HALF: &str = "schema = 1\n[router.edge]\nvendor = \"cisco_xe\"\nasn = 65010\n";

#[test]
fn files_and_directories_are_one_intent() {
    let folder = Folder::new();
    let whole = vifctl::rule::example::whole("");
    let (vifs, rest): (Vec<&str>, Vec<&str>) = whole
        .split("\n\n")
        .partition(|block| block.contains("vif."));
    folder.with("vifctl.toml", rest.join("\n\n"));
    folder.with("vifctl.d/deep/vifs.toml", vifs.join("\n\n"));
    folder
        .with("vifctl.d/.hidden.toml", "nonsense")
        .with("vifctl.d/notes.txt", "nonsense");
    folder.with(
        "vifctl.d/vendors/readme.toml.md",
        "a folder of packs is not intent",
    );
    let (code, answer) = json(&folder, &[]);
    assert_eq!(
        (code, &answer["summary"]["errors"]),
        (0, &0.into()),
        "{answer:#}"
    );
    assert_eq!(json(&folder, &["-f", "vifctl.toml", "-f", "vifctl.d"]).0, 0);
    // Without the vifs' file the same tables are no longer there: it was read.
    assert_eq!(json(&folder, &["-f", "vifctl.d"]).0, 2);
}

#[test]
fn the_same_name_in_two_files_shows_both_places() {
    let folder = Folder::new();
    folder.with("d/a.toml", HALF).with("d/b.toml", HALF);
    let (code, answer) = json(&folder, &["-f", "d"]);
    let found = first(&answer, "duplicate-name");
    assert_eq!(
        (code, &found["file"], &found["line"]),
        (1, &"d/b.toml".into(), &2.into())
    );
    assert_eq!(
        (&found["related"][0]["file"], &found["related"][0]["line"]),
        (&"d/a.toml".into(), &2.into())
    );
    assert_eq!(errors(&answer), ["duplicate-name"]);
}

#[test]
fn the_same_file_twice_is_read_once() {
    let folder = Folder::new();
    folder.with("d/a.toml", HALF);
    symlink("a.toml", folder.0.join("d/b.toml")).expect("a link can be made");
    let (code, answer) = json(&folder, &["-f", "d", "-f", "d/a.toml", "-f", "./d/../d"]);
    assert_eq!((code, errors(&answer)), (0, vec![]), "{answer:#}");
}

#[test]
fn a_name_twice_in_one_file_shows_the_second_place() {
    let folder = Folder::new();
    folder.with(
        "a.toml",
        format!("{HALF}[router.edge]\nvendor = \"cisco_xe\"\n"),
    );
    let (_, answer) = json(&folder, &["-f", "a.toml"]);
    assert_eq!(first(&answer, "duplicate-name")["line"], 5);
}

#[test]
fn defaults_of_two_files_are_joined_key_by_key() {
    let folder = Folder::new();
    folder.with(
        "d/a.toml",
        "schema = 1\n[defaults]\nbfd = true\nhold_time = 90\n",
    );
    folder.with("d/b.toml", "[defaults]\nmtu = 1500\nhold_time = 60\n");
    let (_, answer) = json(&folder, &["-f", "d"]);
    let found = first(&answer, "duplicate-name");
    assert_eq!(errors(&answer), ["duplicate-name"]);
    assert_eq!(
        (&found["line"], &found["related"][0]["line"]),
        (&3.into(), &4.into())
    );
    assert!(
        found["message"]
            .as_str()
            .is_some_and(|message| message.contains("defaults.hold_time"))
    );
}

#[test]
fn a_link_that_leads_back_is_an_error_and_no_endless_walk() {
    let folder = Folder::new();
    folder.with("d/a.toml", HALF).with("d/below/b.toml", "");
    symlink("..", folder.0.join("d/below/up")).expect("a link can be made");
    let (code, answer) = json(&folder, &["-f", "d"]);
    assert_eq!(
        (code, errors(&answer)),
        (2, vec!["file-unreadable"]),
        "{answer:#}"
    );
}

#[test]
fn what_is_no_file_of_text_is_refused_with_the_reason() {
    let folder = Folder::new();
    let pipe = folder.0.join("pipe.toml");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo is there");
    assert!(made.success());
    folder
        .with("latin.toml", b"schema = 1\n# caf\xe9\n")
        .with("zeros.toml", [0; 4096]);
    let large = std::fs::File::create(folder.0.join("large.toml")).expect("a file");
    large
        .set_len(65 * 1024 * 1024)
        .expect("a file may have holes");
    symlink("nowhere", folder.0.join("dangling.toml")).expect("a link can be made");
    folder.with("empty/notes.txt", "");
    for (file, reason) in [
        ("pipe.toml", "pipe"),
        ("latin.toml", "line 2 is not UTF-8"),
        ("large.toml", "larger than 64 MiB"),
        ("dangling.toml", "No such file"),
        ("missing.toml", "No such file"),
        ("empty", "no .toml file"),
        ("/dev/zero", "device"),
        ("zeros.toml", "control character"),
    ] {
        let output = run(&folder, &["validate", "-f", file]);
        let out = text(&output.stdout);
        assert_eq!(code(&output), 2, "{file}: {out}");
        assert!(out.contains(reason), "{file}: {out}");
    }
}

#[test]
fn an_empty_file_lacks_its_schema() {
    let folder = Folder::new();
    folder.with("empty.toml", "");
    let (code, answer) = json(&folder, &["-f", "empty.toml"]);
    assert_eq!((code, errors(&answer)), (2, vec!["schema-version"]));
    assert_eq!(first(&answer, "schema-version")["line"], 1);
}

#[test]
fn line_ends_and_marks_of_other_systems_move_nothing() {
    let folder = Folder::new();
    let unix = "schema = 1\n[router.edge]\nvendor = \"cisco_xe\"\nasn = \"AS1\"\n[rooter.x]\n";
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    folder.with("a.toml", unix).with("b.toml", windows);
    let places = |file: &str| {
        let (_, answer) = json(&folder, &["-f", file]);
        let list = answer["diagnostics"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        list.iter()
            .map(|one| {
                (
                    one["rule"].clone(),
                    one["line"].clone(),
                    one["column"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(places("a.toml"), places("b.toml"));
    assert_eq!(places("a.toml").len(), 2);
    let marked = "\u{feff}asn = 1\n";
    folder.with("c.toml", marked);
    assert_eq!(
        first(&json(&folder, &["-f", "c.toml"]).1, "unknown-key")["column"],
        1
    );
    let drawn = text(&run(&folder, &["validate", "-f", "b.toml"]).stdout);
    assert!(
        !drawn.contains('\r') && !drawn.contains('\u{240d}'),
        "{drawn:?}"
    );
}

#[test]
fn every_broken_line_of_a_file_is_reported_once() {
    let folder = Folder::new();
    let torn = "schema = 1\n[router.a\n[router.b]\nvendor = \nasn = = 1\n[vif.x]\nvlan = 0\nmtu = 1500 1500\n";
    folder.with("torn.toml", torn);
    let (code, answer) = json(&folder, &["-f", "torn.toml"]);
    let list = answer["diagnostics"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let at = |rule: &str| {
        list.iter()
            .filter(|one| one["rule"] == rule)
            .filter_map(|one| one["line"].as_u64())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (code, at("toml-syntax"), at("vlan-range")),
        (2, vec![2, 4, 5, 8], vec![7]),
        "{answer:#}"
    );
    assert_eq!(list.len(), 5, "{answer:#}");
}

#[test]
fn depth_and_length_have_an_end() {
    let folder = Folder::new();
    let (deep, close) = ("[".repeat(100_000), "]".repeat(100_000));
    folder.with("deep.toml", format!("schema = 1\nx = {deep}{close}\n"));
    folder.with(
        "nested.toml",
        format!("schema = 1\n[{}]\n", vec!["a"; 100_000].join(".")),
    );
    folder.with(
        "line.toml",
        format!(
            "schema = 1\n[vif.x]\nvlan = 5000 # {}\n",
            "x".repeat(10_000_000)
        ),
    );
    for (file, expected, rule) in [
        ("deep.toml", 2, "toml-syntax"),
        ("nested.toml", 2, "toml-syntax"),
        ("line.toml", 1, "vlan-range"),
    ] {
        let output = run(&folder, &["validate", "-f", file]);
        let out = text(&output.stdout);
        assert_eq!(code(&output), expected, "{file}");
        assert!(
            out.contains(rule) && out.len() < 10_000,
            "{file}: {} bytes",
            out.len()
        );
    }
}

#[test]
fn nothing_from_a_file_reaches_the_terminal_raw() {
    let folder = Folder::new();
    let evil = "\u{1b}[31m\u{7}\u{9b}\u{202e}";
    let escaped = "\\u001b[31m\\u0007\\u009b\\u202e";
    let intent = format!(
        "schema = 1\n# {evil}\n{escaped_key} = 1 # {evil}\n[router.\"{escaped}\"]\nvendor = \"{escaped}\"\nlogin = \"{escaped}x\"\nasn = \"{escaped}\"\n[login.\"{escaped}y\"]\njump = [\"{escaped}\"]\n[connection.c]\nrouter = \"{escaped}z\"\nspeed = \"{evil}\"\n[vif.\"{escaped}\"]\nvlan = 0 # {evil}\nallow = [\"{escaped}\"]\n",
        escaped_key = format_args!("\"{escaped}\"")
    );
    let name = format!("evil{evil}.toml");
    folder
        .with(&name, &intent)
        .with("tame.toml", intent.replace(evil, ""));
    for file in [name.as_str(), "tame.toml"] {
        for format in ["text", "json", "junit"] {
            let output = run(
                &folder,
                &["validate", "--no-secrets", "--format", format, "-f", file],
            );
            let out = text(&output.stdout) + &text(&output.stderr);
            let raw: Vec<char> = out
                .chars()
                .filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}')
                .collect();
            assert!(raw.is_empty(), "{file} {format}: {raw:?} in\n{out}");
            assert!(out.len() > 200, "{out}");
        }
    }
}

#[test]
fn mistakes_all_along_one_line_do_not_take_for_ever() {
    let folder = Folder::new();
    let twice = "key = { b = 1 }, ".repeat(50_000);
    folder.with("line.toml", format!("schema = 1\nx = {{ {twice} }}\n"));
    let begin = std::time::Instant::now();
    let output = run(
        &folder,
        &["validate", "--format", "json", "-f", "line.toml"],
    );
    assert_eq!(code(&output), 1);
    // Half a second as it is built for tests; minutes if each mistake looks at the whole line.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
