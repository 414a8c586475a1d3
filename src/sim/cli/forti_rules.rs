//! What FortiOS refuses although the words are right.

use super::super::edit::{Did, Place};
use super::super::router::Router;
use super::super::seen::Seen;
use super::super::tree::Level;

/// Does something of this name stand in a table?
fn is_there(tree: &Level, table: &[&str], name: &str) -> bool {
    let table = tree.0.iter().find(|node| node.words == table);
    table.is_some_and(|table| {
        table
            .below
            .0
            .iter()
            .any(|node| node.words.get(1).is_some_and(|own| own == name))
    })
}

/// What is set to what it is anyway is not set.
pub(super) fn defaults(tree: &mut Level) {
    let forget = |level: &mut Level, line: &[&str]| level.0.retain(|own| own.words != line);
    for table in &mut tree.0 {
        match table.words.join(" ").as_str() {
            "config system global" => {
                forget(&mut table.below, &["set", "cfg-save", "automatic"]);
                forget(&mut table.below, &["set", "cfg-revert-timeout", "600"]);
            }
            "config system interface" => {
                let ports = table.below.0.iter_mut();
                ports.for_each(|port| forget(&mut port.below, &["set", "status", "up"]));
            }
            _ => {}
        }
    }
}

/// Names must be those of something, and what is used stays.
pub(super) fn judge(tree: &Level, place: &Place, did: &Did, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|word| word.trim_matches('"'))
        .collect();
    let missing = |table: &[&str], name: &str| match is_there(tree, table, name) {
        true => Ok(()),
        false => Err(format!(
            "\nentry not found in datasource\n\nvalue parse error before '{name}'\nCommand fail. Return code -3\n"
        )),
    };
    match words.as_slice() {
        ["set", "interface" | "device", name] => missing(&["config", "system", "interface"], name),
        [
            "set",
            "route-map-in" | "route-map-out" | "route-map-in6" | "route-map-out6",
            name,
        ] => missing(&["config", "router", "route-map"], name),
        ["set", "match-ip-address", name] => missing(&["config", "router", "prefix-list"], name),
        ["set", "match-ip6-address", name] => missing(&["config", "router", "prefix-list6"], name),
        ["delete", name] => {
            let Did::Removed(gone) = did else {
                return Ok(());
            };
            if gone.is_empty() {
                return Err(format!(
                    "\nentry is not found in table\n\nvalue parse error before '{name}'\nCommand fail. Return code -3\n"
                ));
            }
            let table = place.0.first().map_or("", |(key, _)| key.as_str());
            let users: &[&str] = match table {
                "config router route-map" => &[
                    "route-map-in",
                    "route-map-out",
                    "route-map-in6",
                    "route-map-out6",
                ],
                "config router prefix-list" => &["match-ip-address"],
                "config router prefix-list6" => &["match-ip6-address"],
                "config system interface" => &["interface", "device"],
                _ => &[],
            };
            let used = tree
                .paths()
                .iter()
                .filter(|path| {
                    path.last().is_some_and(|node| {
                        users.iter().any(|user| node.words == ["set", user, name])
                    })
                })
                .count();
            match used {
                0 => Ok(()),
                used => Err(format!(
                    "\nThe entry is used by other {used} entries\n\nCommand fail. Return code -23\n"
                )),
            }
        }
        _ => Ok(()),
    }
}

/// What an object must have when it is closed.
pub(super) fn complete(router: &Router, tree: &Level, place: &Place) -> Result<(), String> {
    let keys: Vec<&str> = place.0.iter().map(|(key, _)| key.as_str()).collect();
    let ["config system interface", name] = keys.as_slice() else {
        return Ok(());
    };
    let name = name.trim_start_matches("edit ");
    let table = tree
        .0
        .iter()
        .find(|node| node.words == ["config", "system", "interface"]);
    let own = table.and_then(|table| {
        table
            .below
            .0
            .iter()
            .find(|node| node.words == ["edit", name])
    });
    let has =
        |what: &[&str]| own.is_some_and(|own| own.below.0.iter().any(|line| line.starts(what)));
    if has(&["set", "type", "vlan"]) {
        for needed in ["interface", "vlanid"] {
            if !has(&["set", needed]) {
                return Err(format!(
                    "Attribute '{needed}' MUST be set.\nCommand fail. Return code 1\n"
                ));
            }
        }
    }
    match Seen::new(router.kind.family(), tree).overlap(name) {
        Some((other, _)) => Err(format!(
            "Subnets overlap between '{name}' and the primary IP of '{}'\nobject check operator error, -54, discard the setting\nCommand fail. Return code -54\n",
            other.name
        )),
        None => Ok(()),
    }
}
