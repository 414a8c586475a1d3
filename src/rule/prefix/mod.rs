//! How many prefixes AWS takes, and which ones are let out and in.

rules! {
    accept_overlap allocation_range covered_prefix documentation_prefix duplicate_prefix
    family_without_session hosted_allocation no_accept pool_exhausted session_without_prefixes
}

use std::collections::HashSet;

use crate::intent::{At, Prefix, Vif};
use crate::rule::LIMITS;

/// What a family is called.
pub(in crate::rule) fn family(ipv4: bool) -> &'static str {
    if ipv4 { "IPv4" } else { "IPv6" }
}

/// How many different prefixes of a family a list has.
pub(in crate::rule) fn count(list: &[At<Prefix>], ipv4: bool) -> usize {
    let of_family = list.iter().filter(|prefix| prefix.value.is_ipv4() == ipv4);
    of_family
        .map(|prefix| prefix.value)
        .collect::<HashSet<_>>()
        .len()
}

/// The allocation that a vif states for a family.
pub(in crate::rule) fn stated(vif: &Vif, ipv4: bool) -> Option<At<u32>> {
    let allocation = vif.prefix_allocation.as_ref()?.value;
    if ipv4 {
        allocation.ipv4
    } else {
        allocation.ipv6
    }
}

/// How many prefixes of a family AWS sets aside for a private or transit vif. Both families
/// count, whether there is a session for them or not.
pub(in crate::rule) fn allocated(vif: &Vif, ipv4: bool) -> u64 {
    stated(vif, ipv4).map_or(u64::from(LIMITS.default_allocation.value), |at| {
        u64::from(at.value)
    })
}

/// `" and 3 more"`, where there are more than the one that is named.
pub(in crate::rule) fn and_more(count: usize) -> String {
    if count > 1 {
        format!(" and {} more", count - 1)
    } else {
        String::new()
    }
}
