//! What a platform can do and how it says it, as data: `vendors/NAME.toml`. The packs that come
//! with vifctl are inside the binary; a folder of the user's adds to them or replaces them.

pub mod change;
pub(crate) mod names;
mod pack;
pub mod speech;
mod templates;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};

use crate::diagnostic::nearest;
pub(crate) use names::is_ours;
pub use pack::{Features, NameLimits, Pack, Pattern};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/vendors");
/// No pack is nearly as large.
const LARGEST_PACK: u64 = 4 * 1024 * 1024;

/// What is wrong with the text of a pack: the line and column, the reason, and the name that was
/// probably meant.
fn told(error: &toml::de::Error, text: &str) -> String {
    let at = error.span().map_or(String::new(), |span| {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!(":{line}:{column}")
    });
    // A pattern's error is drawn over several lines; the last one says what is wrong with it.
    let message = error.message();
    let reason = message.lines().last().unwrap_or(message);
    let reason = reason.trim().trim_start_matches("error: ");
    match meant(message) {
        Some(name) => format!("{at}: {reason}; did you mean `{name}`?"),
        None => format!("{at}: {reason}"),
    }
}

/// The nearest of the names that serde would have taken instead of an unknown one.
fn meant(message: &str) -> Option<&str> {
    let (wrong, known) = message.strip_prefix("unknown field `")?.split_once('`')?;
    nearest(wrong, known.split('`').skip(1).step_by(2))
}

/// The text of a built-in file of a kind, `show` or `speech`; nothing for a pack that names none.
fn part_built_in(kind: &str, name: Option<&str>) -> Result<String> {
    let Some(name) = name else {
        return Ok(String::new());
    };
    let file = BUILT_IN.get_file(format!("{kind}/{name}.toml"));
    let file = file.with_context(|| format!("there is no {kind} file {name}.toml"))?;
    let text = file
        .contents_utf8()
        .with_context(|| format!("a {kind} file is not UTF-8"))?;
    Ok(text.to_owned())
}

/// The text of such a file: one of the user's folder, or a built-in one.
fn part_in(folder: &Path, kind: &str, name: Option<&str>) -> Result<String> {
    let own = name.map(|name| folder.join(kind).join(format!("{name}.toml")));
    match own.filter(|file| file.is_file()) {
        Some(file) => templates::read(&file),
        None => part_built_in(kind, name),
    }
}

/// All packs by name.
#[derive(Debug)]
pub struct Vendors {
    packs: BTreeMap<String, Pack>,
}

impl Vendors {
    /// The packs inside the binary.
    pub fn built_in() -> Result<Self> {
        let mut vendors = Self {
            packs: BTreeMap::new(),
        };
        for file in BUILT_IN.files() {
            let text = file
                .contents_utf8()
                .context("a built-in pack is not UTF-8")?;
            vendors.add(file.path(), text)?;
        }
        for (name, pack) in &mut vendors.packs {
            pack.templates = templates::built_in(name)?;
            pack.show = part_built_in("show", pack.show_file.as_deref())?;
            pack.speech_text = part_built_in("speech", pack.speech_file.as_deref())?;
        }
        Ok(vendors)
    }

    /// Take the packs of a folder as well; one of a known name replaces it.
    pub fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let entries = fs::read_dir(folder)
            .with_context(|| format!("cannot read the vendor packs in {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                let meta = fs::metadata(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                if !meta.is_file() || meta.len() > LARGEST_PACK {
                    bail!(
                        "{} is not a vendor pack: not a regular file, or too large",
                        path.display()
                    );
                }
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                self.add(&path, &text)?;
            }
        }
        for (name, pack) in &mut self.packs {
            let own = templates::in_folder(&folder.join(name))?;
            if !own.is_empty() {
                pack.templates = own;
            }
            // A pack of the user's may bring these files, or take built-in ones.
            pack.show = part_in(folder, "show", pack.show_file.as_deref())?;
            pack.speech_text = part_in(folder, "speech", pack.speech_file.as_deref())?;
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, text: &str) -> Result<()> {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .with_context(|| format!("{} has no name", path.display()))?;
        let mut pack: Pack = match toml::from_str(text) {
            Ok(pack) => pack,
            Err(error) => bail!("{}{}", path.display(), told(&error, text)),
        };
        if let Some(flaw) = pack.flaw() {
            bail!("{}: {flaw}", path.display());
        }
        pack.name = name.to_owned();
        if let Some(replaced) = self.packs.remove(name) {
            pack.templates = replaced.templates;
        }
        self.packs.insert(name.to_owned(), pack);
        Ok(())
    }

    pub fn get(&self, name: &str) -> Option<&Pack> {
        self.packs.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }
}
