//! The values of a prefix, in the forms that platforms write it in.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::LazyLock;

use minijinja::value::Value;

use super::values;
use crate::intent::Prefix;

/// Mask and wildcard of every length that IPv4 has: most prefixes of a fleet share a few.
static MASKS: LazyLock<Vec<(Value, Value)>> = LazyLock::new(|| {
    let masks = (0..=32).map(|length| u32::MAX.checked_shl(32 - length).unwrap_or(0));
    let text = |bits| Value::from(Ipv4Addr::from_bits(bits).to_string());
    masks.map(|mask| (text(mask), text(!mask))).collect()
});

/// The prefixes of one document. One that is advertised is anchored as well: its value is made once.
#[derive(Default)]
pub(super) struct Prefixes(BTreeMap<Prefix, Value>);

impl Prefixes {
    pub(super) fn value(&mut self, of: Prefix) -> Value {
        self.0.entry(of).or_insert_with(|| prefix(of)).clone()
    }
}

pub(super) fn mask(prefix: Prefix) -> Value {
    masks(prefix).0
}

/// Dotted for IPv4; for IPv6 the length.
fn masks(prefix: Prefix) -> (Value, Value) {
    let length = prefix.length();
    match MASKS.get(usize::from(length)).filter(|_| prefix.is_ipv4()) {
        Some(masks) => masks.clone(),
        None => (Value::from(length), Value::from(length)),
    }
}

fn prefix(prefix: Prefix) -> Value {
    let address = prefix.network().network().to_string();
    let (mask, wildcard) = masks(prefix);
    Value::from_object(values::Prefix {
        text: Value::from(prefix.to_string()),
        address: Value::from(address),
        length: Value::from(prefix.length()),
        mask,
        wildcard,
        family: Value::from(if prefix.is_ipv4() { 4 } else { 6 }),
        longest: Value::from(if prefix.is_ipv4() { 32 } else { 128 }),
        ..values::Prefix::default()
    })
}
