//! What a platform can do and how it says it, as data: `vendors/NAME.toml`. The packs that come
//! with vifctl are inside the binary; a folder of the user's adds to them or replaces them.

pub mod change;
pub(crate) mod names;
pub mod speech;
mod templates;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use regex::bytes::Regex;
use serde::Deserialize;

use crate::diagnostic::nearest;
use crate::secret::Writing;
use speech::Speech;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/vendors");
/// No pack is nearly as large.
const LARGEST_PACK: u64 = 4 * 1024 * 1024;

/// A platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// What people call it.
    pub title: String,
    /// The software that the pack is written for.
    pub software: String,
    pub key: KeyLimits,
    pub names: NameLimits,
    pub features: Features,
    /// What is known of the pack, and how well: a feature and what proves it.
    #[serde(default)]
    pub provenance: BTreeMap<String, String>,
    /// The file in `show/` that says how its show output reads.
    #[serde(default, rename = "show")]
    pub show_file: Option<String>,
    /// That file's text; not in the TOML.
    #[serde(skip)]
    pub show: String,
    /// The file in `speech/` that says how one talks with it.
    #[serde(default, rename = "speech")]
    pub speech_file: Option<String>,
    /// That file's text; not in the TOML.
    #[serde(skip)]
    pub speech_text: String,
    /// The pack's own name, and its templates by file name; not in the TOML.
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    pub templates: BTreeMap<String, String>,
}

/// What a name on a platform may look like. Letters and digits always may.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameLimits {
    pub longest: usize,
    /// What joins the parts of a name.
    pub separator: char,
    /// Other characters that are legal.
    #[serde(default)]
    pub also: String,
    #[serde(default)]
    pub lower_case: bool,
    /// The (sub-)interface that carries a vif, in the router's own words: a template of `port`,
    /// `vlan`, `name`, `switched` and `vrf`.
    #[serde(default = "sub_interface")]
    pub interface: String,
}

/// What most platforms call it.
fn sub_interface() -> String {
    "{{ port }}.{{ vlan }}".to_owned()
}

/// What a BGP MD5 key may be on a platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyLimits {
    pub longest: usize,
    /// Some releases take fewer characters than `longest`.
    pub longest_everywhere: Option<usize>,
    /// How a key is written: the quotation mark around it, the characters that need another one in
    /// front of them, and that other one.
    #[serde(default)]
    pub quote: String,
    #[serde(default)]
    pub escape: String,
    #[serde(default)]
    pub escape_with: String,
    /// What it cannot be. A character that can be escaped or quoted when it is written is no
    /// reason: only what cannot be got into a key in any way stands here.
    #[serde(default)]
    pub refuse: Vec<Refusal>,
}

impl KeyLimits {
    pub fn writing(&self) -> Writing {
        Writing {
            quote: self.quote.clone(),
            escape: self.escape.clone(),
            escape_with: self.escape_with.clone(),
        }
    }
}

/// A form of key that a platform does not take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    pub pattern: Pattern,
    /// Ends the sentence "the key ...".
    pub why: String,
    /// The id of the fact in the catalogue, where it is one of those.
    pub reference: Option<String>,
}

/// A regular expression over bytes, compiled when the pack is read.
#[derive(Debug)]
pub struct Pattern(pub Regex);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Regex::new(&text)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// What a platform has. What it has not is refused, never dropped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Features {
    pub ipv6: bool,
    pub vrf: bool,
    pub bfd: bool,
    pub lag: bool,
    pub macsec: bool,
    /// An outbound shaper per sub-interface.
    pub shaper: bool,
    /// The largest IP MTU of a sub-interface.
    pub largest_mtu: u16,
    /// Switch interfaces (SVI) on a switched port.
    pub svi: bool,
    /// VLANs that the platform keeps for itself when they are switched.
    #[serde(default)]
    pub reserved_vlans: Vec<(u16, u16)>,
}

impl Pack {
    /// How one talks with it. Made when it is wanted: many commands never do.
    pub fn speech(&self) -> Result<Speech> {
        let Some(file) = &self.speech_file else {
            bail!(
                "the pack {} does not say how to talk with it: `speech`",
                self.name
            );
        };
        Speech::parse(&self.speech_text).map_err(|why| anyhow!("speech/{file}.toml{why}"))
    }

    /// What cannot be meant, though each value could stand on its own.
    fn flaw(&self) -> Option<&'static str> {
        let (key, features) = (&self.key, &self.features);
        if key.longest == 0 {
            Some("key.longest is 0, so that no key would fit")
        } else if key
            .longest_everywhere
            .is_some_and(|everywhere| everywhere > key.longest)
        {
            Some("key.longest_everywhere is more than key.longest")
        } else if features.largest_mtu < 1500 {
            Some("features.largest_mtu is less than 1500, which every vif needs")
        } else if features
            .reserved_vlans
            .iter()
            .any(|(first, last)| first > last)
        {
            Some("features.reserved_vlans has a range that ends before it begins")
        } else {
            None
        }
    }
}

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
