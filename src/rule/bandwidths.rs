//! The bandwidths that AWS has, from bandwidths.toml: what limits.rs is for single numbers, for
//! lists.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de::Error};

use crate::intent::Bandwidth;

/// A list of bandwidths, ascending, and where it comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    #[serde(deserialize_with = "bandwidths")]
    pub values: Vec<Bandwidth>,
    /// When AWS last changed it, as far as known.
    pub since: String,
    /// The id of the fact in the catalogue.
    pub reference: String,
    pub source: String,
}

fn bandwidths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Bandwidth>, D::Error> {
    let read = |text: String| {
        Bandwidth::parse(&text).ok_or_else(|| D::Error::custom(format!("{text} is no bandwidth")))
    };
    Vec::<String>::deserialize(deserializer)?
        .into_iter()
        .map(read)
        .collect()
}

impl Steps {
    pub fn has(&self, bandwidth: Bandwidth) -> bool {
        self.values.contains(&bandwidth)
    }

    /// The nearest ones on both sides of a bandwidth that is not among them.
    pub fn around(&self, bandwidth: Bandwidth) -> impl Iterator<Item = Bandwidth> {
        let below = self.values.iter().rev().find(|value| **value < bandwidth);
        let above = self.values.iter().find(|value| **value > bandwidth);
        below.into_iter().chain(above).copied()
    }
}

impl std::fmt::Display for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&listed(self.values.iter().copied()))
    }
}

/// Bandwidths as a list in a sentence.
pub fn listed(bandwidths: impl Iterator<Item = Bandwidth>) -> String {
    let words: Vec<String> = bandwidths.map(|value| value.to_string()).collect();
    words.join(", ")
}

macro_rules! bandwidths {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// All of the lists.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Bandwidths {
            $($(#[doc = $doc])* pub $name: Steps,)*
        }

        impl Bandwidths {
            /// Every list by its name, for pages that quote it.
            pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Steps)> {
                [$((stringify!($name), &self.$name)),*].into_iter()
            }
        }
    };
}

bandwidths! {
    /// What a dedicated connection, or a member of a LAG, can be ordered with.
    dedicated_speeds,
    /// What a hosted connection can have.
    hosted_speeds,
    /// The dedicated speeds that have MACsec.
    macsec_speeds,
    /// Those of them where GCM-AES-256 will do.
    macsec_aes_256_speeds,
    /// What the rate limiter of a vif can be set to.
    rate_limit_steps,
}

/// The lists that this vifctl was built with.
pub static BANDWIDTHS: LazyLock<Bandwidths> = LazyLock::new(|| {
    toml::from_str(include_str!("../bandwidths.toml"))
        .expect("bandwidths.toml is a part of the program and read by a test")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_ascends() {
        for (name, steps) in BANDWIDTHS.iter() {
            assert!(steps.values.is_sorted_by(|a, b| a < b), "{name}: {steps}");
        }
    }

    #[test]
    fn the_steps_around_a_bandwidth_are_the_nearest() {
        let around = |text| {
            let bandwidth = Bandwidth::parse(text).expect("a bandwidth");
            listed(BANDWIDTHS.rate_limit_steps.around(bandwidth))
        };
        assert_eq!(around("250Mbps"), "200Mbps, 300Mbps");
        assert_eq!(around("1.1Gbps"), "1Gbps, 1.2Gbps");
        assert_eq!(around("10Mbps"), "50Mbps");
        assert_eq!(around("2Tbps"), "1.6Tbps");
    }
}
