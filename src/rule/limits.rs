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
    /// Days from the LOA to the end of a connection that did not come up.
    loa_days,
    /// Members of a LAG below 100 Gbps.
    lag_members,
    /// Members of a LAG from 100 Gbps.
    lag_members_from_100g,
    /// Vifs with a rate limiter on a dedicated connection or LAG.
    rate_limited_vifs_per_connection,
    /// Characters of a BGP key.
    key_shortest,
    /// Characters of a BGP key.
    key_longest,
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
    /// Active connections of an account at a location.
    connections_per_location,
    /// Direct Connect gateways of an account.
    gateways_per_account,
    /// Vifs attached to a Direct Connect gateway.
    vifs_per_gateway,
    /// Prefixes of a family that AWS takes on a private or transit vif unless told otherwise.
    default_allocation,
    /// The most prefixes of a family that AWS can be told to take on a private or transit vif.
    largest_allocation,
    /// Prefixes that AWS takes on a public vif.
    public_prefixes,
    /// Prefixes of a family to share out on a connection of 1 or 10 Gbps.
    prefix_pool_10g,
    /// Prefixes of a family to share out on a connection of 100 Gbps.
    prefix_pool_100g,
    /// Prefixes of a family to share out on a connection of 400 Gbps.
    prefix_pool_400g,
    /// Members of a LAG below 100 Gbps that add to its prefix pool.
    pool_members_below_100g,
    /// Members of a LAG from 100 Gbps on that add to its prefix pool.
    pool_members_from_100g,
    /// Prefixes, both families together, that all vifs of a Direct Connect gateway may be given.
    prefixes_per_gateway,
    /// Propagated routes that a VPC route table takes.
    vpc_propagated_routes,
    /// Fewer prefixes than this are certainly not all that AWS sends on a public vif.
    fewest_public_routes,
    /// Characters of a vif's name.
    vif_name_length,
    /// Characters of a connection's name.
    connection_name_length,
    /// The largest AS number of your own that needs no long ASN.
    largest_short_asn,
}

/// The numbers that this vifctl was built with.
pub static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    toml::from_str(include_str!("../limits.toml"))
        .expect("limits.toml is a part of the program and read by a test")
});
