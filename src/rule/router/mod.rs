//! The router, its platform, and what that platform can do.

rules! { vendor_unknown }
