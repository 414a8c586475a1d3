//! Single values: text in the file to a type that can only be right.

use super::super::choice::Written;
use super::super::raw::Secret;
use super::super::shape::At;
use super::super::{Asn, Bandwidth, code};
use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::secret::{Origin, located};

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
}
