//! What AWS prints of a vif for a router: the XML inside describe-virtual-interfaces, and the text
//! of describe-router-configuration. Both hold the key.

use zeroize::Zeroizing;

use super::fields::Fields;
use super::said::{Said, Spot, Unknown};
use crate::secret::Secret;

/// A vif's `customerRouterConfig` has seven elements; what is much longer is none.
const LONGEST_XML: usize = 16 * 1024;
/// It has six; a parser that looks at every attribute for every other would be busy with more.
const MOST_QUOTES: usize = 64;

/// The XML of a vif: it must say what the vif's own members say, or the file is stale.
pub struct Printed {
    pub spot: Spot,
    pub vlan: Option<String>,
    pub customer: Option<String>,
    pub amazon: Option<String>,
    pub asn: Option<String>,
    pub amazon_asn: Option<String>,
    pub kind: Option<String>,
    pub key: Option<Secret>,
}

impl Printed {
    pub(super) fn read(text: Said<Zeroizing<String>>) -> Option<Self> {
        let quotes = text.value.matches(['"', '\'']).count();
        if text.value.len() > LONGEST_XML || quotes > MOST_QUOTES {
            return None;
        }
        let document = roxmltree::Document::parse(&text.value).ok()?;
        let root = document.root_element();
        let said = |name: &str| {
            let element = root.children().find(|child| child.has_tag_name(name))?;
            element
                .text()
                .map(str::trim)
                .filter(|text| !text.is_empty())
        };
        let shown = |name| said(name).map(super::fields::shown);
        Some(Self {
            spot: text.spot,
            vlan: shown("vlan"),
            customer: shown("customer_address"),
            amazon: shown("amazon_address"),
            asn: shown("bgp_asn"),
            amazon_asn: shown("amazon_bgp_asn"),
            kind: shown("connection_type"),
            key: said("bgp_auth_key").map(|key| Secret::new(key.as_bytes().to_vec())),
        })
    }
}

/// An answer of describe-router-configuration. Its text is in the language of some router, so
/// that it can be asked for words and no more.
pub struct RouterConfiguration {
    pub spot: Spot,
    pub vif: Option<Said<String>>,
    pub vif_name: Option<Said<String>>,
    pub vendor: Option<Said<String>>,
    pub platform: Option<Said<String>>,
    pub software: Option<Said<String>>,
    pub identifier: Option<Said<String>>,
    pub more: Vec<Unknown>,
    text: Option<Said<Zeroizing<String>>>,
}

impl RouterConfiguration {
    pub(super) fn read(mut fields: Fields) -> Self {
        let mut router = fields.object("router");
        let mut of_router = |name| router.as_mut().and_then(|router| router.text(name));
        Self {
            spot: fields.spot,
            vendor: of_router("vendor"),
            platform: of_router("platform"),
            software: of_router("software"),
            identifier: of_router("routerTypeIdentifier"),
            vif: fields.text("virtualInterfaceId"),
            vif_name: fields.text("virtualInterfaceName"),
            text: fields.sealed("customerRouterConfig"),
            more: fields.rest(),
        }
    }

    /// Is there a text at all?
    pub fn has_text(&self) -> bool {
        self.text.is_some()
    }

    /// Where the text stands.
    pub fn text_spot(&self) -> Spot {
        self.text.as_ref().map_or(self.spot, |text| text.spot)
    }

    /// Does this word stand in it, as a word of its own? An address may have its length behind it.
    pub fn says(&self, word: &str) -> bool {
        self.words()
            .any(|found| found == word || found.split('/').next() == Some(word))
    }

    /// Does this key stand in it, by the fingerprints that somebody takes?
    pub fn holds(&self, key: u64, fingerprint: impl Fn(&Secret) -> u64) -> bool {
        let is_it = |word: &str| fingerprint(&Secret::new(word.as_bytes().to_vec())) == key;
        let text = self.text.as_ref().map_or("", |text| text.value.as_str());
        let mut words = text.split_whitespace();
        words.any(|word| is_it(word) || is_it(bare(word)))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let text = self.text.as_ref().map_or("", |text| text.value.as_str());
        let parts = |c: char| c.is_whitespace() || "\"';,{}[]()<>=|".contains(c);
        text.split(parts).filter(|word| !word.is_empty())
    }
}

/// A key without what a router's language puts around it.
fn bare(word: &str) -> &str {
    let word = word.strip_suffix(';').unwrap_or(word);
    let inner = word
        .strip_prefix('"')
        .and_then(|word| word.strip_suffix('"'));
    inner.unwrap_or(word)
}
