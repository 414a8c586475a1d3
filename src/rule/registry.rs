//! The list of all rules. A subject is a folder, and a rule is a file in it and its name in the
//! folder's list.

use std::sync::LazyLock;

use super::Rule;

/// Every rule, by name.
pub static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let subjects = [
        super::address::RULES,
        super::asn::RULES,
        super::community::RULES,
        super::connection::RULES,
        super::gateway::RULES,
        super::hosted::RULES,
        super::intent::RULES,
        super::key::RULES,
        super::lag::RULES,
        super::macsec::RULES,
        super::mtu::RULES,
        super::name::RULES,
        super::path::RULES,
        super::prefix::RULES,
        super::public::RULES,
        super::quota::RULES,
        super::rate::RULES,
        super::resilience::RULES,
        super::router::RULES,
        super::session::RULES,
        super::vlan::RULES,
        super::vpn::RULES,
    ];
    let mut all: Vec<&Rule> = subjects.concat();
    all.sort_by_key(|rule| rule.code.rule);
    all
});
