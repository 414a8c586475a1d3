//! The program as a user runs it: what it prints, where, and how it ends.

mod support;

use std::process::Stdio;

use support::{Folder, code, first, json, run, text, vifctl};

/// A whole intent that no rule has an error for.
fn good() -> String {
    vifctl::rule::example::whole("")
}

/// Two vifs of one VLAN: an error with another place.
fn broken() -> String {
    let vif = |name: &str, net: u8| {
        format!(
            "\n[vif.{name}]\nvlan = 101\n\n[[vif.{name}.peer]]\ncustomer = \"169.254.{net}.2/30\"\namazon = \"169.254.{net}.1/30\"\n"
        )
    };
    vifctl::rule::example::whole(&(vif("a", 96) + &vif("b", 97)))
}

#[test]
fn it_ends_with_0_when_all_is_good_and_1_when_a_rule_is_broken() {
    let folder = Folder::new();
    folder
        .with("good.toml", good())
        .with("broken.toml", broken());
    assert_eq!(json(&folder, &["-f", "good.toml"]).0, 0);
    assert_eq!(json(&folder, &["-f", "broken.toml"]).0, 1);
}

#[test]
fn it_ends_with_2_when_the_request_cannot_be_understood() {
    let folder = Folder::new();
    folder
        .with("torn.toml", "schema = 1\n[vif.a\n")
        .with("later.toml", "schema = 2\n")
        .with("empty/readme", "");
    for arguments in [
        &["validate", "-f", "no-such-file.toml"][..],
        &["validate", "-f", "torn.toml"],
        &["validate", "-f", "later.toml"],
        &["validate", "-f", "empty"],
        &["validate", "--no-such-flag"],
        &["validate", "--format", "yaml"],
        &["validate"],
        &["no-such-command"],
        &[],
    ] {
        let output = run(&folder, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {output:?}");
        assert!(
            !output.stdout.is_empty() || !output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn warnings_are_errors_when_they_are_asked_to_be() {
    let folder = Folder::new();
    folder.with("vifctl.toml", good().replace("bfd = true", "bfd = false"));
    assert_eq!(code(&run(&folder, &["validate", "--no-secrets"])), 0);
    assert_eq!(
        code(&run(&folder, &["validate", "--no-secrets", "--strict"])),
        1
    );
}

#[test]
fn the_json_has_the_shape_that_is_promised() {
    let folder = Folder::new();
    let intent = broken();
    folder.with("vifctl.toml", &intent);
    let (_, answer) = json(&folder, &[]);
    assert_eq!(answer["schema"], 1);
    let found = first(&answer, "vlan-in-use");
    let lines: Vec<usize> = (1..)
        .zip(intent.lines())
        .filter(|(_, line)| *line == "vlan = 101")
        .map(|(number, _)| number)
        .collect();
    assert_eq!(found["reference"], "VLAN-03");
    assert_eq!(found["severity"], "error");
    assert_eq!(
        (&found["file"], &found["line"], &found["column"]),
        (&"vifctl.toml".into(), &lines[1].into(), &8.into())
    );
    assert_eq!(
        found["related"],
        serde_json::json!([{ "file": "vifctl.toml", "line": lines[0], "column": 8, "message": "first used here" }])
    );
    assert_eq!(found["subject"], "vif.b");
    assert!(
        found["message"]
            .as_str()
            .is_some_and(|message| message.contains("101"))
    );
    let of = |severity: &str| {
        answer["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["severity"] == severity)
            .count()
    };
    assert_eq!(
        answer["summary"],
        serde_json::json!({ "errors": of("error"), "warnings": of("warning"), "notes": of("note") })
    );
}

#[test]
fn what_is_no_fact_of_aws_has_no_reference_in_json() {
    let folder = Folder::new();
    folder.with("vifctl.toml", "schema = 1\n[vifs.a]\nvlna = 1\n");
    let (code, answer) = json(&folder, &[]);
    let found = first(&answer, "unknown-key");
    assert_eq!((code, found.get("reference")), (1, None));
    assert_eq!(
        (&found["line"], &found["column"], &found["related"]),
        (&2.into(), &2.into(), &serde_json::json!([]))
    );
}

#[test]
fn the_junit_is_xml_with_a_case_for_every_rule() {
    let folder = Folder::new();
    let evil = "\n[vif.\"<a>&\\\"'\\u0007\\uffff]]>\"]\nvlan = 0\n";
    folder.with("vifctl.toml", broken() + evil);
    let output = run(&folder, &["validate", "--format", "junit", "--no-secrets"]);
    let xml = text(&output.stdout);
    assert_eq!(code(&output), 1);
    let cases = well_formed(&xml)
        .iter()
        .filter(|name| *name == "testcase")
        .count();
    assert!(cases >= vifctl::rule::ALL.len(), "{cases} cases");
    assert!(
        xml.contains("name=\"vlan-in-use\"") && xml.contains("<failure "),
        "{xml}"
    );
}

/// The names of all elements of an XML document; it panics where the document is not well-formed.
fn well_formed(xml: &str) -> Vec<String> {
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .expect("a declaration");
    let (mut open, mut all) = (Vec::new(), Vec::new());
    let allowed = |c: char| matches!(c, '\n' | '\t' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(
        xml.chars().all(|c| allowed(c) && c != '\u{7f}'),
        "a character that XML cannot hold"
    );
    let entity =
        regex::Regex::new("^&(lt|gt|amp|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);").expect("a pattern");
    let tag =
        regex::Regex::new(r#"^<(/?)([a-z-]+)((?: [a-z]+="[^"<]*")*) ?(/?)>"#).expect("a pattern");
    while let Some(at) = rest.find(['<', '&']) {
        rest = &rest[at..];
        if let Some(found) = entity.find(rest) {
            rest = &rest[found.end()..];
            continue;
        }
        let found = tag
            .captures(rest)
            .unwrap_or_else(|| panic!("not XML: {}", rest.lines().next().unwrap_or("")));
        let bare = found[3]
            .split('&')
            .skip(1)
            .all(|after| entity.is_match(&format!("&{after}")));
        assert!(bare, "a bare & in {}", &found[0]);
        match (&found[1], &found[4]) {
            ("/", _) => assert_eq!(
                open.pop().as_deref(),
                Some(&found[2]),
                "closed in the wrong order"
            ),
            (_, "") => open.push(found[2].to_owned()),
            _ => {}
        }
        if found[1].is_empty() {
            all.push(found[2].to_owned());
        }
        rest = &rest[found[0].len()..];
    }
    assert!(open.is_empty(), "{open:?} is never closed");
    all
}

#[test]
fn quiet_prints_nothing_and_says_all_in_the_exit_code() {
    let folder = Folder::new();
    folder.with("vifctl.toml", broken());
    for format in ["text", "json", "junit"] {
        let output = run(
            &folder,
            &["validate", "--quiet", "--format", format, "--no-secrets"],
        );
        assert_eq!(
            (code(&output), output.stdout, output.stderr),
            (1, vec![], vec![]),
            "{format}"
        );
    }
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let folder = Folder::new();
    folder.with("vifctl.toml", broken());
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = vifctl(
            &folder,
            &[&["validate", "--no-secrets"], arguments].concat(),
        );
        let output = command
            .envs(environment.iter().copied())
            .output()
            .expect("it runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(
        coloured(&["--color", "always"], &[("NO_COLOR", "1")]),
        "a flag counts for more than the environment"
    );
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "always", "--format", "json"], &[]));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    let folder = Folder::new();
    let many: String = (0..5_000)
        .map(|n| format!("[vif.v{n}]\nvlan = 5000\n"))
        .collect();
    folder.with("vifctl.toml", "schema = 1\n".to_owned() + &many);
    for format in ["text", "json", "junit"] {
        let mut command = vifctl(&folder, &["validate", "--no-secrets", "--format", format]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut some = [0; 100];
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut some).expect("it prints something");
        drop(out);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(
            (code(&output), text(&output.stderr)),
            (1, String::new()),
            "{format}"
        );
    }
}

#[test]
fn recover_says_that_nothing_is_open() {
    let folder = Folder::new();
    folder.with("good.toml", good());
    for more in [&[][..], &["--list"]] {
        let arguments = [&["recover", "-f", "good.toml", "--state", "state"], more].concat();
        let output = run(&folder, &arguments);
        assert_eq!(code(&output), 0, "{output:?}");
        assert!(
            text(&output.stdout).contains("nothing is open"),
            "{output:?}"
        );
    }
}
