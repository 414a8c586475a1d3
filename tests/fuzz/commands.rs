//! The show files of all packs, and a command for each of their readings.

use std::sync::LazyLock;

use vifctl::observe::Shows;
use vifctl::vendor::Vendors;

pub struct File {
    pub shows: Shows,
    pub commands: Vec<String>,
}

/// The show files, each once: some packs have one together.
pub static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
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
