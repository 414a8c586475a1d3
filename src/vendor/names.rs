//! Names of what we create on a router: derived from the vif, legal on the platform, within its
//! length, unique, and recognisable as ours.

use std::fmt::Write;

use super::NameLimits;

/// What every name of ours begins with.
const OURS: &str = "VIFCTL";

/// Is this a name that we gave something, on a router that keeps or ignores capitals?
pub(crate) fn is_ours(name: &str) -> bool {
    let own = name.get(..OURS.len());
    own.is_some_and(|own| own.eq_ignore_ascii_case(OURS)) && name.len() > OURS.len() + 1
}

/// The name for `purpose` of the thing called `name`: `VIFCTL-prod-a-OUT`. What does not fit is
/// cut and told apart by a hash of the whole.
pub(super) fn ours(name: &str, purpose: &str, limits: &NameLimits) -> String {
    let separator = limits.separator;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == separator || limits.also.contains(c);
    let cleaned: String = name
        .chars()
        .map(|c| if fits(c) { c } else { separator })
        .collect();
    let cleaned = if limits.lower_case {
        cleaned.to_lowercase()
    } else {
        cleaned
    };
    let prefix = if limits.lower_case {
        OURS.to_lowercase()
    } else {
        OURS.to_owned()
    };
    let purpose = if limits.lower_case {
        purpose.to_lowercase()
    } else {
        purpose.to_owned()
    };
    let tail = if purpose.is_empty() {
        String::new()
    } else {
        format!("{separator}{purpose}")
    };
    let whole = format!("{prefix}{separator}{cleaned}{tail}");
    if whole.len() <= limits.longest && cleaned == name {
        return whole;
    }
    let hash = hash(name);
    let room = limits
        .longest
        .saturating_sub(prefix.len() + tail.len() + hash.len() + 2);
    let cut: String = cleaned.chars().take(room).collect();
    format!("{prefix}{separator}{cut}{separator}{hash}{tail}")
}

/// A number for the thing called `name`, far above those that people count up to.
pub(crate) fn number(name: &str) -> u32 {
    1_000_000_000 + (fnv(name) % 1_000_000_000) as u32
}

/// FNV-1a: the same in every release, so that an undo finds what an older vifctl made.
fn fnv(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Six letters and digits that differ when names differ.
fn hash(name: &str) -> String {
    let mut text = String::new();
    let mut rest = fnv(name);
    for _ in 0..6 {
        let digit = char::from_digit((rest % 36) as u32, 36).unwrap_or('0');
        // Writing to a String cannot fail.
        let _ = text.write_char(digit);
        rest /= 36;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(longest: usize, lower_case: bool) -> NameLimits {
        NameLimits {
            longest,
            separator: '-',
            also: "_".to_owned(),
            lower_case,
            interface: String::new(),
        }
    }

    #[test]
    fn numbers_stay_what_they_are() {
        assert_eq!(number(""), 1_346_656_037);
        assert_ne!(number("10.20.0.0/16"), number("10 10.20.0.0/16"));
    }

    #[test]
    fn names_are_derived_cut_and_told_apart() {
        assert_eq!(
            ours("prod-a", "OUT4", &limits(63, false)),
            "VIFCTL-prod-a-OUT4"
        );
        assert_eq!(
            ours("prod-a", "OUT4", &limits(63, true)),
            "vifctl-prod-a-out4"
        );
        let (long, short) = (
            "a-very-long-name-of-a-vif-one",
            "a-very-long-name-of-a-vif-two",
        );
        let cut = |name| ours(name, "OUT4", &limits(31, false));
        assert!(cut(long).len() <= 31 && cut(short).len() <= 31);
        assert_ne!(cut(long), cut(short));
        assert_ne!(
            ours("a b", "IN", &limits(63, false)),
            ours("a/b", "IN", &limits(63, false))
        );
        assert_ne!(
            ours("Prod", "IN", &limits(63, true)),
            ours("prod", "IN", &limits(63, true))
        );
    }
}
