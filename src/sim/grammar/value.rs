//! The values of a grammar, and what can be one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[derive(Clone, Debug)]
pub(in crate::sim) enum Value {
    /// Any one word.
    Word,
    /// The rest of the line, as it is.
    Rest,
    V4,
    V6,
    Ip,
    /// A mask of one bits and then zero bits.
    Mask,
    /// An address and its length; the host bits may be set.
    Prefix4,
    Prefix6,
    Prefix,
    Number(u64, u64),
    Asn,
    /// A name of letters and the number of a port.
    Interface,
    /// One word, or several in brackets.
    List,
}

impl Value {
    pub(super) fn read(name: &str) -> Result<Self, String> {
        let (name, range) = name.split_once(':').unwrap_or((name, ""));
        let number = || -> Result<(u64, u64), String> {
            let (low, high) = range
                .split_once('-')
                .ok_or_else(|| format!("no range: {name}"))?;
            let bound = |text: &str| text.parse().map_err(|_| format!("no number: {text}"));
            Ok((bound(low)?, bound(high)?))
        };
        Ok(match name {
            "word" => Self::Word,
            "rest" => Self::Rest,
            "ip4" => Self::V4,
            "ip6" => Self::V6,
            "ip" => Self::Ip,
            "mask" => Self::Mask,
            "pfx4" => Self::Prefix4,
            "pfx6" => Self::Prefix6,
            "pfx" => Self::Prefix,
            "int" if range.is_empty() => Self::Number(0, u64::from(u32::MAX)),
            "int" => number().map(|(low, high)| Self::Number(low, high))?,
            "vlan" => Self::Number(1, 4094),
            "asn" => Self::Asn,
            "ifname" => Self::Interface,
            "list" => Self::List,
            other => return Err(format!("no value `{other}`")),
        })
    }

    /// The text of the value, and how many words it took.
    pub(super) fn take(&self, words: &[String]) -> Option<(String, usize)> {
        let word = words.first()?;
        match self {
            Self::Rest => return Some((words.join(" "), words.len())),
            Self::List if word == "[" => {
                let end = words.iter().position(|word| word == "]")?;
                return Some((words[..=end].join(" "), end + 1));
            }
            _ => {}
        }
        let fits = match self {
            Self::Word | Self::Rest | Self::List => true,
            Self::V4 => word.parse::<Ipv4Addr>().is_ok(),
            Self::V6 => word.parse::<Ipv6Addr>().is_ok(),
            Self::Ip => word.parse::<IpAddr>().is_ok(),
            Self::Mask => mask(word).is_some(),
            Self::Prefix4 => prefix(word).is_some_and(|(address, _)| address.is_ipv4()),
            Self::Prefix6 => prefix(word).is_some_and(|(address, _)| address.is_ipv6()),
            Self::Prefix => prefix(word).is_some(),
            Self::Number(low, high) => word
                .parse::<u64>()
                .is_ok_and(|number| (*low..=*high).contains(&number)),
            Self::Asn => asn(word).is_some(),
            Self::Interface => interface(word),
        };
        fits.then(|| (word.clone(), 1))
    }
}

fn asn(word: &str) -> Option<u32> {
    match word.split_once('.') {
        Some((high, low)) => {
            Some(u32::from(high.parse::<u16>().ok()?) << 16 | u32::from(low.parse::<u16>().ok()?))
        }
        None => word.parse().ok().filter(|number| *number > 0),
    }
}

/// The length that a mask stands for.
fn mask(word: &str) -> Option<u8> {
    let bits = u32::from(word.parse::<Ipv4Addr>().ok()?);
    let length = bits.leading_ones();
    (bits.count_ones() == length).then_some(length as u8)
}

fn interface(word: &str) -> bool {
    let letters = word
        .chars()
        .take_while(|c| c.is_ascii_alphabetic() || *c == '-')
        .count();
    let number = &word[letters..];
    letters > 0
        && !number.is_empty()
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || "/:.".contains(c))
        && number.ends_with(|c: char| c.is_ascii_digit())
}

/// `10.0.0.1/30`, host bits and all.
pub(in crate::sim) fn prefix(word: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = word.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let length: u8 = length.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    (length <= longest).then_some((address, length))
}

/// An address behind which its mask or its length stands.
pub(in crate::sim) fn address(ip: &str, length: &str) -> Option<(IpAddr, u8)> {
    let length = match length.contains('.') {
        true => mask(length)?,
        false => length.parse().ok()?,
    };
    prefix(&format!("{ip}/{length}"))
}

/// The network that an address is in.
pub(in crate::sim) fn network((address, length): (IpAddr, u8)) -> (IpAddr, u8) {
    let cut = match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from(u32::from(v4) & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from(u128::from(v6) & mask))
        }
    };
    (cut, length)
}
