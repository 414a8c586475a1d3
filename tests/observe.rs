//! What show output says: every case in fixtures/*/show is read as it was read by eye, and no torn
//! or hostile output makes the reader panic.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{golden, home};
use vifctl::observe::parse;
use vifctl::vendor::Vendors;

/// Every output among the fixtures: its vendor, its command, its file.
fn outputs() -> Vec<(String, String, PathBuf)> {
    let list = |path: &Path| -> Vec<PathBuf> {
        let mut all: Vec<_> = fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        all.sort();
        all
    };
    let name = |path: &Path| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let mut all = Vec::new();
    for vendor in list(&home().join("fixtures")) {
        for command in list(&vendor.join("show")) {
            for file in list(&command)
                .into_iter()
                .filter(|file| file.extension().is_some_and(|end| end == "txt"))
            {
                let typed = name(&command).replace('_', " ").replace(" pipe ", " | ");
                all.push((name(&vendor), typed, file));
            }
        }
    }
    all
}

#[test]
fn every_output_is_read_as_it_was_read_by_eye() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for (vendor, command, file) in outputs() {
        let show = &vendors
            .get(&vendor)
            .unwrap_or_else(|| panic!("{vendor} is no pack"))
            .show;
        let bytes = fs::read(&file).expect("a fixture can be read");
        let read = match parse(show, &command, &bytes) {
            Ok(facts) => {
                serde_json::json!({ "kind": facts.kind, "rows": facts.rows, "unread": facts.coverage["unread"] })
            }
            Err(nothing) => serde_json::json!({ "nothing": format!("{nothing:?}") }),
        };
        let pretty = serde_json::to_string_pretty(&read).expect("it is JSON");
        golden(&file.with_extension("json"), &format!("{pretty}\n"));
    }
}

#[test]
fn every_pattern_of_every_show_file_is_one() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for name in vendors.names() {
        let show = &vendors.get(name).expect("it was just named").show;
        if !show.is_empty() {
            vifctl::observe::check(show).unwrap_or_else(|why| panic!("{name}: {why}"));
        }
    }
}

#[test]
fn torn_output_is_read_or_refused_and_never_panics() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for (vendor, command, file) in outputs() {
        let show = &vendors.get(&vendor).expect("a pack").show;
        let bytes = fs::read(&file).expect("a fixture can be read");
        for cut in (0..bytes.len()).step_by(bytes.len() / 3 + 1) {
            let _ = parse(show, &command, &bytes[..cut]);
            let mut spoilt = bytes.clone();
            spoilt[cut] = 0xff;
            let _ = parse(show, &command, &spoilt);
        }
    }
}
