//! Keys and passwords. The only room that can look inside one: everybody else holds a `Secret`,
//! which cannot be printed, cloned or serialised, and is wiped when it is dropped.

mod lines;
mod origin;

use std::fmt;

use zeroize::Zeroizing;

pub use lines::Revealed;
pub use origin::{Origin, Unresolved, located, readable_by_others};

/// A secret itself. No `Debug`, no `Display`, no `Clone`, no `Serialize`.
pub struct Secret(Zeroizing<Vec<u8>>);

/// What stands in a text in place of a secret. Nobody but `Sealed` can turn it into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub u32);

/// What encloses a mark: characters for private use, which no intent may contain.
const MARK: (char, char) = ('\u{e000}', '\u{e001}');

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", MARK.0, self.0, MARK.1)
    }
}

/// How a platform wants a secret to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// What stands around it: a quotation mark, or nothing.
    pub quote: String,
    /// Characters that need another character in front of them.
    pub escape: String,
    /// That other character.
    pub escape_with: String,
}

impl Writing {
    fn write(&self, secret: &Secret, out: &mut Vec<u8>) {
        out.extend(self.quote.as_bytes());
        for byte in secret.0.iter() {
            if self.escape.as_bytes().contains(byte) {
                out.extend(self.escape_with.as_bytes());
            }
            out.push(*byte);
        }
        out.extend(self.quote.as_bytes());
    }
}

/// Text with marks where secrets belong. It can be shown, compared and logged as it is: the
/// secrets are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    text: String,
    writing: Writing,
}

impl Sealed {
    pub fn new(text: String, writing: Writing) -> Self {
        Self { text, writing }
    }

    /// For people: every secret as eight asterisks, whatever its length.
    pub fn masked(&self) -> String {
        let mut shown = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some((before, _, after)) = next_mark(rest) {
            shown.push_str(before);
            shown.push_str("********");
            rest = after;
        }
        shown.push_str(rest);
        shown
    }

    /// The text as the router gets it, wiped when it is dropped. The first mark for which there
    /// is no secret is the error.
    pub fn reveal<'s>(
        &self,
        secret: impl Fn(Mark) -> Option<&'s Secret>,
    ) -> Result<Zeroizing<Vec<u8>>, Mark> {
        // Sized for the longest keys, so that growing leaves no copy behind.
        let marks = self.text.matches(MARK.0).count();
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.text.len() + marks * 256));
        let mut rest = self.text.as_str();
        while let Some((before, mark, after)) = next_mark(rest) {
            bytes.extend(before.as_bytes());
            self.writing.write(secret(mark).ok_or(mark)?, &mut bytes);
            rest = after;
        }
        bytes.extend(rest.as_bytes());
        Ok(bytes)
    }
}

/// The text before the first mark, the mark, and what comes behind it.
fn next_mark(text: &str) -> Option<(&str, Mark, &str)> {
    let (before, from) = text.split_once(MARK.0)?;
    let (number, after) = from.split_once(MARK.1)?;
    Some((before, Mark(number.parse().ok()?), after))
}

impl Secret {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// The kind of a character in it that is not printable ASCII: a space, a control character.
    pub fn unprintable(&self) -> Option<&'static str> {
        self.0.iter().find_map(|byte| kind_of_unprintable(*byte))
    }

    /// Is it hex digits and nothing else?
    pub fn is_hex(&self) -> bool {
        self.0.iter().all(u8::is_ascii_hexdigit)
    }

    /// White space before or behind it, which some routers take for a part of the key.
    pub fn has_edge_space(&self) -> bool {
        let space = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        space(self.0.first()) || space(self.0.last())
    }

    /// Does a pattern of a vendor pack match it? The answer tells no more than the pattern asks.
    pub fn matches(&self, pattern: &regex::bytes::Regex) -> bool {
        pattern.is_match(&self.0)
    }

    /// Equal keys have equal fingerprints within one run; the value cannot be had back from it.
    pub fn fingerprint(&self, salt: &std::hash::RandomState) -> u64 {
        use std::hash::BuildHasher;
        salt.hash_one(self.0.as_slice())
    }
}

fn kind_of_unprintable(byte: u8) -> Option<&'static str> {
    match byte {
        b' ' => Some("a space"),
        b'\t' => Some("a tab"),
        b'\n' | b'\r' => Some("a line break"),
        0x80.. => Some("a character that is not ASCII"),
        byte if byte.is_ascii_control() => Some("a control character"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_text_shows_nothing_and_becomes_the_routers_words() {
        let text = format!("password {} end {}", Mark(0), Mark(1));
        let writing = Writing {
            quote: "\"".into(),
            escape: "\"\\".into(),
            escape_with: "\\".into(),
        };
        let sealed = Sealed::new(text, writing);
        assert_eq!(sealed.masked(), "password ******** end ********");
        let (first, second) = (Secret::new(b"a\"b".to_vec()), Secret::new(b"c\\d".to_vec()));
        let lookup = |mark: Mark| [&first, &second].get(mark.0 as usize).copied();
        assert_eq!(
            *sealed.reveal(lookup).unwrap(),
            *b"password \"a\\\"b\" end \"c\\\\d\""
        );
        assert_eq!(
            sealed.reveal(|mark| (mark.0 == 0).then_some(&first)),
            Err(Mark(1))
        );
        assert!(!format!("{sealed:?}").contains("a\\\"b"));
    }

    #[test]
    fn a_secret_tells_kinds_of_characters_and_no_positions() {
        let secret = Secret::new(b"ba?ab".to_vec());
        assert_eq!(secret.unprintable(), None);
        assert_eq!(
            Secret::new("k\u{e9}y".into()).unprintable(),
            Some("a character that is not ASCII")
        );
    }
}
