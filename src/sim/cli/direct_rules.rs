//! What NX-OS, ASA, EOS and FRR refuse although the words are right, what they say besides, and
//! what goes along when something goes.

use super::super::edit::{Did, Place};
use super::super::kind::{Dialect, Family};
use super::super::seen::Seen;
use super::super::tree::{Level, Node};

/// The words in the prompt for the section.
pub(super) fn mode(dialect: Dialect, place: &Place, session: Option<&str>) -> String {
    let names: Vec<Vec<&str>> = place
        .0
        .iter()
        .map(|(key, _)| key.split(' ').collect())
        .collect();
    let names: Vec<&[&str]> = names.iter().map(Vec::as_slice).collect();
    let eos = dialect == Dialect::Eos;
    let word = match names.as_slice() {
        [] => String::new(),
        [["interface", name]] if eos => format!("-if-{}", short(name)),
        [["interface", name]] if name.contains('.') && dialect == Dialect::Nxos => {
            "-subif".to_owned()
        }
        [["interface", ..]] => "-if".to_owned(),
        [["router", ..]] if eos => "-router-bgp".to_owned(),
        [["router", ..], .., ["address-family", ..]] if eos => "-router-bgp-af".to_owned(),
        [["router", ..], ["vrf", name]] if eos => format!("-router-bgp-vrf-{name}"),
        [["router", ..]] => "-router".to_owned(),
        [["router", ..], .., ["neighbor", _]] => "-router-neighbor".to_owned(),
        [["router", ..], .., ["neighbor", _], _] => "-router-neighbor-af".to_owned(),
        [["router", ..], ["vrf", _]] => "-router-vrf".to_owned(),
        [["router", ..], ..] => "-router-af".to_owned(),
        [["route-map", name, ..]] if eos => format!("-route-map-{name}"),
        [["route-map", ..]] => "-route-map".to_owned(),
        [["vrf", _, name]] if eos => format!("-vrf-{name}"),
        [["vrf", ..], ..] => "-vrf".to_owned(),
        [["vlan", number]] if eos => format!("-vlan-{number}"),
        [["vlan", ..]] => "-vlan".to_owned(),
        [["bfd"], ..] => "-bfd".to_owned(),
        [["bfd-template", ..]] => "-bfd".to_owned(),
        [["ip" | "ipv6", "prefix-list", ..]] => "-ip-pfx".to_owned(),
        [[first, ..], ..] => format!("-{first}"),
        _ => String::new(),
    };
    match session {
        Some(super::dual::NAME) => format!("config-dual-stage{word}"),
        Some(name) => format!(
            "config-s-{}{word}",
            name.chars().take(6).collect::<String>()
        ),
        None => format!("config{word}"),
    }
}

/// `Ethernet1.101` is `Et1.101`.
fn short(name: &str) -> String {
    let kinds = [
        ("Ethernet", "Et"),
        ("Port-Channel", "Po"),
        ("Loopback", "Lo"),
        ("Management", "Ma"),
        ("Vlan", "Vl"),
    ];
    let found = kinds
        .iter()
        .find_map(|(long, short)| Some(format!("{short}{}", name.strip_prefix(long)?)));
    found.unwrap_or_else(|| name.to_owned())
}

/// What the device says to a line that it knows: notes, or why it does not take it.
pub(super) fn judge(
    dialect: Dialect,
    before: &Level,
    tree: &mut Level,
    place: &Place,
    did: &Did,
    line: &str,
) -> Result<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if let Did::Removed(gone) = did {
        return removed(dialect, tree, place, gone, &words);
    }
    let section: Vec<&str> = place
        .0
        .first()
        .map(|(key, _)| key.split(' ').collect())
        .unwrap_or_default();
    match (section.as_slice(), words.as_slice()) {
        (_, ["router", "bgp", asn]) => one_bgp(dialect, before, asn)?,
        (["interface", name], ["interface", _]) => port_is_there(dialect, before, name)?,
        (["interface", name], ["vrf", "member", vrf]) => return Ok(vrf_member(tree, name, vrf)),
        (["interface", name], ["ip" | "ipv6", "address", ..]) => {
            routed(dialect, before, name)?;
            overlaps(dialect, tree, name)?;
        }
        (["interface", name], ["encapsulation", .., vlan] | ["vlan", vlan]) => {
            one_vlan(dialect, tree, name, vlan)?
        }
        (["interface", name], ["nameif", given]) => {
            let taken = tree
                .0
                .iter()
                .any(|node| !node.starts(&["interface", name]) && has(node, &["nameif", given]));
            if taken {
                return Err(format!("ERROR: interface name {given} already exists\n"));
            }
            return Ok(format!(
                "INFO: Security level for \"{given}\" set to 0 by default.\n"
            ));
        }
        (_, ["mtu", name, _]) if dialect == Dialect::Asa => {
            if !tree.0.iter().any(|node| has(node, &["nameif", name])) {
                return Err(format!(
                    "ERROR: % Invalid input detected at '^' marker.\nERROR: interface {name} does not exist\n"
                ));
            }
        }
        (["router", ..], ["neighbor", peer, what, ..]) if *what != "remote-as" => {
            has_remote_as(dialect, tree, place, peer)?;
        }
        (["interface", ..], ["channel-group", ..]) if dialect == Dialect::Nxos => {
            feature(before, "lacp")?
        }
        _ => {}
    }
    Ok(String::new())
}

