//! Whatever is wrong with a secret, it is told without it.

use std::fs;
use std::path::Path;
use std::process::Command;

const KEY: &str = "correct-horse";

/// All that `validate` prints about an intent, in one format.
fn said(name: &str, text: &str, format: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets");
    fs::create_dir_all(&folder).expect("a folder of this test's own");
    let file = folder.join(format!("{name}.toml"));
    fs::write(&file, vifctl::rule::example::whole(text)).expect("an intent");
    let run = Command::new(env!("CARGO_BIN_EXE_vifctl"))
        .args(["validate", "--format", format, "-f"])
        .arg(&file)
        .env("DX_BAD", format!("{KEY} \u{e9} "))
        .env("DX_LONG", KEY.repeat(9))
        .output()
        .expect("vifctl runs");
    let both = [run.stdout, run.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

#[test]
fn no_finding_shows_a_key() {
    let literal = format!("[vif.prod]\nkey = \"{KEY}\"\n");
    let inline = format!("[vif.prod]\npeer = [{{ customer = \"x\", key = '{KEY}' }}]\n");
    let password = format!("[login.a]\npassword = \"\"\"{KEY}\"\"\"\n[vif.prod]\n");
    let bad = "[vif.prod]\nkey = { env = \"DX_BAD\" }\n";
    let long = "[vif.prod]\nkey = { env = \"DX_LONG\" }\n";
    for (name, text, rule) in [
        ("literal", literal.as_str(), "literal-secret"),
        ("inline", &inline, "literal-secret"),
        ("password", &password, "literal-secret"),
        ("bad", bad, "key-edge-space"),
        ("long", long, "key-length"),
    ] {
        for format in ["text", "json", "junit"] {
            let said = said(&format!("{name}-{format}"), text, format);
            assert!(said.contains(rule), "{name}, {format}: {said}");
            assert!(!said.contains(KEY), "{name}, {format}: {said}");
        }
    }
}

#[test]
fn without_secrets_nothing_is_asked_for() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets");
    fs::create_dir_all(&folder).expect("a folder of this test's own");
    let witness = folder.join("asked");
    let _ = fs::remove_file(&witness);
    let key = format!("{{ command = [\"touch\", \"{}\"] }}", witness.display());
    let file = folder.join("unasked.toml");
    let text = vifctl::rule::example::whole(&format!("[vif.prod]\nkey = {key}\n"));
    fs::write(&file, text).expect("an intent");
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_vifctl"))
            .args(arguments)
            .arg("-f")
            .arg(&file)
            .output()
            .expect("vifctl runs")
    };
    let quiet = run(&["validate", "--no-secrets"]);
    let out = String::from_utf8_lossy(&quiet.stdout);
    assert!(
        !out.contains("secret-unresolved") && !witness.exists(),
        "{out}"
    );
    let asked = run(&["validate"]);
    let out = String::from_utf8_lossy(&asked.stdout);
    assert!(
        out.contains("secret-unresolved") && witness.exists(),
        "{out}"
    );
}

/// Run it until a file says that it is in the midst of it, abort it, and say whether there was a core.
#[cfg(target_os = "linux")]
fn aborted_with_a_core(arguments: &[&str], folder: &Path) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let begun = folder.join("begun");
    let _ = fs::remove_file(&begun);
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -c unlimited && exec \"$@\"", "sh"])
        .args(arguments)
        .current_dir(folder)
        .spawn()
        .expect("there is a shell");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !begun.exists() && std::time::Instant::now() < until {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let kill = Command::new("kill")
        .args(["-ABRT", &child.id().to_string()])
        .status();
    assert!(kill.expect("there is a kill").success());
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(6), "{status}");
    status.core_dumped()
}

#[test]
#[cfg(target_os = "linux")]
fn no_core_holds_a_key() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cores");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder of this test's own");
    let slow = format!("touch begun; sleep 2; echo {KEY}");
    let intent = format!("[vif.prod]\nkey = {{ command = [\"sh\", \"-c\", \"{slow}\"] }}\n");
    let intent = vifctl::rule::example::whole(&intent);
    fs::write(folder.join("vifctl.toml"), intent).expect("an intent");
    let vifctl = [env!("CARGO_BIN_EXE_vifctl"), "validate"];
    assert!(!aborted_with_a_core(&vifctl, &folder), "there is a core");
    let other = ["sh", "-c", "touch begun; while :; do :; done"];
    if !aborted_with_a_core(&other, &folder) {
        eprintln!("SKIPPED: nothing leaves a core on this machine, so that this proves nothing");
    }
}
