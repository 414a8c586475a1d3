//! The configuration of FortiOS.

use super::super::grammar::{address, prefix};
use super::super::tree::Level;
use super::{Entry, Seen};

fn net(words: &[&str]) -> Option<(std::net::IpAddr, u8)> {
    match words {
        [ip, mask] => address(ip, mask),
        [net] => prefix(net),
        _ => None,
    }
}

pub(super) fn seen(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    for path in tree.paths() {
        let words: Vec<Vec<&str>> = path
            .iter()
            .map(|node| node.words.iter().map(String::as_str).collect())
            .collect();
        let lines: Vec<&[&str]> = words.iter().map(Vec::as_slice).collect();
        match lines.as_slice() {
            [["config", "system", "interface"], ["edit", name]] => {
                seen.interface(name);
            }
            [
                ["config", "system", "interface"],
                ["edit", name],
                ..,
                ["set", what, values @ ..],
            ] => {
                let interface = seen.interface(name);
                match (*what, values) {
                    ("ip", values) => interface.addresses.extend(net(values)),
                    ("ip6-address", [own]) => interface.addresses.extend(prefix(own)),
                    ("vlanid", [vlan]) => interface.vlan = vlan.parse().ok(),
                    ("interface", [port]) => (*port).clone_into(&mut interface.alias),
                    ("vrf", [vrf]) if *vrf != "0" => interface.vrf = Some((*vrf).to_owned()),
                    ("mtu", [mtu]) => interface.mtu = mtu.parse().ok(),
                    ("description", [text]) => interface.description = Some((*text).to_owned()),
                    ("bfd-desired-min-tx", [time]) => {
                        interface.bfd = time.parse().ok().map(|time| (time, 3))
                    }
                    ("status", ["down"]) => interface.shut = true,
                    _ => {}
                }
            }
            [
                ["config", "router", "prefix-list" | "prefix-list6"],
                ["edit", name],
                _,
                ["edit", rule],
                ["set", what, values @ ..],
            ] => {
                rule_line(&mut seen, &format!("{name} {rule:0>5}"), what, values);
            }
            [
                ["config", "router", "route-map"],
                ["edit", name],
                _,
                ["edit", _],
                ["set", "match-ip-address" | "match-ip6-address", list],
            ] => {
                seen.filters
                    .entry((*name).to_owned())
                    .or_default()
                    .lists
                    .push((*list).to_owned());
            }
            [["config", "router", "route-map"], ["edit", name], ..] => {
                seen.filters.entry((*name).to_owned()).or_default();
            }
            [
                ["config", "router", "static" | "static6"],
                ["edit", _],
                ["set", "dst", values @ ..],
            ] => {
                seen.statics.extend(net(values).map(|found| (None, found)));
            }
            [["config", "router", "bgp"], ["set", "as", asn]] => {
                drop(asn.parse().map(|asn| seen.asns.insert(None, asn)))
            }
            [
                ["config", "router", "bgp"],
                ["config", "network" | "network6"],
                _,
                ["set", "prefix" | "prefix6", values @ ..],
            ] => {
                seen.networks.extend(net(values).map(|found| (None, found)));
            }
            [
                ["config", "router", "bgp"],
                ["config", "neighbor"],
                ["edit", ip],
                ["set", what, values @ ..],
            ] => {
                neighbor(&mut seen, ip, what, values);
            }
            _ => {}
        }
    }
    let lists = std::mem::take(&mut seen.lists);
    for (name, entries) in lists {
        let name = name.split(' ').next().unwrap_or_default().to_owned();
        seen.lists.entry(name).or_default().extend(entries);
    }
    share(&mut seen);
    seen
}

/// Neighbours and networks have no VRF of their own here: it is that of the interface.
fn share(seen: &mut Seen) {
    let interfaces = seen.interfaces.clone();
    let mut used = Vec::new();
    for peer in &mut seen.peers {
        let own = interfaces
            .iter()
            .find(|interface| interface.address_towards(peer.address).is_some());
        peer.vrf = own.and_then(|interface| interface.vrf.clone());
        used.push(peer.vrf.clone());
    }
    let networks = seen.networks.clone();
    for vrf in used.into_iter().flatten() {
        let more = networks
            .iter()
            .map(|(_, found)| (Some(vrf.clone()), *found));
        seen.networks.extend(more);
    }
    let ports: Vec<(String, bool)> = interfaces
        .iter()
        .map(|interface| (interface.name.clone(), interface.shut))
        .collect();
    for interface in &mut seen.interfaces {
        interface.shut |= ports
            .iter()
            .any(|(name, shut)| *shut && *name == interface.alias);
    }
}

fn rule_line(seen: &mut Seen, name: &str, what: &str, values: &[&str]) {
    let nothing = Entry {
        permit: true,
        prefix: (std::net::Ipv4Addr::BROADCAST.into(), 32),
        shortest: 0,
        longest: 0,
    };
    let entries = seen.lists.entry(name.to_owned()).or_default();
    if entries.is_empty() {
        entries.push(nothing);
    }
    for entry in entries {
        match (what, values) {
            ("action", [verdict]) => entry.permit = *verdict == "permit",
            ("prefix" | "prefix6", values) => {
                if let Some(prefix) = net(values) {
                    entry.prefix = prefix;
                    entry.shortest = entry.shortest.max(prefix.1);
                    entry.longest = entry.longest.max(prefix.1);
                }
            }
            ("ge", [length]) => entry.shortest = length.parse().unwrap_or(0),
            ("le", [length]) => entry.longest = length.parse().unwrap_or(0),
            _ => {}
        }
    }
}

fn neighbor(seen: &mut Seen, ip: &str, what: &str, values: &[&str]) {
    let Ok(ip) = ip.parse() else { return };
    let peer = seen.peer(ip, None);
    match (what, values) {
        ("remote-as", [asn]) => peer.remote_as = asn.parse().ok(),
        ("local-as", [asn]) => peer.local_as = asn.parse().ok(),
        ("description", [text]) => peer.description = Some((*text).to_owned()),
        ("password", [key]) => peer.key = Some((*key).to_owned()),
        ("keep-alive-timer", [keepalive]) => peer.keepalive = keepalive.parse().unwrap_or(60),
        ("holdtime-timer", [hold]) => peer.hold = hold.parse().unwrap_or(180),
        ("bfd", ["enable"]) => peer.bfd = true,
        ("maximum-prefix" | "maximum-prefix6", [limit]) => peer.limit = limit.parse().ok(),
        ("route-map-in" | "route-map-in6", [name]) => peer.import = Some((*name).to_owned()),
        ("route-map-out" | "route-map-out6", [name]) => peer.export = Some((*name).to_owned()),
        ("shutdown", ["enable"]) => peer.shut = true,
        _ => {}
    }
}
