//! The values of a vif. One that exists is one that can exist: each is made in one constructor,
//! and nothing further down asks again.

use std::fmt;
use std::net::IpAddr;

use ipnetwork::IpNetwork;

/// An IEEE 802.1Q tag, 1 to 4094.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vlan(u16);

impl Vlan {
    pub fn new(id: i64) -> Option<Self> {
        (1..=4094).contains(&id).then_some(Self(id as u16))
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

/// A BGP AS number that a router can have: 1 to 4294967294 without 65535 (RFC 7300).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Asn(u32);

impl Asn {
    pub const PUBLIC_VIF: Self = Self(7224);

    pub fn new(number: i64) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        (!matches!(number, 0 | 65535 | u32::MAX)).then_some(Self(number))
    }

    pub fn get(self) -> u32 {
        self.0
    }

    /// Set apart for private use (RFC 6996).
    pub fn is_private(self) -> bool {
        matches!(self.0, 64512..=65534 | 4_200_000_000..=4_294_967_294)
    }

    /// Set apart for documentation (RFC 5398).
    pub fn is_documentation(self) -> bool {
        matches!(self.0, 64496..=64511 | 65536..=65551)
    }
}

impl fmt::Display for Asn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A network without host bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Prefix(IpNetwork);

/// Why a text is no prefix, and which prefix it was probably meant to be.
#[derive(Debug, PartialEq, Eq)]
pub enum NoPrefix {
    /// There is no `/length`, or it is a dotted mask; the prefix is what was probably meant.
    NoLength(Option<IpNetwork>),
    /// It has host bits; the prefix is the one without.
    HostBits(Prefix),
    Nonsense,
}

impl Prefix {
    pub fn parse(text: &str) -> Result<Self, NoPrefix> {
        let network = parse_with_length(text).map_err(|guess| match guess {
            Some(_) => NoPrefix::NoLength(guess),
            None => NoPrefix::Nonsense,
        })?;
        let bare = Self::around(network);
        if bare.0 == network {
            Ok(bare)
        } else {
            Err(NoPrefix::HostBits(bare))
        }
    }

    /// The network that an interface address lies in.
    pub fn around(interface: IpNetwork) -> Self {
        let network = IpNetwork::new(interface.network(), interface.prefix());
        Self(network.expect("the length was that of a network already"))
    }

    pub fn network(self) -> IpNetwork {
        self.0
    }

    pub fn length(self) -> u8 {
        self.0.prefix()
    }

    pub fn is_ipv4(self) -> bool {
        self.0.is_ipv4()
    }

    pub fn is_default(self) -> bool {
        self.length() == 0
    }

    /// Is `other` this prefix or a part of it?
    pub fn contains(self, other: Self) -> bool {
        self.is_ipv4() == other.is_ipv4()
            && self.length() <= other.length()
            && self.0.contains(other.0.network())
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An address with its length, as on an interface. The error is what was probably meant.
pub fn parse_with_length(text: &str) -> Result<IpNetwork, Option<IpNetwork>> {
    let Some((_, length)) = text.split_once('/') else {
        return Err(text.parse::<IpAddr>().ok().map(IpNetwork::from));
    };
    let network: Option<IpNetwork> = text.parse().ok();
    let plain = length.len() <= 3 && length.bytes().all(|byte| byte.is_ascii_digit());
    match network {
        Some(network) if plain => Ok(network),
        guess => Err(guess),
    }
}

/// The two ends of a BGP session: one subnet, two different host addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeerPair {
    customer: IpNetwork,
    amazon: IpNetwork,
}

/// Why two addresses cannot be the ends of one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPair {
    Families,
    Lengths,
    Subnets,
    SameHost,
    /// A length that leaves no room for two hosts.
    NoRoom,
    CustomerIsNetwork,
    CustomerIsBroadcast,
    AmazonIsNetwork,
    AmazonIsBroadcast,
}

impl PeerPair {
    pub fn new(customer: IpNetwork, amazon: IpNetwork) -> Result<Self, NoPair> {
        if customer.is_ipv4() != amazon.is_ipv4() {
            return Err(NoPair::Families);
        }
        if customer.prefix() != amazon.prefix() {
            return Err(NoPair::Lengths);
        }
        if customer.network() != amazon.network() {
            return Err(if is_host_route(customer) {
                NoPair::NoRoom
            } else {
                NoPair::Subnets
            });
        }
        if customer.ip() == amazon.ip() {
            return Err(NoPair::SameHost);
        }
        if has_reserved_ends(customer) {
            if customer.ip() == customer.network() {
                return Err(NoPair::CustomerIsNetwork);
            }
            if amazon.ip() == amazon.network() {
                return Err(NoPair::AmazonIsNetwork);
            }
            if customer.is_ipv4() && customer.ip() == customer.broadcast() {
                return Err(NoPair::CustomerIsBroadcast);
            }
            if amazon.is_ipv4() && amazon.ip() == amazon.broadcast() {
                return Err(NoPair::AmazonIsBroadcast);
            }
        }
        Ok(Self { customer, amazon })
    }

    /// Our address with its length.
    pub fn customer(self) -> IpNetwork {
        self.customer
    }

    /// AWS's address with its length.
    pub fn amazon(self) -> IpNetwork {
        self.amazon
    }

