//! The configuration language of IOS and those that speak like it: EOS, NX-OS, ASA, FRR.

use std::net::IpAddr;

use super::super::grammar::{address, prefix};
use super::super::tree::{Level, Node};
use super::{Entry, Filter, Seen};

pub(super) fn seen(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    for path in tree.paths() {
        let words: Vec<Vec<&str>> = path
            .iter()
            .map(|node| node.words.iter().map(String::as_str).collect())
            .collect();
        let lines: Vec<&[&str]> = words.iter().map(Vec::as_slice).collect();
        let denied = path.last().is_some_and(|node: &&Node| node.denied);
        match lines.as_slice() {
            [["interface", name]] => {
                seen.interface(name);
            }
            [["interface", name], line] if !denied => interface(&mut seen, name, line),
            [["interface", name], ..] => {
                seen.interface(name);
            }
            [["route-map", name, "permit", _]] => {
                seen.filters.entry((*name).to_owned()).or_default().any = true;
            }
            [["route-map", name, "permit", _], line] => route_map(&mut seen, name, line),
            [["router", "bgp", asn, rest @ ..], below @ ..] => {
                let vrf = match rest {
                    ["vrf", name] => Some(*name),
                    _ => None,
                };
                if let Ok(asn) = asn.parse() {
                    seen.asns.insert(vrf.map(str::to_owned), asn);
                }
                bgp(&mut seen, vrf, below, denied);
            }
            [[family @ ("ip" | "ipv6"), "prefix-list", name], line] => {
                list(&mut seen, family, name, line);
            }
            [["prefix-list", name, line @ ..]] => list(&mut seen, "ip", name, line),
            [[family @ ("ip" | "ipv6"), "prefix-list", name, line @ ..]] => {
                list(&mut seen, family, name, line);
            }
            [["mtu", name, mtu]] => {
                let own = seen.interfaces.iter_mut().find(|own| own.alias == *name);
                if let Some(own) = own {
                    own.mtu = mtu.parse().ok();
                }
            }
            [["ipv6", "route", "Null0", net, ..]] => {
                seen.statics.extend(prefix(net).map(|found| (None, found)));
            }
            [["ip" | "ipv6", "route", line @ ..]] => route(&mut seen, None, line),
            [
                ["vrf", "context", vrf] | ["vrf", vrf],
                ["ip" | "ipv6", "route", line @ ..],
            ] => {
                route(&mut seen, Some(vrf), line);
            }
            [["route", "Null0", net, mask, ..]] => {
                seen.statics
                    .extend(address(net, mask).map(|found| (None, found)));
            }
            _ => {}
        }
    }
    seen
}

/// The kernel owns VLANs and VRFs: the name of a device says the one, where its neighbour is
/// configured the other.
pub(super) fn kernel(mut seen: Seen) -> Seen {
    let peers = seen.peers.clone();
    for interface in &mut seen.interfaces {
        let number = interface.name.rsplit('.').next();
        interface.vlan = number.and_then(|number| number.parse().ok());
        let peer = peers
            .iter()
            .find(|peer| interface.address_towards(peer.address).is_some());
        interface.vrf = peer.and_then(|peer| peer.vrf.clone());
        interface.bfd = Some((300, 3));
    }
    // A port is there whether FRR's configuration names it or not.
    let ports: Vec<String> = seen
        .interfaces
        .iter()
        .filter_map(|interface| Some(interface.name.split_once('.')?.0.to_owned()))
        .collect();
    for port in ports {
        seen.interface(&port);
    }
    seen
}

fn route(seen: &mut Seen, vrf: Option<&str>, line: &[&str]) {
    match line {
        ["vrf", vrf, line @ ..] => route(seen, Some(vrf), line),
        [net, mask, ..] if mask.contains('.') && address(net, mask).is_some() => {
            seen.statics
                .extend(address(net, mask).map(|found| (vrf.map(str::to_owned), found)));
        }
        [net, ..] => seen
            .statics
            .extend(prefix(net).map(|found| (vrf.map(str::to_owned), found))),
        [] => {}
    }
}

