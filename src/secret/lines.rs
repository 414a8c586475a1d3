//! Sealed text line by line, for a conversation that types it: what a line is for the router, what it
//! is for people, and what has to be masked when the router says it again.

use zeroize::Zeroizing;

use super::{Mark, Sealed, Secret, Writing, next_mark};

/// One line as the router gets it, its twin for people, and the secrets in it as they are written
/// there, so that they can be found again in what the router prints.
pub struct Revealed {
    pub bytes: Zeroizing<Vec<u8>>,
    pub masked: String,
    pub secrets: Vec<Zeroizing<Vec<u8>>>,
}

impl Sealed {
    /// The text line by line. The first mark for which there is no secret is the error.
    pub fn reveal_lines<'s>(
        &self,
        secret: impl Fn(Mark) -> Option<&'s Secret>,
    ) -> Result<Vec<Revealed>, Mark> {
        self.text
            .lines()
            .map(|line| self.revealed(line, &secret))
            .collect()
    }

    fn revealed<'s>(
        &self,
        line: &str,
        secret: &impl Fn(Mark) -> Option<&'s Secret>,
    ) -> Result<Revealed, Mark> {
        let line = Self::new(line.to_owned(), self.writing.clone());
        let mut secrets = Vec::new();
        let mut rest = line.text.as_str();
        while let Some((_, mark, after)) = next_mark(rest) {
            let found = secret(mark).ok_or(mark)?;
            secrets.push(found.0.clone());
            let bare = Writing {
                quote: String::new(),
                ..self.writing.clone()
            };
            let mut written = Zeroizing::new(Vec::with_capacity(found.length() * 2));
            bare.write(found, &mut written);
            if *written != *found.0 {
                secrets.push(written);
            }
            rest = after;
        }
        Ok(Revealed {
            bytes: line.reveal(secret)?,
            masked: line.masked(),
            secrets,
        })
    }
}
