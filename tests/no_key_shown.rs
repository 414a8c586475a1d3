//! A law: no output holds a key. Not when it is right, not when it is wrong, not in any format.

mod support;

use std::process::Output;

use support::{Folder, code, text, vifctl};

const FORMATS: [&str; 3] = ["text", "json", "junit"];

/// An intent whose only vif has this key.
fn with_key(key: &str) -> String {
    vifctl::rule::example::whole(&format!("[vif.prod]\nkey = {key}\n"))
}

/// Validate an intent in every format, with a variable set; whatever was printed.
fn outputs(folder: &Folder, intent: &str, variable: Option<&str>) -> Vec<Output> {
    use std::os::unix::ffi::OsStrExt;
    folder.with("vifctl.toml", intent);
    let run = |format: &&str| {
        let mut command = vifctl(
            folder,
            &["validate", "--color", "always", "--format", format],
        );
        if let Some(value) = variable {
            command.env("DX_KEY", std::ffi::OsStr::from_bytes(value.as_bytes()));
        }
        command.output().expect("the program runs")
    };
    FORMATS.iter().map(run).collect()
}

/// No part of a key that could be told from chance stands in an output.
fn assert_hidden(key: &str, outputs: &[Output], how: &str) {
    for output in outputs {
        for stream in [&output.stdout, &output.stderr] {
            let printed = text(stream);
            for part in key
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|part| part.len() > 4)
            {
                assert!(
                    !printed.contains(part),
                    "{how}: {part} stands in\n{printed}"
                );
                let (half, _) = part.split_at(part.len() / 2 + 2);
                assert!(
                    !printed.contains(half),
                    "{how}: half of {part} stands in\n{printed}"
                );
            }
        }
    }
}

/// Keys that are wrong for somebody, and one that is right for everybody.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = [
        "Xq7Wm2Lp9Zt4",
        "Xq7Wm2 Lp9Zt4",
        " Xq7Wm2Lp9Zt4",
        "Xq7Wm2Lp9Zt4\t",
        "7 Xq7Wm2Lp9Zt4",
        "Xq7Wm2?Lp9Zt4",
        "Xq7Wm2Lp9Zt4\u{e9}",
        "Xq7Wm2Lp9Zt4\u{1b}[31m",
        "Xq7Wm2Lp9Zt4\nKv3Nb8Rd5",
        "\"Xq7Wm2Lp9Zt4\"",
        "$Xq7Wm2Lp9Zt4<&>",
    ]
    .map(str::to_owned)
    .into();
    keys.push("Xq7Wm2Lp9Zt4".repeat(8));
    keys.push("Xq7Wm2Lp9Zt4".repeat(10_000));
    keys
}

#[test]
fn no_output_holds_a_key_wherever_it_comes_from() {
    let folder = Folder::new();
    for key in keys() {
        if key.len() < 100_000 {
            assert_hidden(
                &key,
                &outputs(&folder, &with_key("{ env = \"DX_KEY\" }"), Some(&key)),
                "env",
            );
        }
        folder.with("keys/prod", &key);
        assert_hidden(
            &key,
            &outputs(&folder, &with_key("{ file = \"keys/prod\" }"), None),
            "file",
        );
        for script in [
            "cat keys/prod",
            "cat keys/prod; exit 1",
            "cat keys/prod; cat keys/prod >&2; exit 1",
        ] {
            let way = format!("{{ command = [\"sh\", \"-c\", \"{script}\"] }}");
            assert_hidden(&key, &outputs(&folder, &with_key(&way), None), script);
        }
    }
}

#[test]
fn a_key_that_stands_in_the_file_is_not_repeated() {
    let folder = Folder::new();
    let key = "Xq7Wm2Lp9Zt4";
    let whole_rest = with_key("{ env = \"DX_KEY\" }");
    for line in [
        "key = \"KEY\"",
        "key = 'KEY'",
        "key = \"\"\"\nKEY\"\"\"",
        "key = KEY",
        "key = \"KEY",
        "key = [\"KEY\"]",
        "key = { \"KEY\" }",
        "key = { value = \"KEY\" }",
        "key = { env = [\"KEY\"] }",
        "key = { env = \"KEY!\" }",
        "key = { env = \"A\", value = \"KEY\" }",
        "key = \"KEY\" \"x\"",
        "key = = \"KEY\"",
        "key : \"KEY\"",
        "key \"KEY\"",
        "key.value = \"KEY\"",
        "kee = \"KEY\"",
        "password = \"KEY\"",
        "bgp_key = \"KEY\"",
        "MD5 = \"KEY\"",
        "vlan = 0, key = \"KEY\"",
        "peer = [{ customer = \"x\", key = \"KEY\" }]",
        "key = \"KEY\\q\"",
        "\"key\" = \"KEY\"",
        "vlan = { key = \"KEY\" }",
        "description = { key = \"KEY\" }",
        "[vif.prod.key]\nvalue = \"KEY\"",
        "[[vif.prod.peer]]\nkey = \"KEY\"",
        "[login.x]\nuser = \"\"\npassword = \"KEY\"",
        "[login.x]\nenable = \"KEY\"",
        "[connection.dx.macsec]\ncak = \"KEY\"",
        "[[vpn.x.tunnel]]\nkey = \"KEY\"\nfoo = 1",
    ] {
        let intent = whole_rest.replace("key = { env = \"DX_KEY\" }", &line.replace("KEY", key));
        assert!(intent.contains(key), "{line}");
        let outputs = outputs(&folder, &intent, Some("right"));
        assert_ne!(code(&outputs[0]), 0, "{line} is taken");
        assert_hidden(key, &outputs, line);
    }
}

#[test]
fn a_literal_key_is_refused_with_the_reason_and_the_three_forms() {
    let folder = Folder::new();
    let outputs = outputs(&folder, &with_key("\"Xq7Wm2Lp9Zt4\""), None);
    let drawn = text(&outputs[0].stdout);
    assert_eq!(code(&outputs[0]), 1);
    for word in ["literal-secret", "env = ", "file = ", "command", "= ["] {
        assert!(drawn.contains(word), "{word} is not in\n{drawn}");
    }
}

#[test]
fn without_secrets_nobody_is_asked() {
    let folder = Folder::new();
    folder.with(
        "vifctl.toml",
        with_key("{ command = [\"touch\", \"asked\"] }"),
    );
    let output = vifctl(&folder, &["validate", "--no-secrets"])
        .output()
        .expect("it runs");
    assert_eq!((code(&output), folder.0.join("asked").exists()), (0, false));
    vifctl(&folder, &["validate"]).output().expect("it runs");
    assert!(folder.0.join("asked").exists());
}
