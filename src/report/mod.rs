//! What a run found, for people and for machines. Documents are templates.

mod diagnostics;
mod junit;

pub use diagnostics::{Format, diagnostics};
