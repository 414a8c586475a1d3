//! The configurations of SR Linux and SR OS.

use std::collections::BTreeMap;

use super::super::grammar::{address, prefix};
use super::super::tree::Level;
use super::{Entry, Seen};

fn listed(text: &str) -> Option<String> {
    let name = text.trim_matches(|c| "[] \"".contains(c));
    (!name.is_empty()).then(|| name.to_owned())
}

pub(super) fn srl(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    let mut bfd: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for path in tree.paths() {
        let line: Vec<&str> = path
            .iter()
            .flat_map(|node| node.words.iter().map(String::as_str))
            .collect();
        match line.as_slice() {
            ["interface", port, "subinterface", unit, rest @ ..] => {
                seen.interface(port);
                let interface = seen.interface(&format!("{port}.{unit}"));
                match rest {
                    ["description", text] => interface.description = Some((*text).to_owned()),
                    ["vlan", "encap", "single-tagged", "vlan-id", vlan] => {
                        interface.vlan = vlan.parse().ok()
                    }
                    ["ip-mtu", mtu] => interface.mtu = mtu.parse().ok(),
                    [_, "address", net] => interface.addresses.extend(prefix(net)),
                    ["admin-state", "disable"] => interface.shut = true,
                    _ => {}
                }
            }
            ["interface", port, "admin-state", "disable"] => seen.interface(port).shut = true,
            ["interface", port, "description", text] => {
                seen.interface(port).description = Some((*text).to_owned())
            }
            ["interface", port, ..] => {
                seen.interface(port);
            }
            [
                "bfd",
                "subinterface",
                name,
                "desired-minimum-transmit-interval",
                time,
            ] => {
                bfd.insert((*name).to_owned(), (time.parse().unwrap_or(0) / 1000, 3));
            }
            ["network-instance", name, "interface", own] if *name != "default" => {
                seen.interface(own).vrf = Some((*name).to_owned());
            }
            ["network-instance", name, rest @ ..] => {
                let vrf = (*name != "default").then_some(*name);
                srl_instance(&mut seen, vrf, rest);
            }
            [
                "routing-policy",
                "prefix-set",
                name,
                "prefix",
                net,
                "mask-length-range",
                range,
            ] => {
                let Some(prefix) = prefix(net) else { continue };
                let bounds = range
                    .split_once("..")
                    .and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
                let (shortest, longest) = bounds.unwrap_or((prefix.1, prefix.1));
                seen.lists
                    .entry((*name).to_owned())
                    .or_default()
                    .push(Entry {
                        permit: true,
                        prefix,
                        shortest,
                        longest,
                    });
            }
            [
                "routing-policy",
                "policy",
                name,
                "statement",
                _,
                "match",
                "prefix",
                "prefix-set",
                list,
            ] => {
                seen.filters
                    .entry((*name).to_owned())
                    .or_default()
                    .lists
                    .push((*list).to_owned());
            }
            ["routing-policy", "policy", name, ..] => {
                seen.filters.entry((*name).to_owned()).or_default();
            }
            _ => {}
        }
    }
    for interface in &mut seen.interfaces {
        interface.bfd = bfd.get(&interface.name).copied();
    }
    seen
}

fn srl_instance(seen: &mut Seen, vrf: Option<&str>, line: &[&str]) {
    let own = vrf.map(str::to_owned);
    match line {
        ["static-routes", "route", net, ..] => statics(seen, own, net),
        ["protocols", "bgp", "autonomous-system", asn] => {
            drop(asn.parse().map(|asn| seen.asns.insert(own, asn)))
        }
        ["protocols", "bgp", "neighbor", ip, rest @ ..] => {
            let Ok(ip) = ip.parse() else { return };
            let peer = seen.peer(ip, vrf);
            peer.strict = true;
            match rest {
                ["peer-as", asn] => peer.remote_as = asn.parse().ok(),
                ["local-as", "as-number", asn] => peer.local_as = asn.parse().ok(),
                ["description", text] => peer.description = Some((*text).to_owned()),
                ["authentication", "password", key] => peer.key = Some((*key).to_owned()),
                ["timers", "hold-time", hold] => peer.hold = hold.parse().unwrap_or(90),
                ["timers", "keepalive-interval", keepalive] => {
                    peer.keepalive = keepalive.parse().unwrap_or(30)
                }
                ["failure-detection", "enable-bfd", "true"] => peer.bfd = true,
                ["import-policy", name] => peer.import = listed(name),
                ["export-policy", name] => peer.export = listed(name),
                [.., "max-received-routes", limit] => peer.limit = limit.parse().ok(),
                ["admin-state", "disable"] => peer.shut = true,
                _ => {}
            }
        }
        _ => {}
    }
}

/// A route that leads nowhere is there to be announced, once a policy lets it out.
fn statics(seen: &mut Seen, vrf: Option<String>, net: &str) {
    let found = prefix(net).map(|found| (vrf, found));
    if let Some(found) = found.filter(|found| !seen.statics.contains(found)) {
        seen.networks.push(found.clone());
        seen.statics.push(found);
    }
}