fn interface(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["encapsulation", "dot1Q" | "dot1q", "vlan", vlan]
        | ["encapsulation", "dot1Q" | "dot1q", vlan]
        | ["vlan", vlan] => {
            interface.vlan = vlan.parse().ok();
        }
        ["vrf", "forwarding" | "member", vrf] | ["ip", "vrf", "forwarding", vrf] | ["vrf", vrf] => {
            interface.vrf = Some((*vrf).to_owned());
        }
        ["ip", "address", ip, mask] => interface.addresses.extend(address(ip, mask)),
        ["ip" | "ipv6", "address", net] => interface.addresses.extend(prefix(net)),
        ["ip" | "ipv6", "mtu", mtu] | ["mtu", mtu] => interface.mtu = mtu.parse().ok(),
        ["description", text] => interface.description = Some((*text).to_owned()),
        ["shutdown"] => interface.shut = true,
        ["nameif", name] => interface.alias = (*name).to_owned(),
        [
            "bfd",
            "interval",
            ms,
            "min_rx" | "min-rx",
            _,
            "multiplier",
            times,
        ] => {
            interface.bfd = ms.parse().ok().zip(times.parse().ok());
        }
        _ => {}
    }
}

fn route_map(seen: &mut Seen, name: &str, line: &[&str]) {
    let filter: &mut Filter = seen.filters.entry(name.to_owned()).or_default();
    if let ["match", "ip" | "ipv6", "address", "prefix-list", list] = line {
        filter.lists.push((*list).to_owned());
    }
}

fn list(seen: &mut Seen, family: &str, name: &str, line: &[&str]) {
    let line = match line {
        ["seq", _, rest @ ..] => rest,
        rest => rest,
    };
    let [verdict, net, bounds @ ..] = line else {
        return;
    };
    let Some(prefix) = prefix(net) else {
        return;
    };
    let longest = if family == "ip" { 32 } else { 128 };
    let (mut low, mut high) = (prefix.1, prefix.1);
    for pair in bounds.chunks(2) {
        match pair {
            ["ge", length] => (low, high) = (length.parse().unwrap_or(low), longest),
            ["le", length] => high = length.parse().unwrap_or(high),
            _ => {}
        }
    }
    let entry = Entry {
        permit: *verdict == "permit",
        prefix,
        shortest: low,
        longest: high,
    };
    seen.lists.entry(name.to_owned()).or_default().push(entry);
}

/// What stands below `router bgp`, with the sections for families and VRFs on the way.
fn bgp(seen: &mut Seen, vrf: Option<&str>, path: &[&[&str]], denied: bool) {
    match path {
        [["vrf", vrf], rest @ ..] => bgp(seen, Some(vrf), rest, denied),
        [["address-family", family @ ..], rest @ ..] => {
            let outer = vrf;
            let vrf = family
                .iter()
                .position(|word| *word == "vrf")
                .and_then(|at| family.get(at + 1));
            bgp(seen, vrf.copied().or(outer), rest, denied);
        }
        [["neighbor", ip], rest @ ..] => {
            if let (Ok(ip), Some(line)) = (ip.parse(), rest.last()) {
                neighbor(seen, vrf, ip, line);
            }
        }
        [["neighbor", ip, line @ ..]] if !denied => {
            if let Ok(ip) = ip.parse() {
                neighbor(seen, vrf, ip, line);
            }
        }
        [["network", net, "mask", mask]] => {
            seen.networks
                .extend(address(net, mask).map(|found| (vrf.map(str::to_owned), found)));
        }
        [["network", net, ..]] => {
            seen.networks
                .extend(prefix(net).map(|found| (vrf.map(str::to_owned), found)));
        }
        _ => {}
    }
}

fn neighbor(seen: &mut Seen, vrf: Option<&str>, ip: IpAddr, line: &[&str]) {
    let peer = seen.peer(ip, vrf);
    match line {
        ["remote-as", asn] => peer.remote_as = asn.parse().ok(),
        ["local-as", asn, ..] => peer.local_as = asn.parse().ok(),
        ["description", text] => peer.description = Some((*text).to_owned()),
        ["password", "0" | "7" | "3", key] | ["password", key] => {
            peer.key = Some((*key).to_owned())
        }
        ["timers", keepalive, hold] => {
            peer.keepalive = keepalive.parse().unwrap_or(60);
            peer.hold = hold.parse().unwrap_or(180);
        }
        ["fall-over", "bfd", ..] | ["bfd", ..] => peer.bfd = true,
        ["maximum-prefix" | "maximum-routes", limit, ..] => peer.limit = limit.parse().ok(),
        ["route-map", name, "in"] => peer.import = Some((*name).to_owned()),
        ["route-map", name, "out"] => peer.export = Some((*name).to_owned()),
        ["shutdown"] => peer.shut = true,
        _ => {}
    }
}
