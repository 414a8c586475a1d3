//! A pack: what a platform can do, and the limits of its keys and names.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use regex::bytes::Regex;
use serde::Deserialize;

use super::speech::Speech;
use crate::secret::Writing;

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
    pub(super) fn flaw(&self) -> Option<&'static str> {
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