    pub fn is_ipv4(self) -> bool {
        self.customer.is_ipv4()
    }

    pub fn subnet(self) -> Prefix {
        Prefix::around(self.customer)
    }
}

fn is_host_route(address: IpNetwork) -> bool {
    address.prefix() == if address.is_ipv4() { 32 } else { 128 }
}

/// In a subnet of more than two addresses the first is nobody's, and in IPv4 the last neither.
fn has_reserved_ends(address: IpNetwork) -> bool {
    address.prefix() < if address.is_ipv4() { 31 } else { 127 }
}

/// The MTU of a vif: one of the values AWS has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mtu(u16);

impl Mtu {
    pub const STANDARD: Self = Self(1500);
    pub const JUMBO: Self = Self(8500);
    /// What private vifs could have until 2023.
    pub const LEGACY: Self = Self(9001);

    pub fn new(bytes: i64) -> Option<Self> {
        [Self::STANDARD, Self::JUMBO, Self::LEGACY]
            .into_iter()
            .find(|mtu| i64::from(mtu.0) == bytes)
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

/// A bandwidth, in Mbps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bandwidth(u64);

impl Bandwidth {
    pub const fn mbps(value: u64) -> Self {
        Self(value)
    }

    /// AWS's way to write it: `50Mbps`, `1.2Gbps`, `1.6Tbps`.
    pub fn parse(text: &str) -> Option<Self> {
        let units = [("Mbps", 1_u64), ("Gbps", 1_000), ("Tbps", 1_000_000)];
        let (number, unit) = units
            .iter()
            .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| {
            (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole) || !digits(fraction) || whole.starts_with('0') {
            return None;
        }
        let parts = 10_u64.pow(fraction.len() as u32);
        let fraction = fraction.parse::<u64>().ok()? * unit;
        let mbps = whole.parse::<u64>().ok()? * unit + fraction / parts;
        (fraction % parts == 0).then_some(Self(mbps))
    }

    pub fn in_mbps(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Bandwidth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            mbps if mbps >= 1_000_000 && mbps % 100_000 == 0 => {
                write!(f, "{}Tbps", mbps as f64 / 1e6)
            }
            mbps if mbps >= 1_000 => write!(f, "{}Gbps", mbps as f64 / 1e3),
            mbps => write!(f, "{mbps}Mbps"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_know_what_was_meant() {
        let prefix = |text| Prefix::parse(text).map(|prefix| prefix.to_string());
        assert_eq!(prefix("10.0.0.0/8"), Ok("10.0.0.0/8".to_owned()));
        assert!(
            matches!(prefix("10.0.0.5/24"), Err(NoPrefix::HostBits(right)) if right.to_string() == "10.0.0.0/24")
        );
        assert!(matches!(
            prefix("10.0.0.5"),
            Err(NoPrefix::NoLength(Some(_)))
        ));
        assert!(matches!(
            prefix("10.0.0.0/255.0.0.0"),
            Err(NoPrefix::NoLength(Some(_)))
        ));
        assert_eq!(prefix("10.0.0/8"), Err(NoPrefix::Nonsense));
        assert_eq!(prefix("10.0.0.0/33"), Err(NoPrefix::Nonsense));
    }

    #[test]
    fn a_pair_is_two_hosts_of_one_subnet() {
        let pair =
            |a: &str, b: &str| PeerPair::new(a.parse().unwrap(), b.parse().unwrap()).map(|_| ());
        assert_eq!(pair("169.254.0.2/30", "169.254.0.1/30"), Ok(()));
        assert_eq!(pair("203.0.113.0/31", "203.0.113.1/31"), Ok(()));
        assert_eq!(
            pair("169.254.0.2/30", "169.254.0.1/29"),
            Err(NoPair::Lengths)
        );
        assert_eq!(
            pair("169.254.0.2/30", "169.254.0.5/30"),
            Err(NoPair::Subnets)
        );
        assert_eq!(
            pair("169.254.0.2/30", "169.254.0.2/30"),
            Err(NoPair::SameHost)
        );
        assert_eq!(
            pair("169.254.0.3/30", "169.254.0.1/30"),
            Err(NoPair::CustomerIsBroadcast)
        );
        assert_eq!(
            pair("169.254.0.2/30", "169.254.0.0/30"),
            Err(NoPair::AmazonIsNetwork)
        );
        assert_eq!(
            pair("169.254.0.2/32", "169.254.0.1/32"),
            Err(NoPair::NoRoom)
        );
        assert_eq!(pair("169.254.0.2/30", "fe80::1/64"), Err(NoPair::Families));
    }

    #[test]
    fn bandwidths_are_written_as_aws_writes_them() {
        for text in ["50Mbps", "1.2Gbps", "10Gbps", "1.6Tbps", "400Gbps"] {
            assert_eq!(
                Bandwidth::parse(text)
                    .map(|bandwidth| bandwidth.to_string())
                    .as_deref(),
                Some(text)
            );
        }
        for text in [
            "10G",
            "10 Gbps",
            "0Gbps",
            "1.Gbps",
            "Gbps",
            "1e3Mbps",
            "0.0001Gbps",
        ] {
            assert_eq!(Bandwidth::parse(text), None, "{text}");
        }
    }
}
