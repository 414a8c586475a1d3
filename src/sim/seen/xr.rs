//! The configurations of IOS XR and of VRP.

use super::super::grammar::{address, prefix};
use super::super::tree::Level;
use super::{Entry, Seen};

pub(super) fn xr(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    for path in tree.paths() {
        let words: Vec<Vec<&str>> = path
            .iter()
            .map(|node| node.words.iter().map(String::as_str).collect())
            .collect();
        let lines: Vec<&[&str]> = words.iter().map(Vec::as_slice).collect();
        match lines.as_slice() {
            [["interface", name], line] => xr_interface(&mut seen, name, line),
            [["interface", name], ..] => {
                seen.interface(name);
            }
            [["prefix-set", name], [line]] => set(&mut seen, name, line),
            [["route-policy", name], [line]] => {
                let filter = seen.filters.entry((*name).to_owned()).or_default();
                match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                    ["if" | "elseif", "destination", "in", set, ..] => {
                        filter.lists.push((*set).to_owned())
                    }
                    ["pass"] => filter.any = true,
                    _ => {}
                }
            }
            [["route-policy", name]] => {
                seen.filters.entry((*name).to_owned()).or_default();
            }
            [["router", "static"], ["vrf", vrf], _, [net, "Null0", ..]] => {
                seen.statics
                    .extend(prefix(net).map(|found| (Some((*vrf).to_owned()), found)));
            }
            [["router", "static"], _, [net, "Null0", ..]] => {
                seen.statics.extend(prefix(net).map(|found| (None, found)));
            }
            [["router", "bgp", asn], rest @ ..] => {
                if let Ok(asn) = asn.parse() {
                    seen.asns.insert(None, asn);
                }
                xr_bgp(&mut seen, None, rest);
            }
            _ => {}
        }
    }
    seen
}

fn xr_interface(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["encapsulation", "dot1q", vlan] => interface.vlan = vlan.parse().ok(),
        ["vrf", vrf] => interface.vrf = Some((*vrf).to_owned()),
        ["ipv4", "address", ip, mask] => interface.addresses.extend(address(ip, mask)),
        [_, "address", net] => interface.addresses.extend(prefix(net)),
        [_, "mtu", mtu] | ["mtu", mtu] => interface.mtu = mtu.parse().ok(),
        ["description", text] => interface.description = Some((*text).to_owned()),
        ["shutdown"] => interface.shut = true,
        _ => {}
    }
}

/// `10.0.0.0/8 ge 16 le 24,`
fn set(seen: &mut Seen, name: &str, line: &str) {
    for part in line.split(',') {
        let words: Vec<&str> = part.split_whitespace().collect();
        let Some(prefix) = words.first().and_then(|net| prefix(net)) else {
            continue;
        };
        let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
        let bound = |which: &str| {
            words
                .iter()
                .position(|word| *word == which)
                .and_then(|at| words.get(at + 1)?.parse().ok())
        };
        let (low, high) = match (bound("ge"), bound("le"), bound("eq")) {
            (_, _, Some(equal)) => (equal, equal),
            (None, None, None) => (prefix.1, prefix.1),
            (low, high, None) => (low.unwrap_or(prefix.1), high.unwrap_or(longest)),
        };
        seen.lists.entry(name.to_owned()).or_default().push(Entry {
            permit: true,
            prefix,
            shortest: low,
            longest: high,
        });
    }
}

fn xr_bgp(seen: &mut Seen, vrf: Option<&str>, path: &[&[&str]]) {
    match path {
        [["vrf", vrf], rest @ ..] => xr_bgp(seen, Some(vrf), rest),
        [["address-family", ..], ["network", net, ..]] => {
            seen.networks
                .extend(prefix(net).map(|found| (vrf.map(str::to_owned), found)));
        }
        [["neighbor", ip], rest @ ..] => {
            let (Ok(ip), Some(line)) = (ip.parse(), rest.last()) else {
                return;
            };
            let peer = seen.peer(ip, vrf);
            peer.strict = true;
            match line {
                ["remote-as", asn] => peer.remote_as = asn.parse().ok(),
                ["local-as", asn, ..] => peer.local_as = asn.parse().ok(),
                ["description", text] => peer.description = Some((*text).to_owned()),
                ["password", _, key] => peer.key = Some((*key).to_owned()),
                ["timers", keepalive, hold] => {
                    peer.keepalive = keepalive.parse().unwrap_or(60);
                    peer.hold = hold.parse().unwrap_or(180);
                }
                ["bfd", "fast-detect"] => peer.bfd = true,
                ["maximum-prefix", limit, ..] => peer.limit = limit.parse().ok(),
                ["route-policy", name, "in"] => peer.import = Some((*name).to_owned()),
                ["route-policy", name, "out"] => peer.export = Some((*name).to_owned()),
                ["shutdown"] => peer.shut = true,
                _ => {}
            }
        }
        _ => {}
    }
}