pub(super) fn sros(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    let mut primary: BTreeMap<String, (String, String)> = BTreeMap::new();
    for path in tree.paths() {
        let line: Vec<&str> = path
            .iter()
            .flat_map(|node| node.words.iter().map(String::as_str))
            .collect();
        match line.as_slice() {
            ["configure", "port" | "lag", port, "admin-state", "disable"] => {
                seen.interface(port).shut = true
            }
            ["configure", "port" | "lag", port, ..] => {
                seen.interface(port);
            }
            ["configure", "router", _, rest @ ..] => {
                sros_router(&mut seen, None, rest, &mut primary)
            }
            ["configure", "service", "vprn", name, rest @ ..] => {
                sros_router(&mut seen, Some(name), rest, &mut primary)
            }
            [
                "configure",
                "policy-options",
                "prefix-list",
                name,
                "prefix",
                net,
                "type",
                how,
                bounds @ ..,
            ] => {
                let Some(prefix) = prefix(net) else { continue };
                let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
                let list = seen.lists.entry((*name).to_owned()).or_default();
                let known = list
                    .iter()
                    .position(|entry| entry.prefix == prefix && *how == "range");
                let at = known.unwrap_or_else(|| {
                    let longest = if *how == "exact" { prefix.1 } else { longest };
                    list.push(Entry {
                        permit: true,
                        prefix,
                        shortest: prefix.1,
                        longest,
                    });
                    list.len() - 1
                });
                match bounds {
                    ["start-length", length] => list[at].shortest = length.parse().unwrap_or(0),
                    ["end-length", length] => list[at].longest = length.parse().unwrap_or(0),
                    _ => {}
                }
            }
            [
                "configure",
                "policy-options",
                "policy-statement",
                name,
                "entry",
                _,
                "from",
                "prefix-list",
                list,
            ] => {
                let list = listed(list).unwrap_or_default();
                seen.filters
                    .entry((*name).to_owned())
                    .or_default()
                    .lists
                    .push(list);
            }
            ["configure", "policy-options", "policy-statement", name, ..] => {
                seen.filters.entry((*name).to_owned()).or_default();
            }
            _ => {}
        }
    }
    for (name, (ip, length)) in primary {
        let found = address(&ip, &length);
        seen.interface(&name).addresses.extend(found);
    }
    seen
}

fn sros_router(
    seen: &mut Seen,
    vrf: Option<&str>,
    line: &[&str],
    primary: &mut BTreeMap<String, (String, String)>,
) {
    let own = vrf.map(str::to_owned);
    match line {
        ["autonomous-system", asn] => drop(asn.parse().map(|asn| seen.asns.insert(own, asn))),
        ["static-routes", "route", net, ..] => statics(seen, own, net),
        ["interface", name, rest @ ..] => {
            let interface = seen.interface(name);
            interface.vrf = own;
            match rest {
                ["port", port] | ["sap", port, ..] => {
                    let (port, vlan) = port.split_once(':').unwrap_or((port, ""));
                    interface.vlan = vlan.parse().ok();
                    interface.alias = port.to_owned();
                }
                ["description", text] => interface.description = Some((*text).to_owned()),
                ["ip-mtu", mtu] => interface.mtu = mtu.parse().ok(),
                ["ipv4", "primary", "address", ip] => {
                    (*ip).clone_into(&mut primary.entry((*name).to_owned()).or_default().0)
                }
                ["ipv4", "primary", "prefix-length", length] => {
                    (*length).clone_into(&mut primary.entry((*name).to_owned()).or_default().1);
                }
                ["ipv6", "address", ip, "prefix-length", length] => {
                    interface.addresses.extend(address(ip, length))
                }
                [_, "bfd", "transmit-interval", time] => {
                    interface.bfd = time.parse().ok().map(|time| (time, 3))
                }
                ["admin-state", "disable"] => interface.shut = true,
                _ => {}
            }
        }
        ["bgp", "neighbor", ip, rest @ ..] => {
            let Ok(ip) = ip.parse() else { return };
            let peer = seen.peer(ip, vrf);
            match rest {
                ["peer-as", asn] => peer.remote_as = asn.parse().ok(),
                ["local-as", "as-number", asn] => peer.local_as = asn.parse().ok(),
                ["description", text] => peer.description = Some((*text).to_owned()),
                ["authentication-key", key] => peer.key = Some((*key).to_owned()),
                ["keepalive", keepalive] => peer.keepalive = keepalive.parse().unwrap_or(30),
                ["hold-time", "seconds", hold] => peer.hold = hold.parse().unwrap_or(90),
                ["bfd-liveness", "true"] => peer.bfd = true,
                ["ebgp-default-reject-policy", _, "true"] => peer.strict = true,
                ["import", "policy", name] => peer.import = listed(name),
                ["export", "policy", name] => peer.export = listed(name),
                ["prefix-limit", _, "maximum", limit] => peer.limit = limit.parse().ok(),
                ["admin-state", "disable"] => peer.shut = true,
                _ => {}
            }
        }
        _ => {}
    }
}
