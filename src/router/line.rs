//! What is typed: the bytes for the router, and their twin for everybody else.

use zeroize::Zeroizing;

use crate::secret::{Mark, Sealed, Secret};

/// One line to be typed. Its `Debug` is the masked twin.
pub struct Line {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    masked: String,
    pub(super) secrets: Vec<Zeroizing<Vec<u8>>>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({:?})", self.masked)
    }
}

impl Line {
    /// A line without a secret.
    pub fn plain(text: &str) -> Self {
        Self {
            bytes: Zeroizing::new(text.as_bytes().to_vec()),
            masked: text.to_owned(),
            secrets: Vec::new(),
        }
    }

    /// The lines of a sealed text, with the keys in place. The first mark for which there is no
    /// secret is the error.
    pub fn unseal<'s>(
        sealed: &Sealed,
        secret: impl Fn(Mark) -> Option<&'s Secret>,
    ) -> Result<Vec<Self>, Mark> {
        let lines = sealed.reveal_lines(secret)?;
        let line = |line: crate::secret::Revealed| Self {
            bytes: line.bytes,
            masked: line.masked,
            secrets: line.secrets,
        };
        Ok(lines.into_iter().map(line).collect())
    }

    /// For people.
    pub fn masked(&self) -> &str {
        &self.masked
    }
}
