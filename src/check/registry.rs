//! The list of all checks, from the port up.

use std::sync::LazyLock;

use super::Check;

/// Every check, in the order in which a network comes up.
pub static ALL: LazyLock<Vec<&'static Check>> = LazyLock::new(|| {
    [
        super::port::CHECKS,
        super::interface::CHECKS,
        super::session::CHECKS,
        super::routes::CHECKS,
        super::path::CHECKS,
        super::reach::CHECKS,
        super::aws::CHECKS,
    ]
    .concat()
});

/// The check of that name.
pub fn by_name(name: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.name == name)
}
