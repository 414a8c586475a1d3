//! What a pack says of a tree: where its rows stand, and which leaf fills which field.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value as Json;

/// Where rows stand in a tree, and what fills their fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::observe) struct TreeRule {
    /// `vrfs.{vrf}.peers.{peer}`: names, `{field}` for every key of an object (`{}` for any that is no
    /// fact; an empty key fills nothing; `{field}[]` where a list lies below), `[]` for every item of
    /// a list (an object alone counts as a list of one; a list of one as what is in it). A part with
    /// `?` may be missing: then the object above stands for it.
    pub rows: String,
    /// Fields and the paths to them from the row; `a|b` for the first that is there, `^` for the
    /// object above, `list[].a` for every item of a list, `a!none` where `none` is no value,
    /// `{a}/{b}` for one text made of several, `a/b` for short.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Fields that are true where one of the paths leads to something that is neither false nor
    /// empty; `path=word` where it leads to that word.
    #[serde(default)]
    pub flags: BTreeMap<String, String>,
    /// What the device's own words for a field mean; others stand as they are.
    #[serde(default)]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Only rows for which this is true, said as in `flags`.
    pub only: Option<String>,
    /// Patterns for the text at the end of a path; their groups are fields. `list[].a|b`: for every
    /// item of the list.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// Its rows are added to those of the rules before it.
    #[serde(default)]
    pub also: bool,
    #[serde(skip)]
    pub patterns: Vec<(String, Regex)>,
    /// Fields that are the same in every row, and what holds only where a path leads to a text:
    /// `"path=text" = { field = value }`.
    #[serde(default)]
    pub set: BTreeMap<String, Json>,
}

impl TreeRule {
    /// Make its patterns ready.
    pub(in crate::observe) fn ready(
        mut self,
        pattern: &dyn Fn(&str) -> Result<Regex, String>,
    ) -> Result<Self, String> {
        for (path, text) in &self.texts {
            self.patterns.push((path.clone(), pattern(text)?));
        }
        Ok(self)
    }

    /// The fields it names, so that a pack's slip is found when it is read.
    pub(in crate::observe) fn named(&self) -> impl Iterator<Item = &str> {
        let keys = self
            .rows
            .split('.')
            .filter_map(key)
            .filter(|field| !field.is_empty());
        keys.chain(self.fields.keys().map(String::as_str))
            .chain(self.flags.keys().map(String::as_str))
            .chain(self.words.keys().map(String::as_str))
            .chain(self.set.iter().flat_map(|(key, value)| match value {
                Json::Object(holds) if key.contains('=') => {
                    holds.keys().map(String::as_str).collect()
                }
                _ => vec![key.as_str()],
            }))
            .chain(
                self.patterns
                    .iter()
                    .flat_map(|(_, pattern)| pattern.capture_names().flatten()),
            )
    }
}

/// The field in `{field}` or `{field}[]`.
pub(in crate::observe) fn key(part: &str) -> Option<&str> {
    let part = part.strip_suffix("[]").unwrap_or(part);
    part.strip_prefix('{')?.strip_suffix('}')
}
