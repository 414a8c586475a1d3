//! The values of `[vif.NAME]` that no other table has.

use super::super::choice::Switch;
use super::super::raw;
use super::super::shape::At;
use super::super::{Allocation, Bfd, Mtu, Preference, Prefix, Scope, VifType, code};
use super::Lowering;
use super::leaf::{Spot, Words};

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
pub(super) fn mtu(
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

pub(super) fn bfd(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    at: Option<&At<Switch<raw::Bfd>>>,
) -> Option<At<Bfd>> {
    let at = at?;
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
        Switch::Detailed(timers) => {
            let mut timer = |key, said: Option<At<i64>>, value, most| match said {
                None => Some(standard(value)),
                Some(said) => number(lowering, Spot { key, ..spot }, Some(&said), 0..=most),
            };
            Bfd::On {
                interval_ms: timer("bfd.interval", timers.interval, 300, 60_000)?,
                multiplier: timer("bfd.multiplier", timers.multiplier, 3, 255)?,
            }
        }
    };
    Some(At {
        value,
        place: at.place,
    })
}

pub(super) fn hold_time(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    seconds: Option<&At<i64>>,
) -> Option<At<u16>> {
    lowering
        .number(spot, &code::HOLD_TIME_RANGE, seconds, 3..=65535)
        .map(|at| at.map(|seconds| seconds as u16))
}

/// A VRF name that no platform reads as more than a name.
pub(super) fn vrf(
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
pub(super) fn rd(
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

pub(super) fn preference(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<String>>,
) -> Option<At<Preference>> {
    lowering.word(spot, said, PREFERENCES)
}

pub(super) fn scope(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<String>>,
) -> Option<At<Scope>> {
    lowering.word(spot, said, SCOPES)
}

pub(super) fn prepend(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<i64>>,
) -> Option<At<u32>> {
    number(lowering, spot, said, 0..=10)
}

pub(super) fn local_preference(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<i64>>,
) -> Option<At<u32>> {
    number(lowering, spot, said, 0..=i64::from(u32::MAX))
}

pub(super) fn max_prefixes(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<i64>>,
) -> Option<At<u32>> {
    number(lowering, spot, said, 1..=1_000_000)
}

pub(super) fn prefixes(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<Vec<At<String>>>>,
) -> Option<At<Vec<At<Prefix>>>> {
    let said = said?;
    Some(At {
        value: lowering.prefixes(spot, &said.value),
        place: said.place,
    })
}

pub(super) fn allocation(
    lowering: &mut Lowering<'_>,
    spot: Spot<'_>,
    said: Option<&At<raw::Allocation>>,
) -> Option<At<Allocation>> {
    let said = said?;
    let mut family =
        |key, count: Option<&At<i64>>| number(lowering, Spot { key, ..spot }, count, 0..=1_000_000);
    let value = Allocation {
        ipv4: family("prefix_allocation.ipv4", said.value.ipv4.as_ref()),
        ipv6: family("prefix_allocation.ipv6", said.value.ipv6.as_ref()),
    };
    Some(At {
        value,
        place: said.place,
    })
}
