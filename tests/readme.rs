//! The console blocks of README.md run, one after the other in one folder, and print what they
//! show. `UPDATE=1` writes what they print.

mod support;

use std::process::Command;

use support::{Folder, fixture, golden, home};

/// A folder as the reader of the README has it: empty, but for the worked example.
fn readers_folder() -> Folder {
    let folder = Folder::new();
    for file in [
        "intent.toml",
        "pack/example_os.toml",
        "pack/example_os/apply.j2",
        "pack/example_os/undo.j2",
    ] {
        let from = fixture("example_os").join(file);
        folder.with(
            &format!("example_os/{file}"),
            std::fs::read(from).expect("the example is there"),
        );
    }
    let capture = fixture("cisco_ios/show/show_ip_bgp_summary/written-traps.txt");
    folder.with(
        "capture.txt",
        std::fs::read(capture).expect("the capture is there"),
    );
    for (name, file) in [
        ("edge.toml", "vifctl.toml"),
        ("captures/edge.log", "healthy.log"),
    ] {
        let from = fixture("verify").join(file);
        folder.with(name, std::fs::read(from).expect("the session is there"));
    }
    folder
}

/// Run a line as a shell would, with vifctl on the path, and give all that it prints.
fn run(folder: &Folder, line: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_vifctl"));
    let folder_of_it = program.parent().expect("it lies in a folder").display();
    let path = format!(
        "{folder_of_it}:{}",
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(&folder.0)
        .env("PATH", path)
        .output()
        .expect("there is a shell");
    String::from_utf8(output.stdout).expect("what it prints is UTF-8")
}

#[test]
fn what_the_readme_shows_is_what_comes() {
    let readme = home().join("README.md");
    let text = std::fs::read_to_string(&readme).expect("there is a README");
    let folder = readers_folder();
    let (mut now, mut inside) = (String::new(), false);
    for line in text.lines() {
        let command = line.strip_prefix("$ ").filter(|_| inside);
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, _) if command.is_none() => continue,
            _ => {}
        }
        now.push_str(line);
        now.push('\n');
        now.push_str(
            &command
                .map(|command| run(&folder, command))
                .unwrap_or_default(),
        );
    }
    assert!(now.matches("\n$ ").count() > 5, "the tour has become short");
    golden(&readme, &now);
}
