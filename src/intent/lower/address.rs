//! Addresses, prefixes and places to connect to: text in the file to a type that can only be right.

use std::net::IpAddr;

use ipnetwork::IpNetwork;

use super::super::shape::At;
use super::super::value::{NoPrefix, parse_with_length};
use super::super::{Hop, Prefix, code};
use super::Lowering;
use super::leaf::Spot;
use crate::diagnostic::quote;

impl Lowering<'_> {
    pub(super) fn prefixes(&mut self, spot: Spot<'_>, list: &[At<String>]) -> Vec<At<Prefix>> {
        list.iter()
            .filter_map(|text| self.prefix(spot, text))
            .collect()
    }

    fn prefix(&mut self, spot: Spot<'_>, text: &At<String>) -> Option<At<Prefix>> {
        let written = quote(&text.value);
        let found = match Prefix::parse(&text.value) {
            Ok(value) => {
                return Some(At {
                    value,
                    place: text.place,
                });
            }
            Err(NoPrefix::HostBits(right)) => spot
                .found(
                    &code::PREFIX_HOST_BITS,
                    format!("has {written}, which is an address inside {right}"),
                )
                .label(format!("write \"{right}\"")),
            Err(NoPrefix::NoLength(Some(guess))) => spot
                .found(
                    &code::BAD_PREFIX,
                    format!("has {written}, which has no /length"),
                )
                .label(format!("write \"{guess}\"?")),
            Err(NoPrefix::NoLength(None) | NoPrefix::Nonsense) => spot
                .found(
                    &code::BAD_PREFIX,
                    format!("has {written}, which is not a prefix"),
                )
                .help("for example: \"10.20.0.0/16\" or \"2001:db8:20::/48\""),
        };
        self.push(found.at(text.place));
        None
    }

    /// An interface address: host and length.
    pub(super) fn interface(
        &mut self,
        spot: Spot<'_>,
        text: Option<&At<String>>,
    ) -> Option<At<IpNetwork>> {
        let text = text?;
        let found = match parse_with_length(&text.value) {
            Ok(value) => {
                return Some(At {
                    value,
                    place: text.place,
                });
            }
            Err(Some(_)) => spot
                .found(
                    &code::PEER_ADDRESS_FORM,
                    format!("is {}, which has no /length", quote(&text.value)),
                )
                .label("add the length of the subnet")
                .help("for example: \"169.254.96.2/30\"; both ends have the same length"),
            Err(None) => spot
                .found(
                    &code::PEER_ADDRESS_FORM,
                    format!(
                        "is {}, which is not an address with a length",
                        quote(&text.value)
                    ),
                )
                .help("for example: \"169.254.96.2/30\" or \"2001:db8:ffff::2/125\""),
        };
        self.push(found.at(text.place));
        None
    }

    /// A bare address.
    pub(super) fn address(
        &mut self,
        spot: Spot<'_>,
        text: Option<&At<String>>,
    ) -> Option<At<IpAddr>> {
        let text = text?;
        let bare = text
            .value
            .strip_suffix("/32")
            .or_else(|| text.value.strip_suffix("/128"))
            .unwrap_or(&text.value);
        match bare.parse() {
            Ok(value) => Some(At {
                value,
                place: text.place,
            }),
            Err(_) => {
                let found = spot.found(
                    &code::BAD_ADDRESS,
                    format!("is {}, which is not an IP address", quote(&text.value)),
                );
                self.push(found.at(text.place).help("for example: \"192.0.2.1\""));
                None
            }
        }
    }

    /// `host`, `host:port`, `[v6]:port` and, where it may be, `user@` in front.
    pub(super) fn hop(&mut self, spot: Spot<'_>, text: &At<String>) -> Option<At<Hop>> {
        let (user, rest) = match text.value.rsplit_once('@') {
            Some((user, rest)) => (Some(user.to_owned()), rest),
            None => (None, text.value.as_str()),
        };
        let fits = |name: &str| {
            !name.is_empty()
                && !name
                    .contains(|c: char| c.is_whitespace() || c.is_control() || "/\\'\"".contains(c))
        };
        if let Some((host, port)) = split_port(rest)
            && fits(&host)
            && user.as_deref().is_none_or(fits)
        {
            return Some(At {
                value: Hop { user, host, port },
                place: text.place,
            });
        }
        let found = spot.found(
            &code::BAD_ADDRESS,
            format!(
                "is {}, which is not a place to connect to",
                quote(&text.value)
            ),
        );
        self.push(found.at(text.place).help(
            "for example: \"192.0.2.11\", \"edge-1.example.net:2222\" or \"[2001:db8::11]:22\"",
        ));
        None
    }
}

fn split_port(text: &str) -> Option<(String, u16)> {
    const SSH: u16 = 22;
    if let Some(rest) = text.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        let port = if port.is_empty() {
            SSH
        } else {
            port.strip_prefix(':')?.parse().ok()?
        };
        return Some((host.to_owned(), port));
    }
    match text.matches(':').count() {
        0 => Some((text.to_owned(), SSH)),
        1 => {
            let (host, port) = text.split_once(':')?;
            Some((host.to_owned(), port.parse().ok().filter(|port| *port > 0)?))
        }
        _ => text
            .parse::<std::net::Ipv6Addr>()
            .ok()
            .map(|host| (host.to_string(), SSH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_split_from_hosts_of_every_kind() {
        let split = |text| split_port(text).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(split("edge-1").as_deref(), Some("edge-1 22"));
        assert_eq!(split("192.0.2.1:2222").as_deref(), Some("192.0.2.1 2222"));
        assert_eq!(
            split("[2001:db8::1]:2222").as_deref(),
            Some("2001:db8::1 2222")
        );
        assert_eq!(split("2001:db8::1").as_deref(), Some("2001:db8::1 22"));
        assert_eq!(
            (split("edge:0"), split("edge:x"), split("a:b:c")),
            (None, None, None)
        );
    }
}
