//! What IOS refuses although the words are right, what it says besides, and what goes along when
//! something goes.

use super::super::edit::{Did, Place};
use super::super::grammar::{address, network};
use super::super::router::Router;
use super::super::seen::Seen;
use super::super::tree::{Level, Node};

/// The word in the prompt for the section.
pub(super) fn mode(place: &Place) -> String {
    let names: Vec<Vec<&str>> = place
        .0
        .iter()
        .map(|(key, _)| key.split(' ').collect())
        .collect();
    let names: Vec<&[&str]> = names.iter().map(Vec::as_slice).collect();
    let word = match names.as_slice() {
        [] => "config",
        [["interface", name]] if name.contains('.') => "config-subif",
        [["interface", ..]] => "config-if",
        [["router", ..]] => "config-router",
        [["router", ..], ..] => "config-router-af",
        [["route-map", ..]] => "config-route-map",
        [["vrf", ..] | ["ip", "vrf", ..]] => "config-vrf",
        [["vrf", ..], ..] => "config-vrf-af",
        [["policy-map", ..]] => "config-pmap",
        [["policy-map", ..], ..] => "config-pmap-c",
        [["key", ..]] => "config-keychain-macsec",
        [["key", ..], ..] => "config-keychain-macsec-key",
        [["mka", ..]] => "config-mka-policy",
        [["vlan", ..]] => "config-vlan",
        [["archive"]] => "config-archive",
        [["line", ..]] => "config-line",
        _ => "config",
    };
    word.to_owned()
}

/// What the device says to a line that it knows: notes, or why it does not take it.
pub(super) fn judge(
    router: &Router,
    tree: &mut Level,
    place: &Place,
    did: &Did,
    line: &str,
) -> Result<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if let Did::Removed(gone) = did {
        return removed(tree, place, gone, &words);
    }
    let section: Vec<&str> = place
        .0
        .first()
        .map(|(key, _)| key.split(' ').collect())
        .unwrap_or_default();
    match (section.as_slice(), words.as_slice()) {
        (_, ["router", "bgp", asn]) => one_bgp(router, asn)?,
        (_, ["interface", name]) => port_is_there(router, name)?,
        (["interface", name], ["vrf", "forwarding", vrf]) => {
            let name = (*name).to_owned();
            return vrf_forwarding(tree, &name, vrf);
        }
        (["interface", name], ["ip", "address", ip, mask]) => {
            usable(ip, mask)?;
            encapsulated(tree, name)?;
            overlaps(router, tree, name)?;
        }
        (["interface", name], ["ipv6", "address", ..]) => {
            encapsulated(tree, name)?;
            overlaps(router, tree, name)?;
        }
        (["interface", name], ["encapsulation", _, vlan]) => one_vlan(tree, name, vlan)?,
        (["interface", name], ["ip" | "ipv6", "mtu", mtu]) => mtu_fits(tree, name, mtu)?,
        (["router", ..], ["neighbor" | "no", ..]) if words.contains(&"neighbor") => {
            let at = words
                .iter()
                .position(|word| *word == "neighbor")
                .unwrap_or(0);
            if let [peer, what, ..] = words[at + 1..]
                && what != "remote-as"
            {
                has_remote_as(tree, place, peer)?;
            }
        }
        (["router", ..], ["address-family", _, "vrf", vrf]) => has_vrf(tree, vrf)?,
        (_, ["ip" | "ipv6", "route", "vrf", vrf, ..]) => has_vrf(tree, vrf)?,
        _ => {}
    }
    Ok(String::new())
}

fn removed(
    tree: &mut Level,
    place: &Place,
    gone: &[Node],
    words: &[&str],
) -> Result<String, String> {
    match words {
        ["no", "interface", name] if !gone.is_empty() => {
            if !name.contains('.')
                && !["Port-channel", "Vlan", "Loopback", "Tunnel"]
                    .iter()
                    .any(|kind| name.starts_with(kind))
            {
                return Err("% Removal of physical interfaces is not permitted.\n".to_owned());
            }
            Ok("% Not all config may be removed and may reappear after reactivating the sub-interface\n".to_owned())
        }
        ["no", "neighbor", peer, "remote-as", ..] => {
            // The neighbour goes with everything that was said of it.
            let vrf = place
                .0
                .iter()
                .find(|(key, _)| key.contains(" vrf "))
                .map(|(key, _)| key.clone());
            for bgp in tree
                .0
                .iter_mut()
                .filter(|node| node.starts(&["router", "bgp"]))
            {
                for family in bgp.below.0.iter_mut().filter(|node| node.rule().section) {
                    let own = family.key().to_owned();
                    if vrf
                        .as_ref()
                        .map_or(!own.contains(" vrf "), |vrf| *vrf == own)
                    {
                        family
                            .below
                            .take_if(|node| node.starts(&["neighbor", peer]));
                    }
                }
                if vrf.is_none() {
                    bgp.below.take_if(|node| node.starts(&["neighbor", peer]));
                }
            }
            Ok(String::new())
        }
        ["no", "neighbor", peer, ..] => has_remote_as(tree, place, peer).map(|()| String::new()),
        _ => Ok(String::new()),
    }
}

fn one_bgp(router: &Router, asn: &str) -> Result<(), String> {
    let other = router
        .running
        .0
        .iter()
        .find(|node| node.starts(&["router", "bgp"]));
    match other.and_then(|node| node.words.get(2)) {
        Some(running) if running != asn => {
            Err(format!("BGP is already running; AS is {running}\n"))
        }
        _ => Ok(()),
    }
}

