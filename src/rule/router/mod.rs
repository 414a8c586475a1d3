//! The router, its platform, and what that platform can do.

rules! { no_shaper platform_cannot router_asn_ambiguous router_asn_missing vendor_unknown }
