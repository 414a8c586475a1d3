//! The text of a field to its value, or to nothing.

use ipnetwork::IpNetwork;
use serde_json::{Value as Json, json};

use super::address::{address, address_with_length, asn, length_with_address, mac, prefix, spelt};
use super::facts::Type;
use super::row::Row;
use super::span::{milliseconds, seconds};

/// No field of a router holds a longer text; lists may be longer.
const LONGEST: usize = 1024;

/// Put the meaning of a text into a row. False if it has none: then the row has no such field.
/// `field__unit` says what the number in the text counts; `addresses__length` belongs to the address
/// before it; `addresses__bare` is one whose length is not said. `field__before_WORD` is the text up
/// to a word, to a `blank` or to a `dash`.
pub(super) fn put(
    row: &mut Row,
    (field, kind): (&'static str, Type),
    unit: &str,
    text: &str,
) -> bool {
    let text = text.trim();
    if text.len() > LONGEST && !matches!(kind, Type::Words | Type::Path) {
        return false;
    }
    if unit.is_empty() {
        return plain(row, field, kind, text);
    }
    if let Some(reworded) = reworded(text, unit) {
        return reworded.is_some_and(|text| plain(row, field, kind, &text));
    }
    match kind {
        Type::Text if unit.starts_with("before_") => put(
            row,
            (field, kind),
            "",
            before(text, &unit["before_".len()..]),
        ),
        // `24, Local: 10.0.0.1`
        Type::Addresses if unit == "length_first" => push(row, field, length_with_address(text)),
        // With a length it would be a network.
        Type::Addresses if unit == "bare" && text.contains('/') => false,
        // The length of the address before it.
        Type::Addresses if unit == "length" => lengthen(row, field, text),
        Type::Addresses | Type::Words | Type::BgpState | Type::BgpStateOrCount => {
            plain(row, field, kind, text)
        }
        Type::Number if unit == "s" && text.contains('.') => {
            insert(row, field, milliseconds(text).map(Json::from))
        }
        other => insert(
            row,
            field,
            single(other, text).and_then(|value| in_unit(value, unit)),
        ),
    }
}

/// The text up to a word, to a `blank` or to a `dash`.
fn before<'t>(text: &'t str, word: &str) -> &'t str {
    let end = match word {
        "blank" => " ",
        "dash" => "-",
        word => word,
    };
    let at = text.to_ascii_lowercase().find(end);
    &text[..at.unwrap_or(text.len())]
}

fn plain(row: &mut Row, field: &'static str, kind: Type, text: &str) -> bool {
    match kind {
        Type::BgpState => bgp_state(row, text),
        Type::BgpStateOrCount => match text.trim_end_matches('!').parse::<u64>() {
            Ok(count) => {
                row.insert("state", "established");
                row.insert("prefixes_received", count);
                true
            }
            Err(_) => bgp_state(row, text.trim_end_matches('!')),
        },
        Type::Addresses => push(row, field, address_with_length(text)),
        Type::Words => {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words
                .map(|word| push(row, field, Some(word.into())))
                .fold(false, |any, _| any | true)
        }
        other => insert(row, field, single(other, text)),
    }
}

fn insert(row: &mut Row, field: &'static str, value: Option<Json>) -> bool {
    let any = value.is_some();
    if let Some(value) = value {
        row.insert(field, value);
    }
    any
}

/// Units that are about the text itself: what it says in the words of the other forms. The inner one
/// is empty where it is not such a text.
fn reworded(text: &str, unit: &str) -> Option<Option<String>> {
    let reworded = match unit {
        // `12.5`
        "whole" => text.split('.').next().map(str::to_owned),
        // `"Ethernet1"`, with the marks.
        "quoted" => Some(text.trim_matches('"').to_owned()),
        // `Vlan10, Port-Channel1`
        "first" => text.split(',').next().map(str::to_owned),
        "v4" => (!text.contains(':')).then(|| text.to_owned()),
        "v6" => text.contains(':').then(|| text.to_owned()),
        // `64512 64513 i`, and words for no path at all.
        "origin" => {
            let words = text.split_whitespace();
            let path = words.filter(|word| !["i", "e", "?", "Local"].contains(word));
            Some(path.collect::<Vec<_>>().join(" "))
        }
        // `ipv4Unicast` is `IPv4 Unicast`.
        "family" => text.strip_prefix("ip").map(|rest| {
            let mut spelt = String::from("IP");
            for c in rest.chars() {
                if c.is_ascii_uppercase() {
                    spelt.push(' ');
                }
                spelt.push(c);
            }
            spelt
        }),
        _ => return None,
    };
    Some(reworded)
}

/// A number in the unit of its field.
fn in_unit(value: Json, unit: &str) -> Option<Json> {
    let factor = match unit {
        "" => return Some(value),
        "kbit" => 1_000,
        "mbit" => 1_000_000,
        "gbit" => 1_000_000_000,
        "s" => 1_000,
        // Thousandths of what the field counts: of seconds, or of milliseconds.
        "ms" | "us" => return Some((value.as_u64()? / 1_000).into()),
        _ => return None,
    };
    value.as_u64()?.checked_mul(factor).map(Json::from)
}

