//! AWS's own view, from files.

use std::path::PathBuf;

use anyhow::Result;

use crate::check::witness::Witness;
use crate::intent::Intent;
use crate::rule::Keys;

/// What the files say; none where none were given. What a reader should know of them goes to
/// standard error.
pub(super) fn witness(files: &[PathBuf]) -> Result<Option<Witness>> {
    if files.is_empty() {
        return Ok(None);
    }
    let witness = Witness::open(files)?;
    for note in &witness.notes {
        anstream::eprintln!("note: {note}");
    }
    Ok(Some(witness))
}

/// The BGP keys of the intent, to be compared with AWS's. One that cannot be had leaves its check
/// unknown and stops nothing.
pub(super) fn keys(intent: &Intent, wanted: bool) -> Keys {
    match wanted {
        true => Keys::of_sessions(intent),
        false => Keys::default(),
    }
}
