//! Which way traffic takes, and which it must not.

rules! {
    advertise_accepted default_accepted hairpin link_local_advertised prepend_without_effect
    sitelink_duplicate vpn_more_specific vpn_preferred
}

use crate::intent::{At, Prefix, Vif};

/// Where routes of a router meet: the router and the VRF.
type Table<'a> = (usize, Option<&'a str>);

/// A Virtual Private Gateway hands every vif's and VPN's routes to all the others: a hub.
fn is_hub(gateway: &str) -> bool {
    gateway.starts_with("vgw-")
}

fn vrf(vrf: Option<&At<String>>) -> Option<&str> {
    vrf.map(|at| at.value.as_str())
}

/// A set of prefixes to look others up in, each with where it comes from.
struct Cover<'a> {
    /// The widest ones: sorted, and none lies in another one.
    widest: Vec<(At<Prefix>, &'a Vif)>,
}

impl<'a> Cover<'a> {
    /// Default routes are left out: they cover everything and say nothing.
    fn new(prefixes: impl Iterator<Item = (At<Prefix>, &'a Vif)>) -> Self {
        let mut all: Vec<_> = prefixes
            .filter(|(prefix, _)| !prefix.value.is_default())
            .collect();
        // What is in front contains what follows, or the two are apart.
        all.sort_by_key(|(prefix, _)| (prefix.value, prefix.place));
        let mut widest: Vec<(At<Prefix>, &Vif)> = Vec::with_capacity(all.len());
        for entry in all {
            if !widest
                .last()
                .is_some_and(|(last, _)| last.value.contains(entry.0.value))
            {
                widest.push(entry);
            }
        }
        Self { widest }
    }

    /// The one that is this prefix or contains it.
    fn around(&self, prefix: Prefix) -> Option<(At<Prefix>, &'a Vif)> {
        let after = self
            .widest
            .partition_point(|(other, _)| other.value <= prefix);
        let (other, vif) = *self.widest.get(after.checked_sub(1)?)?;
        other.value.contains(prefix).then_some((other, vif))
    }

    /// The first one that lies in this prefix, without being it.
    fn inside(&self, prefix: Prefix) -> Option<(At<Prefix>, &'a Vif)> {
        let after = self
            .widest
            .partition_point(|(other, _)| other.value <= prefix);
        let (other, vif) = *self.widest.get(after)?;
        prefix.contains(other.value).then_some((other, vif))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::load_text;

    #[test]
    fn a_cover_finds_what_is_around_and_what_is_inside() {
        let vif = &load_text("x", "schema = 1\n[vif.a]\n").intent.vifs[0];
        let prefix = |text: &str| Prefix::parse(text).expect(text);
        let entry = |text: &str| {
            (
                At {
                    value: prefix(text),
                    place: vif.name.place,
                },
                vif,
            )
        };
        let list = [
            "10.20.0.0/16",
            "10.0.0.0/8",
            "2001:db8::/32",
            "192.168.4.0/22",
            "0.0.0.0/0",
        ];
        let cover = Cover::new(list.into_iter().map(entry));
        let around = |text: &str| {
            cover
                .around(prefix(text))
                .map(|found| found.0.value.to_string())
        };
        let inside = |text: &str| {
            cover
                .inside(prefix(text))
                .map(|found| found.0.value.to_string())
        };
        assert_eq!(around("10.20.1.0/24").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(around("192.168.4.0/22").as_deref(), Some("192.168.4.0/22"));
        assert_eq!(around("2001:db8:1::/48").as_deref(), Some("2001:db8::/32"));
        assert_eq!(
            (
                around("11.0.0.0/8"),
                around("192.168.0.0/16"),
                around("9.0.0.0/8")
            ),
            (None, None, None)
        );
        assert_eq!(inside("192.168.0.0/16").as_deref(), Some("192.168.4.0/22"));
        assert_eq!(
            (inside("10.0.0.0/8"), inside("172.16.0.0/12")),
            (None, None)
        );
    }
}
