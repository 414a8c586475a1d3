//! Single values: text in the file to a type that can only be right.

use std::net::IpAddr;

use super::super::raw::Secret;
use super::super::shape::{At, Written};
use super::super::value::{NoPrefix, parse_with_length};
use super::super::{Asn, Bandwidth, Hop, Prefix, code};
use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::secret::{Origin, located};
use ipnetwork::IpNetwork;

/// Where a value belongs to, for messages: `vif.prod-a` and `vlan`.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub owner: &'a str,
    pub key: &'a str,
}

impl Spot<'_> {
    pub(super) fn found(self, code: &'static Code, what: impl std::fmt::Display) -> Diagnostic {
        let found = Diagnostic::new(code, format!("{}.{} {what}", self.owner, self.key))
            .subject(self.owner);
        match self.owner.strip_prefix("vif.") {
            Some(vif) => found.concerns(vif),
            None => found,
        }
    }
}

/// The words a key takes, and what each means.
pub(super) type Words<T> = &'static [(&'static str, T)];

impl Lowering<'_> {
    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        spot: Spot<'_>,
        text: Option<&At<String>>,
        words: Words<T>,
    ) -> Option<At<T>> {
        let text = text?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(At {
                value: *value,
                place: text.place,
            });
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let found = spot
            .found(
                &code::UNKNOWN_VALUE,
                format!("cannot be {}", quote(&text.value)),
            )
            .at(text.place);
        let found = match nearest(&text.value, known.iter().copied()) {
            Some(near) => found.label(format!("did you mean `{near}`?")),
            None => found.label("not one of its values"),
        };
        self.push(found.help(format!("one of: {}", known.join(", "))));
        None
    }

    /// Text that will stand on one line of a router's configuration.
    pub(super) fn line(&mut self, spot: Spot<'_>, text: Option<&At<String>>) -> Option<At<String>> {
        let text = text?;
        let problem = if text.value.chars().any(unprintable) {
            spot.found(
                &code::CONTROL_CHARACTER,
                "contains a control character or a line break",
            )
        } else if text.value.trim().is_empty() {
            spot.found(&code::VALUE_RANGE, "is empty")
        } else {
            return Some(text.clone());
        };
        self.push(
            problem
                .at(text.place)
                .help("it becomes a part of one configuration line; plain text only"),
        );
        None
    }

    /// A number within bounds.
    pub(super) fn number(
        &mut self,
        spot: Spot<'_>,
        code: &'static Code,
        number: Option<&At<i64>>,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<At<i64>> {
        let number = number?;
        if range.contains(&number.value) {
            return Some(*number);
        }
        let what = format!(
            "is {}, which is not within {} to {}",
            number.value,
            range.start(),
            range.end()
        );
        self.push(spot.found(code, what).at(number.place).label(format!(
            "{} to {}",
            range.start(),
            range.end()
        )));
        None
    }

    /// An AS number, in plain decimal.
    pub(super) fn asn(&mut self, spot: Spot<'_>, written: Option<&At<Written>>) -> Option<At<Asn>> {
        let written = written?;
        let number = match &written.value {
            Written::Number(number) => *number,
            Written::Text(text) => return self.other_notation(spot, text, written),
        };
        if let Some(asn) = Asn::new(number) {
            return Some(At {
                value: asn,
                place: written.place,
            });
        }
        let found = if number == 65535 {
            spot.found(&code::ASN_65535, "is 65535, which is reserved (RFC 7300)")
                .help("private AS numbers end at 65534")
        } else {
            // One that was cut down to what the program can hold is not the one that is written.
            let what = match number {
                i64::MIN | i64::MAX => "is far out of range".to_owned(),
                _ => format!("is {number}, which no router can have"),
            };
            spot.found(&code::ASN_RANGE, what)
                .label("1 to 4294967294")
                .reference(if number < 1 { "ASN-01" } else { "ASN-02" })
        };
        self.push(found.at(written.place));
        None
    }

    /// `"AS65010"`, `"1.10"` and the like: refused, with the plain form.
    fn other_notation<T>(
        &mut self,
        spot: Spot<'_>,
        text: &str,
        written: &At<Written>,
    ) -> Option<T> {
        let found = spot.found(
            &code::ASN_NOTATION,
            format!(
                "is {}; AWS takes AS numbers in plain decimal only",
                quote(text)
            ),
        );
        let found = found.at(written.place);
        self.push(match plain_asn(text) {
            Some(asn) => found
                .label(format!("write {asn}"))
                .help(format!("{} = {asn}", spot.key)),
            None => found
                .label("not an AS number")
                .help("for example: asn = 65010"),
        });
        None
    }

    pub(super) fn bandwidth(
        &mut self,
        spot: Spot<'_>,
        text: Option<&At<String>>,
    ) -> Option<At<Bandwidth>> {
        let text = text?;
        match Bandwidth::parse(&text.value) {
            Some(value) => Some(At {
                value,
                place: text.place,
            }),
            None => {
                let found = spot.found(
                    &code::BANDWIDTH_FORM,
                    format!("is {}, which is not a bandwidth", quote(&text.value)),
                );
                self.push(
                    found
                        .at(text.place)
                        .help("as AWS writes it: 500Mbps, 10Gbps, 1.2Gbps"),
                );
                None
            }
        }
    }

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

    /// Where a secret is kept, with files found from the folder of the file that says so.
    pub(super) fn secret(&self, folder: usize, secret: Option<&At<Secret>>) -> Option<At<Origin>> {
        let secret = secret?;
        let origin = match &secret.value.0 {
            Origin::File(path) => Origin::File(located(path, self.folder(folder))),
            other => other.clone(),
        };
        Some(At {
            value: origin,
            place: secret.place,
        })
    }
}

/// Would a character do something other than stand in a line? Private-use characters are our own
/// marks in rendered text.
fn unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{2028}' | '\u{2029}')
}

fn plain_asn(text: &str) -> Option<Asn> {
    let text = text.trim();
    let digits = text
        .strip_prefix("AS")
        .or_else(|| text.strip_prefix("as"))
        .unwrap_or(text)
        .trim();
    let number = match digits.split_once('.') {
        Some((high, low)) => {
            (i64::from(high.parse::<u16>().ok()?) << 16) + i64::from(low.parse::<u16>().ok()?)
        }
        None => digits.parse().ok()?,
    };
    Asn::new(number)
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
    fn other_ways_to_write_an_asn_are_understood_for_the_help() {
        for (text, plain) in [
            ("AS65010", 65010),
            ("65010", 65010),
            ("1.10", 65546),
            ("as 1.10", 65546),
        ] {
            assert_eq!(plain_asn(text).map(Asn::get), Some(plain), "{text}");
        }
        assert_eq!(plain_asn("1.70000"), None);
    }

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
