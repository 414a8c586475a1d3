//! The configuration of RouterOS.

use std::collections::BTreeMap;

use super::super::grammar::prefix;
use super::super::tree::{Level, Node};
use super::{Entry, Seen};

fn get<'n>(item: &'n Node, name: &str) -> Option<&'n str> {
    item.words.iter().find_map(|word| {
        let (own, value) = word.split_once('=').unwrap_or((word, "yes"));
        (own == name).then_some(value)
    })
}

pub(super) fn seen(tree: &Level) -> Seen {
    let mut seen = Seen::default();
    let mut vrfs: BTreeMap<String, String> = BTreeMap::new();
    let mut networks: BTreeMap<String, Vec<(std::net::IpAddr, u8)>> = BTreeMap::new();
    let mut instances: BTreeMap<String, (Option<u32>, Option<String>)> = BTreeMap::new();
    for section in &tree.0 {
        let menu = section.words.join(" ");
        for item in &section.below.0 {
            let text = |name: &str| get(item, name).map(str::to_owned);
            match menu.as_str() {
                "/interface ethernet" | "/interface bonding" | "/interface vlan" => {
                    let own = seen.interface(get(item, "name").unwrap_or_default());
                    own.shut = get(item, "disabled") == Some("yes");
                    own.vlan = get(item, "vlan-id").and_then(|vlan| vlan.parse().ok());
                    own.mtu = get(item, "mtu").and_then(|mtu| mtu.parse().ok());
                    own.description = text("comment");
                    own.alias = text("interface").unwrap_or_default();
                }
                "/ip vrf" => {
                    let names = get(item, "interfaces").unwrap_or_default().split(',');
                    vrfs.extend(
                        names.map(|name| (name.to_owned(), text("name").unwrap_or_default())),
                    );
                }
                "/ip address" | "/ipv6 address" => {
                    let own = seen.interface(get(item, "interface").unwrap_or_default());
                    own.addresses.extend(get(item, "address").and_then(prefix));
                }
                "/ip route" | "/ipv6 route" if get(item, "blackhole").is_some() => {
                    let table = text("routing-table").filter(|table| table != "main");
                    seen.statics.extend(
                        get(item, "dst-address")
                            .and_then(prefix)
                            .map(|found| (table, found)),
                    );
                }
                "/ip firewall address-list" | "/ipv6 firewall address-list" => {
                    let list = networks
                        .entry(text("list").unwrap_or_default())
                        .or_default();
                    list.extend(get(item, "address").and_then(prefix));
                }
                "/routing filter rule" => rule(
                    &mut seen,
                    get(item, "chain").unwrap_or_default(),
                    get(item, "rule").unwrap_or_default(),
                ),
                "/routing bgp instance" => {
                    let asn = get(item, "as").and_then(|asn| asn.parse().ok());
                    let vrf = text("vrf").filter(|vrf| vrf != "main");
                    instances.insert(text("name").unwrap_or_default(), (asn, vrf));
                }
                _ => {}
            }
        }
    }
    let ports: Vec<(String, bool)> = seen
        .interfaces
        .iter()
        .map(|own| (own.name.clone(), own.shut))
        .collect();
    for own in &mut seen.interfaces {
        own.vrf = vrfs.get(&own.name).cloned();
        own.shut |= ports.iter().any(|(name, shut)| *shut && *name == own.alias);
        own.bfd = Some((300, 3));
    }
    let connections = tree
        .0
        .iter()
        .filter(|section| section.words.join(" ") == "/routing bgp connection");
    for item in connections.flat_map(|section| &section.below.0) {
        connection(&mut seen, item, &instances, &networks);
    }
    seen
}

fn connection(
    seen: &mut Seen,
    item: &Node,
    instances: &BTreeMap<String, (Option<u32>, Option<String>)>,
    networks: &BTreeMap<String, Vec<(std::net::IpAddr, u8)>>,
) {
    let text = |name: &str| get(item, name).map(str::to_owned);
    let Some(address) = get(item, "remote.address").and_then(|ip| ip.parse().ok()) else {
        return;
    };
    let instance = get(item, "instance")
        .and_then(|name| instances.get(name))
        .cloned()
        .unwrap_or_default();
    let vrf = instance.1.or(text("vrf").filter(|vrf| vrf != "main"));
    let asn = instance
        .0
        .or(get(item, "as").and_then(|asn| asn.parse().ok()));
    if let Some(asn) = asn {
        seen.asns.insert(vrf.clone(), asn);
    }
    let list = get(item, "output.network").and_then(|name| networks.get(name));
    for prefix in list.into_iter().flatten() {
        let found = (vrf.clone(), *prefix);
        // A network is announced when there is a route for it.
        if seen.statics.contains(&found) && !seen.networks.contains(&found) {
            seen.networks.push(found);
        }
    }
    let peer = seen.peer(address, vrf.as_deref());
    peer.local_as = asn;
    peer.remote_as = get(item, "remote.as").and_then(|asn| asn.parse().ok());
    peer.key = text("tcp-md5-key").filter(|key| !key.is_empty());
    peer.bfd = get(item, "use-bfd") == Some("yes");
    peer.description = text("name");
    let seconds =
        |name: &str| get(item, name).and_then(|time| time.trim_end_matches('s').parse().ok());
    peer.hold = seconds("hold-time").unwrap_or(180);
    peer.keepalive = seconds("keepalive-time").unwrap_or(60);
    let limit = get(item, "input.limit-process-routes-ipv4")
        .or(get(item, "input.limit-process-routes-ipv6"));
    peer.limit = limit.and_then(|limit| limit.parse().ok());
    peer.import = text("input.filter");
    peer.export = text("output.filter-chain");
    peer.shut = get(item, "disabled") == Some("yes");
}

/// `if (dst in 172.31.0.0/16) { accept }`
fn rule(seen: &mut Seen, chain: &str, rule: &str) {
    let filter = seen.filters.entry(chain.to_owned()).or_default();
    if !filter.lists.iter().any(|list| list == chain) {
        filter.lists.push(chain.to_owned());
    }
    let words: Vec<&str> = rule
        .split(|c: char| c.is_whitespace() || "(){};".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let permit = words.contains(&"accept");
    for pair in words.windows(3) {
        let ["dst", how, net] = pair else { continue };
        let Some(prefix) = prefix(net) else { continue };
        let longest = if prefix.0.is_ipv4() { 32 } else { 128 };
        let longest = if *how == "==" { prefix.1 } else { longest };
        seen.lists.entry(chain.to_owned()).or_default().push(Entry {
            permit,
            prefix,
            shortest: prefix.1,
            longest,
        });
    }
}