pub(super) fn vrp(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    for path in tree.paths() {
        let words: Vec<Vec<&str>> = path
            .iter()
            .map(|node| node.words.iter().map(String::as_str).collect())
            .collect();
        let lines: Vec<&[&str]> = words.iter().map(Vec::as_slice).collect();
        match lines.as_slice() {
            [["interface", name], line] => vrp_interface(&mut seen, name, line),
            [["interface", name], ..] => {
                seen.interface(name);
            }
            [
                [
                    "ip",
                    "ip-prefix" | "ipv6-prefix",
                    name,
                    "index",
                    _,
                    verdict,
                    net,
                    length,
                    bounds @ ..,
                ],
            ] => {
                let Some(prefix) = address(net, length) else {
                    continue;
                };
                let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
                let (mut low, mut high) = (prefix.1, prefix.1);
                for pair in bounds.chunks(2) {
                    match pair {
                        ["greater-equal", length] => {
                            (low, high) = (length.parse().unwrap_or(low), longest)
                        }
                        ["less-equal", length] => high = length.parse().unwrap_or(high),
                        _ => {}
                    }
                }
                let entry = Entry {
                    permit: *verdict == "permit",
                    prefix,
                    shortest: low,
                    longest: high,
                };
                seen.lists
                    .entry((*name).to_owned())
                    .or_default()
                    .push(entry);
            }
            [["route-policy", name, "permit", ..], rest @ ..] => {
                let filter = seen.filters.entry((*name).to_owned()).or_default();
                match rest {
                    [
                        ["if-match", "ip-prefix", list]
                        | ["if-match", "ipv6", "address", "prefix-list", list],
                    ] => {
                        filter.lists.push((*list).to_owned());
                    }
                    [] => filter.any = true,
                    _ => {}
                }
            }
            [
                [
                    "ip" | "ipv6",
                    "route-static",
                    "vpn-instance",
                    vrf,
                    net,
                    mask,
                    ..,
                ],
            ] => {
                seen.statics
                    .extend(address(net, mask).map(|found| (Some((*vrf).to_owned()), found)));
            }
            [["ip" | "ipv6", "route-static", net, mask, ..]] => {
                seen.statics
                    .extend(address(net, mask).map(|found| (None, found)));
            }
            [["bgp", asn], rest @ ..] => {
                if let Ok(asn) = asn.parse() {
                    seen.asns.insert(None, asn);
                }
                let denied = path.last().is_some_and(|node| node.denied);
                vrp_bgp(&mut seen, rest, denied);
            }
            _ => {}
        }
    }
    seen
}

fn vrp_interface(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["vlan-type", "dot1q", vlan] | ["dot1q", "termination", "vid", vlan] => {
            interface.vlan = vlan.parse().ok()
        }
        ["ip", "binding", "vpn-instance", vrf] => interface.vrf = Some((*vrf).to_owned()),
        ["ip" | "ipv6", "address", ip, length] => interface.addresses.extend(address(ip, length)),
        ["mtu", mtu] => interface.mtu = mtu.parse().ok(),
        ["description", text] => interface.description = Some((*text).to_owned()),
        ["shutdown"] => interface.shut = true,
        _ => {}
    }
}

fn vrp_bgp(seen: &mut Seen, path: &[&[&str]], denied: bool) {
    let (vrf, line) = match path {
        [[_, "vpn-instance", vrf], line] => (Some(*vrf), *line),
        [[_, "unicast"], line] | [line] => (None, *line),
        _ => return,
    };
    match line {
        ["network", net, length] => {
            seen.networks
                .extend(address(net, length).map(|found| (vrf.map(str::to_owned), found)));
        }
        ["peer", ip, rest @ ..] if !denied => {
            let Ok(ip) = ip.parse() else { return };
            let peer = seen.peer(ip, vrf);
            match rest {
                ["as-number", asn] => peer.remote_as = asn.parse().ok(),
                ["fake-as" | "local-as", asn] => peer.local_as = asn.parse().ok(),
                ["description", text] => peer.description = Some((*text).to_owned()),
                ["password", _, key] => peer.key = Some((*key).to_owned()),
                ["timer", "keepalive", keepalive, "hold", hold] => {
                    peer.keepalive = keepalive.parse().unwrap_or(60);
                    peer.hold = hold.parse().unwrap_or(180);
                }
                ["bfd", "enable"] => peer.bfd = true,
                ["route-limit", "accept-prefix", limit, ..] | ["route-limit", limit, ..] => {
                    peer.limit = limit.parse().ok()
                }
                ["route-policy", name, "import"] => peer.import = Some((*name).to_owned()),
                ["route-policy", name, "export"] => peer.export = Some((*name).to_owned()),
                ["ignore"] => peer.shut = true,
                _ => {}
            }
        }
        _ => {}
    }
}
