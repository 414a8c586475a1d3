//! Any bytes as the answer to any command of any pack: as text, and as JSON and XML.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vifctl::observe::Shows;
use vifctl::vendor::Vendors;

struct File {
    shows: Shows,
    commands: Vec<String>,
}

/// The show files, each once: some packs have one together.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let mut texts: Vec<&str> = vendors
        .names()
        .filter_map(|name| Some(vendors.get(name)?.show.as_str()))
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort();
    texts.dedup();
    texts.into_iter().map(file).collect()
});

fn file(text: &str) -> File {
    let table: toml::Table = text.parse().expect("a show file is TOML");
    let reads = table["read"].as_array().into_iter().flatten();
    let patterns = reads.filter_map(|read| read["commands"][0].as_str());
    File {
        shows: Shows::new(text).expect("the built-in show files can be read"),
        commands: patterns.map(shortest).collect(),
    }
}

/// A command without the words that may be left out.
fn shortest(pattern: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| {
        depth += i32::from(*c == '[');
        let outside = depth == 0;
        depth -= i32::from(*c == ']');
        outside
    };
    pattern.chars().filter(outside).collect()
}

fuzz_target!(|input: &[u8]| {
    let [file, command, output @ ..] = input else {
        return;
    };
    let file = &FILES[usize::from(*file) % FILES.len()];
    let command = &file.commands[usize::from(*command) % file.commands.len()];
    for (before, behind) in [("", ""), ("{", "}"), ("<rpc-reply>", "</rpc-reply>")] {
        let output = [before.as_bytes(), output, behind.as_bytes()].concat();
        let _ = file.shows.parse(command, &output);
    }
});
