//! AWS's numbers that can change, from limits.toml: one place to update, with date and source.

use std::sync::LazyLock;

use serde::Deserialize;

/// One number of AWS, and where it comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub value: u32,
    /// When AWS last changed it, as far as known.
    pub since: String,
    /// The id of the fact in the catalogue.
    pub reference: String,
    pub source: String,
}

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// All of them.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Limits {
            $($(#[doc = $doc])* pub $name: Limit,)*
        }

        impl Limits {
            /// Every limit by its name, for pages that quote numbers.
            pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Limit)> {
                [$((stringify!($name), &self.$name)),*].into_iter()
            }
        }
    };
}

limits! {
    /// Private and public vifs on a dedicated connection.
    private_public_vifs_per_connection,
    /// Transit vifs on a dedicated connection.
    transit_vifs_per_connection,
    /// All vifs on a dedicated connection or LAG.
    vifs_per_connection,
    /// Vifs on a hosted connection.
    vifs_per_hosted_connection,
    /// The shortest BFD interval of AWS's side, in milliseconds.
    bfd_interval_ms,
    /// The smallest BFD multiplier of AWS's side.
    bfd_multiplier,
    /// Routes that a VPN may send to a virtual private gateway.
    vpn_routes_to_vgw,
    /// Routes that a VPN may send to a transit gateway.
    vpn_routes_to_tgw,
}

/// The numbers that this vifctl was built with.
pub static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    toml::from_str(include_str!("../limits.toml"))
        .expect("limits.toml is a part of the program and read by a test")
});
