//! No key in what a router sends back: neither the one that was typed, nor the forms in which a
//! platform prints it.

use zeroize::Zeroizing;

use crate::vendor::Pattern;

const MASK: &[u8] = b"********";

/// What has to be masked in one session.
#[derive(Default)]
pub(super) struct Redactor {
    known: Vec<Zeroizing<Vec<u8>>>,
}

impl Redactor {
    /// Remember a secret. Longer ones come first: one may be a part of another.
    pub(super) fn learn(&mut self, secret: &[u8]) {
        if !secret.is_empty() && !self.known.iter().any(|known| known.as_slice() == secret) {
            self.known.push(Zeroizing::new(secret.to_vec()));
            self.known
                .sort_by_key(|known| std::cmp::Reverse(known.len()));
        }
    }

    /// A line as it may be kept.
    pub(super) fn clean(&self, line: &[u8], forms: &[Pattern]) -> Vec<u8> {
        let mut clean = line.to_vec();
        for known in &self.known {
            if memmem(&clean, known).is_some() {
                clean = replaced(&clean, known);
            }
        }
        for form in forms {
            clean = masked(&clean, form);
        }
        clean
    }
}

fn memmem(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn replaced(text: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memmem(rest, secret) {
        out.extend(&rest[..at]);
        out.extend(MASK);
        rest = &rest[at + secret.len()..];
    }
    out.extend(rest);
    out
}

/// Every `secret` group of a pattern.
fn masked(text: &[u8], form: &Pattern) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut end = 0;
    for found in form.0.captures_iter(text) {
        if let Some(secret) = found.name("secret") {
            out.extend(&text[end..secret.start()]);
            out.extend(MASK);
            end = secret.end();
        }
    }
    out.extend(&text[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_and_its_printed_forms_are_masked() {
        let mut redactor = Redactor::default();
        redactor.learn(b"hunter2");
        redactor.learn(b"hunter2longer");
        let forms = [Pattern(
            regex::bytes::Regex::new(r"password 7 (?<secret>\S+)").expect("a pattern"),
        )];
        let clean =
            |line: &[u8]| String::from_utf8_lossy(&redactor.clean(line, &forms)).into_owned();
        assert_eq!(clean(b"x hunter2longer hunter2!"), "x ******** ********!");
        assert_eq!(
            clean(b"neighbor 1 password 7 0822455D"),
            "neighbor 1 password 7 ********"
        );
        assert_eq!(clean(b"nothing"), "nothing");
    }
}