fn has(section: &Node, line: &[&str]) -> bool {
    section.below.0.iter().any(|node| node.starts(line))
}

fn removed(
    dialect: Dialect,
    tree: &mut Level,
    place: &Place,
    gone: &[Node],
    words: &[&str],
) -> Result<String, String> {
    match words {
        ["no", "interface", name]
            if dialect == Dialect::Asa && !name.contains('.') && !name.starts_with("Port") =>
        {
            Err("ERROR: % Removal of physical interfaces is not permitted.\n".to_owned())
        }
        // A name goes with its interface, and takes along what was said of it.
        ["no", "interface", ..] if dialect == Dialect::Asa => {
            let lines = gone.iter().flat_map(|node| &node.below.0);
            let names: Vec<String> = lines
                .filter(|node| node.starts(&["nameif"]))
                .filter_map(|node| node.words.get(1).cloned())
                .collect();
            tree.take_if(|node| names.iter().any(|name| node.starts(&["mtu", name])));
            Ok(String::new())
        }
        ["no", "neighbor", peer] | ["no", "neighbor", peer, "remote-as", ..] => {
            let depth = place
                .0
                .iter()
                .rposition(|(key, _)| !key.starts_with("address-family"))
                .map_or(0, |at| at + 1);
            let depth = if dialect == Dialect::Asa { 1 } else { depth };
            let scope = tree.inside(place.0[..depth].iter().map(|(key, _)| key.as_str()));
            if let Some(scope) = scope {
                forget(scope, peer);
            }
            Ok(String::new())
        }
        _ => Ok(String::new()),
    }
}

/// Everything that was said of a neighbour, in this VRF.
fn forget(level: &mut Level, peer: &str) {
    level.take_if(|node| node.starts(&["neighbor", peer]));
    for node in level
        .0
        .iter_mut()
        .filter(|node| node.starts(&["address-family"]))
    {
        forget(&mut node.below, peer);
    }
}

fn one_bgp(dialect: Dialect, before: &Level, asn: &str) -> Result<(), String> {
    if dialect == Dialect::Nxos {
        feature(before, "bgp")?;
    }
    let other = before
        .0
        .iter()
        .find(|node| node.starts(&["router", "bgp"]) && node.words.len() == 3);
    match other.and_then(|node| node.words.get(2)) {
        Some(running) if running != asn => Err(match dialect {
            Dialect::Nxos => format!("BGP is already running. Tag is {running}\n"),
            Dialect::Eos => format!("% BGP is already running with AS number {running}\n"),
            Dialect::Asa => format!("ERROR: BGP is already running; AS is {running}\n"),
            _ => format!("BGP is already running; AS is {running}\n"),
        }),
        _ => Ok(()),
    }
}

/// Without its feature a command is not there.
fn feature(before: &Level, name: &str) -> Result<(), String> {
    match before.0.iter().any(|node| node.starts(&["feature", name])) {
        true => Ok(()),
        false => Err("      ^\n% Invalid command at '^' marker.\n".to_owned()),
    }
}

