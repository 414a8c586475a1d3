//! Public vifs.

rules! {
    public_allocation public_default_route public_gateway public_pair public_prefix_length
    public_prefix_space public_prefixes
}

use std::sync::LazyLock;

use crate::intent::Prefix;

/// Address space that is nobody's on the internet, and what it is for.
static SPECIAL: LazyLock<Vec<(Prefix, &'static str)>> = LazyLock::new(|| {
    parsed(&[
        ("0.0.0.0/8", "\"this network\""),
        ("10.0.0.0/8", "private space (RFC 1918)"),
        ("100.64.0.0/10", "shared space for carrier NAT (RFC 6598)"),
        ("127.0.0.0/8", "loopback space"),
        ("169.254.0.0/16", "link-local space"),
        ("172.16.0.0/12", "private space (RFC 1918)"),
        ("192.0.0.0/24", "space for protocol assignments"),
        ("192.168.0.0/16", "private space (RFC 1918)"),
        ("198.18.0.0/15", "space for benchmarks (RFC 2544)"),
        ("224.0.0.0/4", "multicast space"),
        ("240.0.0.0/4", "reserved space"),
        ("::/8", "reserved space"),
        ("64:ff9b::/96", "space for NAT64"),
        ("64:ff9b:1::/48", "space for NAT64"),
        ("100::/64", "space to discard"),
        ("2001::/32", "Teredo space"),
        ("2001:2::/48", "space for benchmarks"),
        ("2001:10::/28", "ORCHID space"),
        ("2001:20::/28", "ORCHID space"),
        ("2002::/16", "6to4 space"),
        ("fc00::/7", "unique local space (RFC 4193)"),
        ("fe80::/10", "link-local space"),
        ("fec0::/10", "site-local space"),
        ("ff00::/8", "multicast space"),
    ])
});

static DOCUMENTATION: LazyLock<Vec<(Prefix, &'static str)>> = LazyLock::new(|| {
    let ranges = [
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "3fff::/20",
    ];
    parsed(&ranges.map(|range| (range, "space for documentation")))
});

fn parsed(ranges: &[(&str, &'static str)]) -> Vec<(Prefix, &'static str)> {
    let parse = |(range, what): &(&str, &'static str)| {
        let prefix =
            Prefix::parse(range).expect("the ranges are written here, and a test reads them");
        (prefix, *what)
    };
    ranges.iter().map(parse).collect()
}

/// Is the prefix one for examples?
pub(in crate::rule) fn is_documentation(prefix: Prefix) -> bool {
    DOCUMENTATION
        .iter()
        .any(|(range, _)| range.contains(prefix))
}

/// What the prefix is, or has a part of, that cannot be anybody's on the internet.
pub(in crate::rule) fn special_space(prefix: Prefix) -> Option<(Prefix, &'static str)> {
    SPECIAL
        .iter()
        .find(|(range, _)| range.overlaps(prefix))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(text: &str) -> Option<&'static str> {
        special_space(Prefix::parse(text).unwrap()).map(|(_, what)| what)
    }

    #[test]
    fn special_space_is_known_in_part_and_as_a_whole() {
        assert_eq!(space("10.20.0.0/16"), Some("private space (RFC 1918)"));
        assert_eq!(space("172.0.0.0/8"), Some("private space (RFC 1918)"));
        assert_eq!(space("fd00::/48"), Some("unique local space (RFC 4193)"));
        for public in [
            "198.51.100.0/24",
            "172.32.0.0/11",
            "100.128.0.0/9",
            "2001:db8::/48",
            "2a05:d000::/25",
        ] {
            assert_eq!(space(public), None, "{public}");
        }
    }

    #[test]
    fn examples_are_told_from_their_neighbours() {
        let example = |text| is_documentation(Prefix::parse(text).unwrap());
        assert!(example("198.51.100.0/25") && example("2001:db8:20::/48") && example("3fff::/20"));
        assert!(
            !example("198.51.101.0/24") && !example("198.51.0.0/16") && !example("2001:db9::/32")
        );
    }
}
