//! The cases that every platform is rendered for. A case is an intent with `@words@` in place of
//! what differs by platform; `fixtures/NAME/platform.toml` fills them in.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use vifctl::diagnostic::{Severity, draw_plain};
use vifctl::intent::{Date, Loaded, load_text};
use vifctl::render::{Rendered, Renderer};
use vifctl::rule::{self, Keys, World};
use vifctl::vendor::Vendors;

use super::home;

/// A platform as tests see it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// What stands for the `@words@` of the cases.
    pub words: BTreeMap<String, String>,
    /// Cases that the platform cannot do, and a piece of what it says then.
    #[serde(default)]
    pub refuses: BTreeMap<String, String>,
    pub syntax: Syntax,
}

/// How to read its configuration, as far as the laws need it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Syntax {
    /// `indented`, `set`, `edit`, or what else model.rs knows.
    pub style: String,
    /// The word that takes a line back: `no`, `undo`, `delete`.
    #[serde(default)]
    pub negate: String,
    /// The word that every line begins with in `set` style.
    #[serde(default)]
    pub set: String,
    /// Lines that only close a block.
    #[serde(default)]
    pub closing: Vec<String>,
    /// First words whose removal reaches into the blocks below: `neighbor`.
    #[serde(default)]
    pub deep: Vec<String>,
    /// Words whose line owns all that begin as it does, and takes them along: `remote-as`.
    #[serde(default)]
    pub owner: Vec<String>,
}

pub fn platform(name: &str) -> Platform {
    let path = home().join("fixtures").join(name).join("platform.toml");
    let text =
        fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names and texts of the cases that are for every platform, and of those that are for this one.
pub fn cases(platform: &str) -> Vec<(String, String)> {
    let own = home().join("fixtures").join(platform).join("cases");
    let folders = [home().join("fixtures/cases"), own];
    let mut cases: Vec<_> = folders
        .iter()
        .filter(|folder| folder.exists())
        .flat_map(|folder| fs::read_dir(folder).expect("a folder of cases can be read"))
        .flatten()
        .map(|entry| entry.path())
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("a case is UTF-8"))
        })
        .collect();
    cases.sort();
    cases
}

/// A case in the words of a platform. A VRF has a name, unless the platform knows only numbers.
pub fn filled(case: &str, vendor: &str, platform: &Platform) -> String {
    let filled = case.replace("@vendor@", vendor);
    let filled = platform.words.iter().fold(filled, |text, (word, value)| {
        text.replace(&format!("@{word}@"), value)
    });
    filled.replace("@vrf@", "AWS-PROD")
}

/// Render every router of an intent, with causes; the error is what a user would read.
pub fn render(text: &str) -> Result<Vec<Rendered>, String> {
    let Loaded {
        intent,
        sources,
        mut found,
    } = load_text("case.toml", text);
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let world = World {
        intent: &intent,
        vendors: &vendors,
        keys: &Keys::default(),
        today: Date::new(2026, 11, 20),
    };
    rule::check(&world, &mut found);
    if found.has_errors() {
        let errors = found
            .iter()
            .filter(|found| found.severity() == Severity::Error);
        return Err(errors
            .map(|found| draw_plain(found, &sources))
            .collect::<Vec<_>>()
            .join("\n"));
    }
    let plain =
        |mistake: Box<vifctl::render::Mistake>| draw_plain(&mistake.diagnostic, &mistake.sources);
    let renderer = Renderer::new(&intent, &vendors, true).map_err(plain)?;
    let mut all = Vec::new();
    for router in renderer.routers() {
        all.extend(renderer.render(router, &|_| true).map_err(plain)?);
    }
    Ok(all)
}
