//! `[vif.NAME]`, with `[defaults]` below it.

use std::collections::HashMap;

use super::super::raw;
use super::super::shape::{At, Switch};
use super::super::{Allocation, Bfd, Mtu, Preference, Scope, Unread, Vif, VifType, code};
use super::leaf::{Spot, Words};
use super::peer::{missing_peer, peer};
use super::{Defaults, Lowering, Table};
use crate::diagnostic::Diagnostic;

const TYPES: Words<VifType> = &[
    ("private", VifType::Private),
    ("transit", VifType::Transit),
    ("public", VifType::Public),
];
const PREFERENCES: Words<Preference> = &[
    ("high", Preference::High),
    ("medium", Preference::Medium),
    ("low", Preference::Low),
];
const SCOPES: Words<Scope> = &[
    ("region", Scope::Region),
    ("continent", Scope::Continent),
    ("global", Scope::Global),
];

pub(super) fn vif(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Vif>,
    defaults: &Option<Defaults>,
    connections: &HashMap<String, usize>,
) -> Vif {
    let (own, nothing) = (&table.at.value, Defaults::default());
    let defaults = defaults.as_ref().unwrap_or(&nothing);
    let owner = format!("vif.{}", table.name.text);
    let spot = |key| Spot { owner: &owner, key };
    macro_rules! said {
        ($key:ident) => {
            own.$key.as_ref().or(defaults.vif.$key.as_ref())
        };
    }
    let line =
        |lowering: &mut Lowering<'_>, key, text| lowering.line(Spot { owner: &owner, key }, text);
    let key_folder = if own.key.is_some() {
        table.folder
    } else {
        defaults.key_folder
    };
    let kind = lowering.word(spot("type"), said!(type_), TYPES);
    required(lowering, &owner, table, defaults, kind);
    // What [defaults] says for other types of vif is not meant for this one, and a vif has no way
    // to unsay it.
    let is_public = kind.is_some_and(|at| at.value == VifType::Public);
    macro_rules! said_unless {
        ($foreign:expr, $key:ident) => {
            own.$key
                .as_ref()
                .or(defaults.vif.$key.as_ref().filter(|_| !$foreign))
        };
    }
    let is_other = kind.is_some() && !is_public;
    let mut vif = Vif {
        name: table.name.clone(),
        id: line(lowering, "id", said!(id)),
        kind,
        connection: lowering.refer(&owner, "connection", said!(connection), connections),
        vlan: lowering.vlan(spot("vlan"), said!(vlan)),
        mtu: mtu(lowering, spot("mtu"), said!(mtu), kind),
        asn: lowering.asn(spot("asn"), said!(asn)),
        amazon_asn: lowering.asn(spot("amazon_asn"), said!(amazon_asn)),
        gateway: line(lowering, "gateway", said_unless!(is_public, gateway)),
        key: lowering.secret(key_folder, said!(key)),
        bfd: said!(bfd).and_then(|at| bfd(lowering, spot("bfd"), at)),
        hold_time: hold_time(lowering, spot("hold_time"), said!(hold_time)),
        vrf: vrf(lowering, spot("vrf"), said!(vrf)),
        rd: rd(lowering, spot("rd"), said!(rd)),
        advertise: said!(advertise).map(|at| At {
            value: lowering.prefixes(spot("advertise"), &at.value),
            place: at.place,
        }),
        accept: said!(accept).map(|at| At {
            value: lowering.prefixes(spot("accept"), &at.value),
            place: at.place,
        }),
        preference: lowering.word(
            spot("preference"),
            said_unless!(is_public, preference),
            PREFERENCES,
        ),
        prepend: number(lowering, spot("prepend"), said!(prepend), 0..=10),
        scope: lowering.word(spot("scope"), said_unless!(is_other, scope), SCOPES),
        local_preference: number(
            lowering,
            spot("local_preference"),
            said!(local_preference),
            0..=i64::from(u32::MAX),
        ),
        max_prefixes: number(
            lowering,
            spot("max_prefixes"),
            said!(max_prefixes),
            1..=1_000_000,
        ),
        prefix_allocation: said_unless!(is_public, prefix_allocation)
            .map(|at| allocation(lowering, &owner, at)),
        rate_limit: lowering.bandwidth(spot("rate_limit"), said!(rate_limit)),
        description: line(lowering, "description", said!(description)),
        sitelink: said_unless!(is_public, sitelink).copied(),
        peers: said!(peer)
            .map_or(&[][..], |list| &list.value)
            .iter()
            .filter_map(|at| peer(lowering, &owner, table.folder, kind, at))
            .collect(),
        allow: said!(allow).map_or(Vec::new(), |list| list.value.clone()),
        unread: Unread::default(),
    };
    let written = |list: Option<&At<Vec<At<String>>>>| list.map_or(0, |list| list.value.len());
    vif.unread = Unread {
        peers: lowering.is_lost(&owner, "peer")
            || vif.peers.len() < said!(peer).map_or(0, |list| list.value.len()),
        advertise: lowering.is_lost(&owner, "advertise")
            || vif.advertised().len() < written(said!(advertise)),
        accept: lowering.is_lost(&owner, "accept") || vif.accepted().len() < written(said!(accept)),
    };
    vif
}