fn push(row: &mut Row, field: &'static str, value: Option<Json>) -> bool {
    let Some(value) = value else { return false };
    match row.get_mut(field) {
        Some(Json::Array(list)) => list.push(value),
        _ => row.insert(field, vec![value]),
    }
    true
}

/// The length of the last address, where the router says it apart from it.
fn lengthen(row: &mut Row, field: &str, length: &str) -> bool {
    let Some(last) = row
        .get_mut(field)
        .and_then(|list| list.as_array_mut()?.last_mut())
    else {
        return false;
    };
    let network = last
        .as_str()
        .and_then(|address| format!("{address}/{length}").parse::<IpNetwork>().ok());
    let Some(network) = network else { return false };
    *last = network.to_string().into();
    true
}

fn single(kind: Type, text: &str) -> Option<Json> {
    match kind {
        Type::Text => (!text.is_empty()).then(|| text.into()),
        Type::Number if text.contains(',') => single(kind, &text.replace(',', "")),
        Type::Number => text.parse::<u64>().ok().map(Json::from),
        Type::Decimal => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(Json::from),
        Type::Asn => asn(text).map(Json::from),
        Type::Address => address(text).map(spelt),
        Type::Prefix => prefix(text).map(Json::from),
        Type::BfdState => bfd_state(text).map(Json::from),
        Type::UpDown => up_down(text).map(Json::from),
        Type::Seconds => seconds(text).map(Json::from),
        Type::Mac => mac(text).map(Json::from),
        Type::Flag => Some(true.into()),
        // Our own routes have an empty path, and some say so in a word.
        Type::Path if text.eq_ignore_ascii_case("local") => Some(json!([])),
        // A path without one of its numbers would be another path.
        Type::Path => {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(asn).collect::<Option<Vec<_>>>().map(Json::from)
        }
        Type::BgpState | Type::BgpStateOrCount | Type::Addresses | Type::Words => None,
    }
}

/// `Idle (Admin)`, `Idle(PfxCt)`, `Estab`, `Shut (Admin)`: the state, and what stands in brackets.
fn bgp_state(row: &mut Row, text: &str) -> bool {
    let (word, reason) = text.split_once(['(', ' ']).unwrap_or((text, ""));
    let word = word.trim();
    let states = [
        ("idle", "idle"),
        ("established", "established"),
        ("active", "active"),
        ("connect", "connect"),
        ("opensent", "opensent"),
        ("openconfirm", "openconfirm"),
        ("establ", "established"),
        ("estab", "established"),
        ("shut", "idle"),
        ("closing", "idle"),
        ("disabled", "idle"),
    ];
    let mut known = states.iter();
    let Some((_, state)) = known.find(|(name, _)| word.eq_ignore_ascii_case(name)) else {
        return false;
    };
    row.insert("state", *state);
    if reason.is_empty() && !word.eq_ignore_ascii_case("disabled") {
        return true;
    }
    let reason = reason.trim_matches([' ', '(', ')']).to_ascii_lowercase();
    let disabled = word.eq_ignore_ascii_case("disabled");
    if disabled || reason.contains("admin") || reason.contains("shut") {
        row.insert("admin_down", true);
    } else if reason.starts_with("pfx") || reason.contains("prefix") || reason == "ovlmt" {
        row.insert("reason", "max_prefixes");
    } else if reason.replace(['/', ' '], "").starts_with("noneg") {
        row.insert("reason", "not_negotiated");
    } else if !reason.is_empty() {
        row.insert("reason", reason);
    }
    true
}

fn up_down(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "up" | "enabled" | "connected" | "up (connected)" => Some("up"),
        _ if text.starts_with("up") => Some("up"),
        _ if text.contains("down")
            || matches!(
                text.as_str(),
                "disabled" | "notconnect" | "deleted" | "reset"
            ) =>
        {
            Some("down")
        }
        _ => None,
    }
}

fn bfd_state(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "up" => Some("up"),
        "down" => Some("down"),
        "init" => Some("init"),
        "admindown" | "admin_down" | "admin down" | "admin-down" => Some("admindown"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_told_from_counts_and_reasons() {
        let read = |text| {
            let mut row = Row::new();
            let field = ("state_or_prefixes", Type::BgpStateOrCount);
            put(&mut row, field, "", text).then(|| json!(row))
        };
        assert_eq!(
            read("17"),
            Some(json!({"state": "established", "prefixes_received": 17}))
        );
        assert_eq!(
            read("Idle (Admin)"),
            Some(json!({"state": "idle", "admin_down": true}))
        );
        assert_eq!(
            read("Idle(PfxCt)"),
            Some(json!({"state": "idle", "reason": "max_prefixes"}))
        );
        assert_eq!(read("OpenSent"), Some(json!({"state": "opensent"})));
        assert_eq!(read("garbage"), None);
    }
}