fn port_is_there(dialect: Dialect, before: &Level, name: &str) -> Result<(), String> {
    let there = |name: &str| {
        before
            .0
            .iter()
            .any(|node| node.starts(&["interface", name]))
    };
    let port = name.split('.').next().unwrap_or(name);
    match dialect {
        Dialect::Nxos if name.starts_with("Vlan") => feature(before, "interface-vlan"),
        Dialect::Nxos if name.contains('.') && !there(port) => {
            Err("                   ^\nInvalid range at '^' marker.\n".to_owned())
        }
        Dialect::Nxos if name.starts_with("Ethernet") && !there(port) => {
            Err("                   ^\nInvalid interface format at '^' marker.\n".to_owned())
        }
        Dialect::Asa if !there(port) && !name.starts_with("Port-channel") => Err(
            "                     ^\nERROR: % Invalid input detected at '^' marker.\n".to_owned(),
        ),
        _ => Ok(()),
    }
}

fn vrf_member(tree: &mut Level, name: &str, vrf: &str) -> String {
    let Some(section) = tree
        .0
        .iter_mut()
        .find(|node| node.words == ["interface", name])
    else {
        return String::new();
    };
    let gone = section
        .below
        .take_if(|node| node.starts(&["ip", "address"]) || node.starts(&["ipv6", "address"]));
    let _ = vrf;
    match gone.is_empty() {
        true => String::new(),
        false => format!("Warning: Deleted all L3 config on interface {name}\n"),
    }
}

/// A port of a switch has no address.
fn routed(dialect: Dialect, before: &Level, name: &str) -> Result<(), String> {
    let layer3 = name.contains('.')
        || !name.starts_with("Ethernet") && !name.to_lowercase().starts_with("port");
    let section = before
        .0
        .iter()
        .find(|node| node.words == ["interface", name]);
    let routed = section.is_some_and(|node| {
        node.below
            .0
            .iter()
            .any(|line| line.starts(&["switchport"]) && line.denied)
    });
    match dialect {
        Dialect::Nxos if !layer3 && !routed => {
            Err("% IP address configuration is not allowed on a layer 2 port\n".to_owned())
        }
        _ => Ok(()),
    }
}

fn overlaps(dialect: Dialect, tree: &Level, name: &str) -> Result<(), String> {
    let seen = Seen::new(Family::Ios, tree);
    let Some((other, (net, length))) = seen.overlap(name) else {
        return Ok(());
    };
    match dialect {
        Dialect::Nxos => Err(format!(
            "% {net}/{length} overlaps with address configured on {}\n",
            other.name
        )),
        Dialect::Eos => Err(format!(
            "% Subnet {net}/{length} overlaps with existing subnet of interface {}\n",
            other.name
        )),
        Dialect::Asa => Err(format!(
            "ERROR: Failed to apply IP address to interface {name}, as the network overlaps with interface {}. Two interfaces cannot be in the same subnet.\n",
            other.name
        )),
        // The kernel takes any address.
        _ => Ok(()),
    }
}

fn one_vlan(dialect: Dialect, tree: &Level, name: &str, vlan: &str) -> Result<(), String> {
    let port = name.split('.').next().unwrap_or(name);
    let other = tree.0.iter().find(|node| {
        let theirs = node.words.get(1).map_or("", String::as_str);
        node.starts(&["interface"])
            && theirs != name
            && theirs.split('.').next() == Some(port)
            && node.below.0.iter().any(|line| {
                (line.starts(&["encapsulation"]) || line.starts(&["vlan"]))
                    && line.words.last().is_some_and(|own| own == vlan)
            })
    });
    match (dialect, other) {
        (Dialect::Nxos, Some(node)) => Err(format!(
            "Error: VLAN {vlan} is already used on {}\n",
            node.words[1]
        )),
        (Dialect::Asa, Some(node)) => Err(format!(
            "ERROR: VLAN {vlan} is already in use by {}\n",
            node.words[1]
        )),
        _ => Ok(()),
    }
}

fn has_remote_as(
    dialect: Dialect,
    tree: &mut Level,
    place: &Place,
    peer: &str,
) -> Result<(), String> {
    let depth = match dialect {
        // Lines without a remote AS are kept here, and the session does not come up.
        Dialect::Nxos | Dialect::Eos => return Ok(()),
        Dialect::Asa => place.0.len(),
        _ => 1,
    };
    let section = tree.inside(place.0[..depth].iter().map(|(key, _)| key.as_str()));
    let known = section.is_some_and(|level| {
        level
            .0
            .iter()
            .any(|node| node.starts(&["neighbor", peer, "remote-as"]))
    });
    match (known, dialect) {
        (true, _) => Ok(()),
        (false, Dialect::Asa) => {
            Err("ERROR: % Specify remote-as or peer-group commands first\n".to_owned())
        }
        (false, _) => Err("% Specify remote-as or peer-group commands first\n".to_owned()),
    }
}