/// The keys without which there is nothing to configure.
fn required(
    lowering: &mut Lowering<'_>,
    owner: &str,
    table: &Table<raw::Vif>,
    defaults: &Defaults,
    kind: Option<At<VifType>>,
) {
    let (own, below) = (&table.at.value, &defaults.vif);
    for (missing, key, example) in [
        (
            own.type_.is_none() && below.type_.is_none(),
            "type",
            "\"private\"",
        ),
        (
            own.connection.is_none() && below.connection.is_none(),
            "connection",
            "\"ld5\"",
        ),
        (own.vlan.is_none() && below.vlan.is_none(), "vlan", "101"),
        (
            own.amazon_asn.is_none() && below.amazon_asn.is_none(),
            "amazon_asn",
            "64512",
        ),
    ] {
        lowering.require((!missing).then_some(()), owner, &table.name, key, example);
    }
    if own.peer.is_none() && below.peer.is_none() && !lowering.is_lost(owner, "peer") {
        let found = Diagnostic::new(missing_peer(kind), format!("{owner} has no `peer`"))
            .at(table.name.place)
            .label("no BGP session");
        let help = format!(
            "add [[{owner}.peer]] with customer = \"169.254.96.2/30\" and amazon = \"169.254.96.1/30\"; AWS shows both for the vif"
        );
        lowering.push(found.help(help).subject(owner));
    }
}

fn number(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    number: Option<&At<i64>>,
    range: std::ops::RangeInclusive<i64>,
) -> Option<At<u32>> {
    lowering
        .number(spot, &code::VALUE_RANGE, number, range)
        .map(|at| at.map(|number| number as u32))
}

/// An MTU that AWS has; which of them a type of vif may have is a rule.
fn mtu(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    bytes: Option<&At<i64>>,
    kind: Option<At<VifType>>,
) -> Option<At<Mtu>> {
    let bytes = bytes?;
    if let Some(value) = Mtu::new(bytes.value) {
        return Some(At {
            value,
            place: bytes.place,
        });
    }
    let (reference, values) = match kind.map(|at| at.value) {
        Some(VifType::Public) => ("MTU-03", "1500"),
        Some(VifType::Transit) => ("MTU-02", "1500 or 8500"),
        _ => ("MTU-01", "1500 or 8500"),
    };
    let found = spot
        .found(
            &code::MTU_VALUE,
            format!("is {}, which AWS does not have", bytes.value),
        )
        .at(bytes.place);
    lowering.push(found.label(values).reference(reference));
    None
}

fn bfd(lowering: &mut Lowering<'_>, spot: Spot<'_>, at: &At<Switch<raw::Bfd>>) -> Option<At<Bfd>> {
    let standard = |value| At {
        value,
        place: at.place,
    };
    let value = match &at.value {
        Switch::Plain(false) => Bfd::Off,
        Switch::Plain(true) => Bfd::On {
            interval_ms: standard(300),
            multiplier: standard(3),
        },
        Switch::Detailed(timers) => Bfd::On {
            interval_ms: timer(
                lowering,
                Spot {
                    key: "bfd.interval",
                    ..spot
                },
                timers.interval,
                standard(300),
                60_000,
            )?,
            multiplier: timer(
                lowering,
                Spot {
                    key: "bfd.multiplier",
                    ..spot
                },
                timers.multiplier,
                standard(3),
                255,
            )?,
        },
    };
    Some(At {
        value,
        place: at.place,
    })
}

fn timer(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<At<i64>>,
    standard: At<u32>,
    most: i64,
) -> Option<At<u32>> {
    match said {
        None => Some(standard),
        Some(said) => number(lowering, spot, Some(&said), 0..=most),
    }
}

fn hold_time(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    seconds: Option<&At<i64>>,
) -> Option<At<u16>> {
    lowering
        .number(spot, &code::HOLD_TIME_RANGE, seconds, 3..=65535)
        .map(|at| at.map(|seconds| seconds as u16))
}

/// A VRF name that no platform reads as more than a name.
fn vrf(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    text: Option<&At<String>>,
) -> Option<At<String>> {
    let name = lowering.line(spot, text)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c);
    if name.value.len() <= 63 && name.value.chars().all(fits) && !name.value.starts_with('-') {
        return Some(name);
    }
    let found = spot
        .found(&code::UNKNOWN_VALUE, "is not a VRF name")
        .at(name.place);
    lowering.push(found.help("at most 63 letters, digits and . _ - : without spaces"));
    None
}

/// `65010:101` or `192.0.2.1:101`: a two-byte number behind what does not fit two bytes.
fn rd(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    text: Option<&At<String>>,
) -> Option<At<String>> {
    let text = text?;
    let decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |(high, low): (&str, &str)| match (high.parse::<u16>(), low.parse::<u32>()) {
        (Ok(_), Ok(_)) => decimal(high) && decimal(low),
        (Err(_), Ok(low)) => {
            low <= 65535
                && (high.parse::<std::net::Ipv4Addr>().is_ok()
                    || (decimal(high) && high.parse::<u32>().is_ok()))
        }
        _ => false,
    };
    if text.value.split_once(':').is_some_and(fits) {
        return Some(text.clone());
    }
    let found = spot
        .found(&code::UNKNOWN_VALUE, "is not a route distinguisher")
        .at(text.place);
    lowering.push(found.help("as the router writes it: rd = \"65010:101\" or \"192.0.2.1:101\""));
    None
}

fn allocation(
    lowering: &mut Lowering<'_>,
    owner: &str,
    at: &At<raw::Allocation>,
) -> At<Allocation> {
    let mut family =
        |key, said: Option<&At<i64>>| number(lowering, Spot { owner, key }, said, 0..=1_000_000);
    let value = Allocation {
        ipv4: family("prefix_allocation.ipv4", at.value.ipv4.as_ref()),
        ipv6: family("prefix_allocation.ipv6", at.value.ipv6.as_ref()),
    };
    At {
        value,
        place: at.place,
    }
}
