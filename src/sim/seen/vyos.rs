//! The configuration of VyOS.

use super::super::grammar::prefix;
use super::super::tree::Level;
use super::{Entry, Seen};

pub(super) fn seen(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    for path in tree.paths() {
        let line: Vec<&str> = path
            .iter()
            .flat_map(|node| node.words.iter().map(String::as_str))
            .collect();
        match line.as_slice() {
            ["interfaces", _, port, "vif", vlan, rest @ ..] => {
                let name = format!("{port}.{vlan}");
                seen.interface(&name).vlan = vlan.parse().ok();
                interface(&mut seen, &name, rest);
            }
            ["interfaces", _, port, rest @ ..] => interface(&mut seen, port, rest),
            ["vrf", "name", vrf, "protocols", rest @ ..] => protocols(&mut seen, Some(vrf), rest),
            ["protocols", rest @ ..] => protocols(&mut seen, None, rest),
            [
                "policy",
                "prefix-list" | "prefix-list6",
                name,
                "rule",
                rule,
                rest @ ..,
            ] => {
                list(&mut seen, name, rule, rest);
            }
            ["policy", "route-map", name, "rule", _, rest @ ..] => {
                let filter = seen.filters.entry((*name).to_owned()).or_default();
                if let ["match", _, "address", "prefix-list", list] = rest {
                    filter.lists.push((*list).to_owned());
                }
            }
            _ => {}
        }
    }
    // Rules are numbered; until one has its prefix it matches nothing.
    let lists = std::mem::take(&mut seen.lists);
    for (name, entries) in lists {
        let name = name.split(' ').next().unwrap_or_default().to_owned();
        seen.lists.entry(name).or_default().extend(entries);
    }
    seen
}

fn interface(seen: &mut Seen, name: &str, line: &[&str]) {
    let interface = seen.interface(name);
    match line {
        ["address", net] => interface.addresses.extend(prefix(net)),
        ["description", text] => interface.description = Some((*text).to_owned()),
        ["mtu", mtu] => interface.mtu = mtu.parse().ok(),
        ["vrf", vrf] => interface.vrf = Some((*vrf).to_owned()),
        ["disable"] => interface.shut = true,
        _ => {}
    }
}

/// Rules come in the order of their statements: action, bounds, prefix.
fn list(seen: &mut Seen, name: &str, rule: &str, line: &[&str]) {
    let entries = seen.lists.entry(format!("{name} {rule:0>5}")).or_default();
    let nothing = Entry {
        permit: true,
        prefix: (std::net::Ipv4Addr::BROADCAST.into(), 32),
        shortest: 0,
        longest: 0,
    };
    if entries.is_empty() {
        entries.push(nothing);
    }
    for entry in entries {
        match line {
            ["action", verdict] => entry.permit = *verdict == "permit",
            ["prefix", net] => {
                if let Some(prefix) = prefix(net) {
                    entry.prefix = prefix;
                    entry.shortest = prefix.1.max(entry.shortest);
                    entry.longest = entry.longest.max(prefix.1);
                }
            }
            ["ge", length] => entry.shortest = length.parse().unwrap_or(0),
            ["le", length] => entry.longest = length.parse().unwrap_or(0),
            _ => {}
        }
    }
}

fn protocols(seen: &mut Seen, vrf: Option<&str>, line: &[&str]) {
    let own = vrf.map(str::to_owned);
    match line {
        ["static", _, net, ..] => seen.statics.extend(prefix(net).map(|found| (own, found))),
        ["bgp", "system-as", asn] => {
            if let Ok(asn) = asn.parse() {
                seen.asns.insert(own, asn);
            }
        }
        ["bgp", "address-family", _, "network", net] => {
            seen.networks.extend(prefix(net).map(|found| (own, found)));
        }
        ["bgp", "neighbor", ip, rest @ ..] => {
            let Ok(ip) = ip.parse() else { return };
            let peer = seen.peer(ip, vrf);
            match rest {
                ["remote-as", asn] => peer.remote_as = asn.parse().ok(),
                ["local-as", asn, ..] => peer.local_as = asn.parse().ok(),
                ["description", text] => peer.description = Some((*text).to_owned()),
                ["password", key] => peer.key = Some((*key).to_owned()),
                ["timers", "keepalive", keepalive] => {
                    peer.keepalive = keepalive.parse().unwrap_or(60)
                }
                ["timers", "holdtime", hold] => peer.hold = hold.parse().unwrap_or(180),
                ["bfd", ..] => peer.bfd = true,
                ["address-family", _, "maximum-prefix", limit] => peer.limit = limit.parse().ok(),
                ["address-family", _, "route-map", "import", name] => {
                    peer.import = Some((*name).to_owned())
                }
                ["address-family", _, "route-map", "export", name] => {
                    peer.export = Some((*name).to_owned())
                }
                ["shutdown"] => peer.shut = true,
                _ => {}
            }
        }
        _ => {}
    }
}
