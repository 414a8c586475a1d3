//! The configuration of PAN-OS.

use std::collections::BTreeMap;

use super::super::grammar::prefix;
use super::super::tree::Level;
use super::{Entry, Seen};

/// What is said of a peer before its address is known.
#[derive(Default)]
struct Named<'t> {
    vrf: &'t str,
    group: &'t str,
    lines: Vec<Vec<&'t str>>,
}

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
    let mut peers: BTreeMap<(&str, &str, &str), Named<'_>> = BTreeMap::new();
    let mut keys: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut users: Vec<(&str, bool, &str, &str)> = Vec::new();
    for line in &all {
        match line.as_slice() {
            ["network", "interface", "loopback", "units", name, rest @ ..] => {
                interface(&mut seen, name, rest)
            }
            [
                "network",
                "interface",
                _,
                port,
                "layer3",
                "units",
                name,
                rest @ ..,
            ] => {
                seen.interface(port);
                interface(&mut seen, name, rest);
            }
            ["network", "interface", _, port, "link-state", "down"] => {
                seen.interface(port).shut = true
            }
            ["network", "interface", _, port, "layer3", "mtu", mtu] => {
                seen.interface(port).mtu = mtu.parse().ok()
            }
            ["network", "interface", _, port, ..] => {
                seen.interface(port);
            }
            ["network", "virtual-router", vr, "interface", name] if *vr != "default" => {
                seen.interface(name).vrf = Some((*vr).to_owned());
            }
            [
                "network",
                "virtual-router",
                vr,
                "routing-table",
                _,
                "static-route",
                _,
                "destination",
                net,
            ] => {
                seen.statics
                    .extend(prefix(net).map(|found| (own(vr), found)));
            }
            [
                "network",
                "virtual-router",
                vr,
                "protocol",
                "bgp",
                rest @ ..,
            ] => match rest {
                ["local-as", asn] => drop(asn.parse().map(|asn| seen.asns.insert(own(vr), asn))),
                ["redist-rules", net, "enable", "yes"] => {
                    seen.networks
                        .extend(prefix(net).map(|found| (own(vr), found)));
                }
                ["auth-profile", name, "secret", key] => drop(keys.insert((vr, name), key)),
                ["peer-group", group, "peer", name, rest @ ..] => {
                    let peer = peers.entry((vr, group, name)).or_default();
                    (peer.vrf, peer.group) = (vr, group);
                    peer.lines.push(rest.to_vec());
                }
                ["policy", way, "rules", rule, "used-by", group] => {
                    users.push((vr, *way == "import", rule, group))
                }
                [
                    "policy",
                    way,
                    "rules",
                    rule,
                    "match",
                    "address-prefix",
                    net,
                    rest @ ..,
                ] => {
                    let exact = matches!(rest, ["exact", "yes"]);
                    let list = seen.lists.entry(format!("{vr} {way} {rule}")).or_default();
                    list.extend(prefix(net).map(|found| entry(found, exact)));
                }
                _ => {}
            },
            _ => {}
        }
    }
    denied(&mut seen, &all);
    for peer in peers.values() {
        join(&mut seen, peer, &keys, &users);
    }
    seen
}

fn own(vr: &str) -> Option<String> {
    (vr != "default").then(|| vr.to_owned())
}

fn entry(prefix: (std::net::IpAddr, u8), exact: bool) -> Entry {
    let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
    Entry {
        permit: true,
        prefix,
        shortest: prefix.1,
        longest: if exact { prefix.1 } else { longest },
    }
}

/// Rules that deny.
fn denied(seen: &mut Seen, all: &[Vec<&str>]) {
    for line in all {
        if let [
            "network",
            "virtual-router",
            vr,
            "protocol",
            "bgp",
            "policy",
            way,
            "rules",
            rule,
            "action",
            "deny",
        ] = line.as_slice()
        {
            let list = seen.lists.entry(format!("{vr} {way} {rule}")).or_default();
            list.iter_mut().for_each(|entry| entry.permit = false);
        }
    }
}

fn join(
    seen: &mut Seen,
    named: &Named<'_>,
    keys: &BTreeMap<(&str, &str), &str>,
    users: &[(&str, bool, &str, &str)],
) {
    let address = named.lines.iter().find_map(|line| match line.as_slice() {
        ["peer-address", "ip", ip] => ip.parse().ok(),
        _ => None,
    });
    let Some(address) = address else { return };
    let mut policies = [None, None];
    for (at, (import, way)) in [(true, "import"), (false, "export")]
        .into_iter()
        .enumerate()
    {
        let rules = users.iter().filter(|(vr, own, _, group)| {
            *vr == named.vrf && *own == import && *group == named.group
        });
        let lists: Vec<String> = rules
            .map(|(vr, _, rule, _)| format!("{vr} {way} {rule}"))
            .collect();
        if !lists.is_empty() {
            let name = format!("{} {way} {}", named.vrf, named.group);
            seen.filters.entry(name.clone()).or_default().lists = lists;
            policies[at] = Some(name);
        }
    }
    let peer = seen.peer(address, own(named.vrf).as_deref());
    let [import, export] = policies;
    (peer.import, peer.export) = (import, export);
    for line in &named.lines {
        match line.as_slice() {
            ["peer-as", asn] => peer.remote_as = asn.parse().ok(),
            ["enable", "no"] => peer.shut = true,
            ["connection-options", "authentication", profile] => {
                peer.key = keys
                    .get(&(named.vrf, *profile))
                    .map(|key| (*key).to_owned());
            }
            ["connection-options", "keep-alive-interval", keepalive] => {
                peer.keepalive = keepalive.parse().unwrap_or(30)
            }
            ["connection-options", "hold-time", hold] => peer.hold = hold.parse().unwrap_or(90),
            ["max-prefixes", limit] => peer.limit = limit.parse().ok(),
            ["bfd", "profile", profile] => peer.bfd = *profile != "None",
            _ => {}
        }
    }
}

fn interface(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["tag", vlan] => interface.vlan = vlan.parse().ok(),
        ["ip", net] | ["ipv6", "address", net, ..] => interface.addresses.extend(prefix(net)),
        ["comment", text] => interface.description = Some((*text).to_owned()),
        ["mtu", mtu] => interface.mtu = mtu.parse().ok(),
        _ => {}
    }
}
