//! How many of what AWS takes.

rules! {
    account_quota connection_full hosted_connection_full max_prefixes_low too_many_prefixes vgw_allocation
}
