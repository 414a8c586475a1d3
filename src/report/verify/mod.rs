//! What checks and diagnoses say, as text, JSON or JUnit.

mod json;
mod junit;
mod text;

use std::io::Write;

use anyhow::Result;

pub(super) use text::{clean, paragraph};

use super::diagnostics::{Format, escaped};
use crate::check::{Change, Diagnosis, Verdict};

/// Everything there is to say about a run.
pub struct Verified<'a> {
    pub verdicts: &'a [Verdict],
    pub diagnoses: &'a [Diagnosis],
    /// None where nothing was compared with a snapshot.
    pub changes: Option<&'a [Change]>,
    /// Captures that could not be read, and why.
    pub unread: &'a [(String, String)],
    /// What to run for what is not known.
    pub next: &'a str,
    /// What AWS says besides, for programs. None where its answers were not given.
    pub aws: Option<serde_json::Value>,
}

pub fn verified(out: &mut dyn Write, format: Format, run: &Verified<'_>) -> Result<()> {
    match format {
        Format::Text => text::text(out, run),
        Format::Json => {
            out.write_all(escaped(&json::as_json(run).to_string()).as_bytes())?;
            Ok(writeln!(out)?)
        }
        Format::Junit => Ok(out.write_all(junit::as_junit(run)?.as_bytes())?),
    }
}
