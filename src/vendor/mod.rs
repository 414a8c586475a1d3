//! What a platform can do and how it says it, as data: `vendors/NAME.toml`. The packs that come
//! with vifctl are inside the binary; a folder of the user's adds to them or replaces them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};
use regex::bytes::Regex;
use serde::Deserialize;

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
    pub features: Features,
}

/// What a BGP MD5 key may be on a platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyLimits {
    pub longest: usize,
    /// Some releases take fewer characters than `longest`.
    pub longest_everywhere: Option<usize>,
    /// Characters that cannot be got into a key in any way.
    #[serde(default)]
    pub never: String,
    /// What else it cannot be.
    #[serde(default)]
    pub refuse: Vec<Refusal>,
}

/// A form of key that a platform does not take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    pub pattern: Pattern,
    /// Ends the sentence "the key ...".
    pub why: String,
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
    /// The pattern of a port whose VLANs become switch interfaces (SVI), where there are such.
    pub svi_port: Option<Pattern>,
    /// VLANs that the platform keeps for itself when they are switched.
    #[serde(default)]
    pub reserved_vlans: Vec<(u16, u16)>,
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
        Ok(())
    }

    fn add(&mut self, path: &Path, text: &str) -> Result<()> {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .with_context(|| format!("{} has no name", path.display()))?;
        let pack = toml::from_str(text)
            .with_context(|| format!("{} is not a vendor pack", path.display()))?;
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
