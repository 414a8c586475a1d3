//! Addresses, prefixes, AS numbers and MACs: the many ways to print them, and the one that facts have.

use std::net::{IpAddr, Ipv4Addr};

use ipnetwork::IpNetwork;
use serde_json::Value as Json;

/// With `/length`, with a mask, or as old routers print it: without either, where the class says it.
pub(super) fn prefix(text: &str) -> Option<String> {
    if let Some((host, mask)) = text.split_once(' ') {
        // `2001:db8::   PrefixLen : 32`
        let length = mask.rsplit(' ').next()?;
        if length.parse::<u8>().is_ok() {
            return prefix(&format!("{host}/{length}"));
        }
        let network =
            IpNetwork::with_netmask(host.parse().ok()?, mask.trim().parse().ok()?).ok()?;
        return Some(network.to_string());
    }
    if text == "default" {
        return Some("0.0.0.0/0".to_owned());
    }
    if text.contains('/') {
        return text
            .parse::<IpNetwork>()
            .ok()
            .map(|network| network.to_string());
    }
    let address: Ipv4Addr = text.parse().ok()?;
    let length = match address.octets() {
        [0, 0, 0, 0] => 0,
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        [192..=223, ..] => 24,
        _ => 32,
    };
    Some(format!("{address}/{length}"))
}

/// Plain or dotted.
pub(super) fn asn(text: &str) -> Option<u64> {
    match text.split_once('.') {
        Some((high, low)) => {
            Some((u64::from(high.parse::<u16>().ok()?) << 16) + u64::from(low.parse::<u16>().ok()?))
        }
        None => text.parse::<u32>().ok().map(u64::from),
    }
}

/// An address without length, port or interface.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .split(['/', '%', '+'])
        .next()?
        .trim_end_matches([',', ';']);
    let address: IpAddr = bare.parse().ok()?;
    Some(address)
}

pub(super) fn address_with_length(text: &str) -> Option<Json> {
    let text = text.trim_end_matches([',', ';']);
    if let Some((host, rest)) = text.split_once(' ') {
        let (host, mask) = (host.trim_end_matches(','), rest.rsplit(' ').next()?);
        let network = IpNetwork::with_netmask(host.parse().ok()?, mask.parse().ok()?).ok()?;
        return (!is_none(network.ip())).then(|| network.to_string().into());
    }
    let address = address(text)?;
    if is_none(address) {
        return None;
    }
    match text.split_once('/') {
        Some(_) => text
            .parse::<IpNetwork>()
            .ok()
            .map(|network| network.to_string().into()),
        None => Some(address.to_string().into()),
    }
}

/// `24, Local: 192.0.2.1`: the length first, the address last.
pub(super) fn length_with_address(text: &str) -> Option<Json> {
    let (length, rest) = text.split_once([',', ' '])?;
    let host = rest.split_whitespace().last()?;
    address_with_length(&format!("{}/{length}", address(host)?))
}

/// 0.0.0.0 stands for no address.
fn is_none(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::UNSPECIFIED)
}

/// Any notation, as `aa:bb:cc:dd:ee:ff`.
pub(super) fn mac(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    let separators = text
        .chars()
        .all(|c| c.is_ascii_hexdigit() || ".:-".contains(c));
    if digits.len() != 12 || !separators {
        return None;
    }
    let pairs: Vec<String> = digits
        .chunks(2)
        .map(|pair| pair.iter().collect::<String>().to_ascii_lowercase())
        .collect();
    Some(pairs.join(":"))
}

/// An address in the one way to write it.
pub(super) fn spelt(address: IpAddr) -> Json {
    let mut text = String::with_capacity(15);
    match address {
        IpAddr::V4(address) => {
            for (index, byte) in address.octets().into_iter().enumerate() {
                if index > 0 {
                    text.push('.');
                }
                let digits = [byte / 100, byte / 10 % 10, byte % 10];
                let first = digits.iter().position(|digit| *digit > 0).unwrap_or(2);
                text.extend(digits[first..].iter().map(|digit| char::from(b'0' + digit)));
            }
        }
        IpAddr::V6(address) => text = address.to_string(),
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_come_in_one_form_or_not_at_all() {
        assert_eq!(asn("1.10"), Some(65546));
        assert_eq!(asn("1.70000"), None);
        assert_eq!(mac("AABB.ccdd.0011").as_deref(), Some("aa:bb:cc:dd:00:11"));
        assert_eq!(mac("Incomplete"), None);
        assert_eq!(
            length_with_address("30, Local: 192.0.2.1"),
            Some(json!("192.0.2.1/30"))
        );
        assert_eq!(prefix("10.0.0.0").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(
            prefix("10.1.0.0 255.255.0.0").as_deref(),
            Some("10.1.0.0/16")
        );
        assert_eq!(
            address("2001:DB8::1")
                .map(|address| address.to_string())
                .as_deref(),
            Some("2001:db8::1")
        );
        assert_eq!(
            address_with_length("10.0.0.1 255.255.255.252"),
            Some(json!("10.0.0.1/30"))
        );
    }
}
