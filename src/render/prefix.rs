//! The values of a prefix, in the forms that platforms write it in.

use minijinja::value::Value;

use super::values;
use crate::intent::Prefix;

pub(super) fn mask(prefix: Prefix) -> Value {
    if prefix.is_ipv4() {
        Value::from(prefix.network().mask().to_string())
    } else {
        Value::from(prefix.length())
    }
}

pub(super) fn prefix(prefix: Prefix) -> Value {
    let network = prefix.network();
    let wildcard = match network.mask() {
        std::net::IpAddr::V4(mask) => {
            Value::from(std::net::Ipv4Addr::from_bits(!mask.to_bits()).to_string())
        }
        std::net::IpAddr::V6(_) => Value::from(prefix.length()),
    };
    Value::from_object(values::Prefix {
        text: Value::from(prefix.to_string()),
        address: Value::from(network.network().to_string()),
        length: Value::from(prefix.length()),
        mask: mask(prefix),
        wildcard,
        family: Value::from(if prefix.is_ipv4() { 4 } else { 6 }),
        longest: Value::from(if prefix.is_ipv4() { 32 } else { 128 }),
        ..values::Prefix::default()
    })
}