/// A port is hardware; what is made of words comes into being by being named.
fn port_is_there(router: &Router, name: &str) -> Result<(), String> {
    let made = ["Port-channel", "Vlan", "Loopback", "Tunnel", "BDI"];
    let port = name.split('.').next().unwrap_or(name);
    let there = router
        .running
        .0
        .iter()
        .any(|node| node.starts(&["interface", port]));
    match there || (made.iter().any(|kind| name.starts_with(kind)) && !name.contains('.')) {
        true => Ok(()),
        false => Err(format!(
            "{}^\n% Invalid input detected at '^' marker.\n\n",
            " ".repeat(router.hostname.len() + 20)
        )),
    }
}

/// The first statement of a section that these words begin, as far as a path of sections goes.
fn inside<'t>(tree: &'t Level, section: &[&str], line: &[&str]) -> Option<&'t Node> {
    let section = tree.0.iter().find(|node| node.words == section)?;
    section.below.0.iter().find(|node| node.starts(line))
}

fn vrf_forwarding(tree: &mut Level, name: &str, vrf: &str) -> Result<String, String> {
    has_vrf(tree, vrf)?;
    let Some(section) = tree
        .0
        .iter_mut()
        .find(|node| node.words == ["interface", name])
    else {
        return Ok(String::new());
    };
    let mut notes = String::new();
    for (family, shown) in [("ip", "IPv4"), ("ipv6", "IPv6")] {
        let gone = section
            .below
            .take_if(|node| node.starts(&[family, "address"]));
        if !gone.is_empty() {
            notes.push_str(&format!(
                "% Interface {name} {shown} disabled and address(es) removed due to enabling VRF {vrf}\n"
            ));
        }
    }
    Ok(notes)
}

fn has_vrf(tree: &Level, vrf: &str) -> Result<(), String> {
    let known = tree
        .0
        .iter()
        .any(|node| node.starts(&["vrf", "definition", vrf]) || node.starts(&["ip", "vrf", vrf]));
    match known {
        true => Ok(()),
        false => Err(format!("% VRF {vrf} not configured.\n")),
    }
}

fn usable(ip: &str, mask: &str) -> Result<(), String> {
    let Some((own, length)) = address(ip, mask) else {
        return Ok(());
    };
    let bits: u32 = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    match length < 31 && network((own, length)).0 == own {
        true => Err(format!("Bad mask 0x{bits:08X} for address {ip}\n")),
        false => Ok(()),
    }
}

fn encapsulated(tree: &Level, name: &str) -> Result<(), String> {
    match name.contains('.') && inside(tree, &["interface", name], &["encapsulation"]).is_none() {
        true => Err("\n% Configuring IP routing on a LAN subinterface is only allowed if that\nsubinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,\nor ISL vLAN.\n\n".to_owned()),
        false => Ok(()),
    }
}

fn overlaps(router: &Router, tree: &Level, name: &str) -> Result<(), String> {
    let seen = Seen::new(router.kind.family(), tree);
    match seen.overlap(name) {
        Some((other, (net, _))) => Err(format!("% {net} overlaps with {}\n", other.name)),
        None => Ok(()),
    }
}

fn one_vlan(tree: &Level, name: &str, vlan: &str) -> Result<(), String> {
    let port = name.split('.').next().unwrap_or(name);
    let other = tree.0.iter().find(|node| {
        let theirs = node.words.get(1).map_or("", String::as_str);
        node.starts(&["interface"])
            && theirs != name
            && theirs.split('.').next() == Some(port)
            && node.below.0.iter().any(|line| {
                line.starts(&["encapsulation"]) && line.words.get(2).is_some_and(|own| own == vlan)
            })
    });
    match other {
        Some(node) => Err(format!(
            "%Configuration of multiple subinterfaces of the same main\ninterface with the same VID ({vlan}) is not permitted.\nThis VID is already configured on {}.\n",
            node.words[1]
        )),
        None => Ok(()),
    }
}

fn mtu_fits(tree: &Level, name: &str, mtu: &str) -> Result<(), String> {
    let port = name.split('.').next().unwrap_or(name);
    let room = inside(tree, &["interface", name], &["mtu"])
        .or_else(|| inside(tree, &["interface", port], &["mtu"]))
        .and_then(|node| node.words.get(1)?.parse::<u32>().ok());
    let system = tree.0.iter().find(|node| node.starts(&["system", "mtu"]));
    let room = room.or(system.and_then(|node| node.words.get(2)?.parse().ok()));
    match mtu
        .parse::<u32>()
        .is_ok_and(|mtu| mtu > room.unwrap_or(1500))
    {
        true => Err("% Invalid input detected at '^' marker.\n\n".to_owned()),
        false => Ok(()),
    }
}

fn has_remote_as(tree: &Level, place: &Place, peer: &str) -> Result<(), String> {
    let bgp = tree.0.iter().find(|node| node.starts(&["router", "bgp"]));
    let vrf = place.0.iter().find(|(key, _)| key.contains(" vrf "));
    let named = |level: &Level| {
        level
            .0
            .iter()
            .any(|node| node.starts(&["neighbor", peer, "remote-as"]))
    };
    let known = bgp.is_some_and(|bgp| match vrf {
        None => named(&bgp.below),
        Some((key, _)) => bgp
            .below
            .0
            .iter()
            .any(|family| family.key() == key && named(&family.below)),
    });
    match known {
        true => Ok(()),
        false => Err("% Specify remote-as or peer-group commands first\n".to_owned()),
    }
}
