//! The configuration of Junos.

use std::collections::{BTreeMap, BTreeSet};

use super::super::grammar::prefix;
use super::super::tree::Level;
use super::{Entry, Filter, Seen};

pub(super) fn seen(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    let paths = tree.paths();
    let all: Vec<Vec<&str>> = paths
        .iter()
        .map(|path| {
            path.iter()
                .flat_map(|node| node.words.iter().map(String::as_str))
                .collect()
        })
        .collect();
    let applied: BTreeSet<&str> = all
        .iter()
        .filter_map(|line| match line.as_slice() {
            ["apply-groups", name] => Some(*name),
            _ => None,
        })
        .collect();
    let mut instances: BTreeMap<String, String> = BTreeMap::new();
    let mut tagged: BTreeSet<&str> = BTreeSet::new();
    for line in &all {
        let line = match line.as_slice() {
            ["groups", name, rest @ ..] if applied.contains(name) => rest,
            line => line,
        };
        match line {
            ["routing-instances", vrf, "interface", name] => {
                drop(instances.insert((*name).to_owned(), (*vrf).to_owned()))
            }
            ["routing-instances", vrf, rest @ ..] => instance(&mut seen, Some(vrf), rest),
            ["interfaces", port, "flexible-vlan-tagging" | "vlan-tagging"] => {
                tagged.insert(port);
            }
            ["interfaces", port, "unit", unit, rest @ ..] => {
                unit_line(&mut seen, &format!("{port}.{unit}"), rest)
            }
            ["interfaces", port, "disable"] => seen.interface(port).shut = true,
            ["interfaces", port, "description", text] => {
                seen.interface(port).description = Some((*text).to_owned())
            }
            ["interfaces", port, "mtu", mtu] => seen.interface(port).mtu = mtu.parse().ok(),
            ["interfaces", port, ..] => {
                seen.interface(port);
            }
            ["policy-options", "policy-statement", name, rest @ ..] => {
                policy(&mut seen, name, rest)
            }
            rest => instance(&mut seen, None, rest),
        }
    }
    for interface in &mut seen.interfaces {
        let port = interface.name.split('.').next().unwrap_or_default();
        interface.untagged = interface.vlan.is_some() && port != "irb" && !tagged.contains(port);
        if let Some(vrf) = instances.get(&interface.name) {
            interface.vrf = Some(vrf.clone());
        }
    }
    // A VLAN of the switch, and the interface that routes it.
    let mut vlans: BTreeMap<&str, (Option<u16>, Option<&str>)> = BTreeMap::new();
    for line in &all {
        match line.as_slice() {
            ["vlans", name, "vlan-id", vlan] => {
                vlans.entry(name).or_default().0 = vlan.parse().ok()
            }
            ["vlans", name, "l3-interface", own] => vlans.entry(name).or_default().1 = Some(own),
            _ => {}
        }
    }
    for (vlan, name) in vlans.values() {
        if let Some(name) = name {
            seen.interface(name).vlan = *vlan;
        }
    }
    seen
}

fn unit_line(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["vlan-id", vlan] => interface.vlan = vlan.parse().ok(),
        ["description", text] => interface.description = Some((*text).to_owned()),
        ["disable"] => interface.shut = true,
        ["family", _, "mtu", mtu] => interface.mtu = mtu.parse().ok(),
        ["family", _, "address", net] => interface.addresses.extend(prefix(net)),
        _ => {}
    }
}

fn instance(seen: &mut Seen, vrf: Option<&str>, line: &[&str]) {
    match line {
        ["routing-options", "autonomous-system", asn] => {
            if let Ok(asn) = asn.parse() {
                seen.asns.insert(vrf.map(str::to_owned), asn);
            }
        }
        ["routing-options", "static", "route", net, ..]
        | ["routing-options", "rib", _, "static", "route", net, ..] => {
            let found = prefix(net).map(|found| (vrf.map(str::to_owned), found));
            if let Some(found) = found.filter(|found| !seen.statics.contains(found)) {
                // What is exported is routes: those that lead nowhere are there to be.
                seen.networks.push(found.clone());
                seen.statics.push(found);
            }
        }
        ["protocols", "bgp", "group", _, "neighbor", ip, rest @ ..] => {
            if let Ok(ip) = ip.parse() {
                let peer = seen.peer(ip, vrf);
                match rest {
                    ["peer-as", asn] => peer.remote_as = asn.parse().ok(),
                    ["local-as", asn] if asn.parse::<u32>().is_ok() => {
                        peer.local_as = asn.parse().ok()
                    }
                    ["description", text] => peer.description = Some((*text).to_owned()),
                    ["authentication-key", key] => peer.key = Some((*key).to_owned()),
                    ["hold-time", hold] => {
                        peer.hold = hold.parse().unwrap_or(90);
                        peer.keepalive = peer.hold / 3;
                    }
                    ["bfd-liveness-detection", ..] => peer.bfd = true,
                    ["family", .., "maximum", limit] => peer.limit = limit.parse().ok(),
                    ["import", name] => peer.import = Some((*name).to_owned()),
                    ["export", name] => peer.export = Some((*name).to_owned()),
                    ["shutdown"] => peer.shut = true,
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// A term with filters lets those through, if it accepts; one without lets everything.
fn policy(seen: &mut Seen, name: &str, line: &[&str]) {
    let filter: &mut Filter = seen.filters.entry(name.to_owned()).or_default();
    match line {
        ["term", term, "from", "route-filter", net, how] => {
            let Some(prefix) = prefix(net) else { return };
            let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
            let (shortest, longest) = match *how {
                "exact" => (prefix.1, prefix.1),
                "longer" => (prefix.1 + 1, longest),
                _ => (prefix.1, longest),
            };
            let list = format!("{name} {term}");
            if !filter.lists.contains(&list) {
                filter.lists.push(list.clone());
            }
            seen.lists.entry(list).or_default().push(Entry {
                permit: true,
                prefix,
                shortest,
                longest,
            });
        }
        ["term", term, "then", "reject"] => {
            let list = format!("{name} {term}");
            seen.lists
                .entry(list)
                .or_default()
                .iter_mut()
                .for_each(|entry| entry.permit = false);
        }
        _ => {}
    }
}
