//! What a run found, for people and for machines. Documents are templates.

mod diagnostics;
mod junit;
mod paint;
mod push;
mod verify;

pub use diagnostics::{Format, diagnostics};
pub use push::{planned, pushed, unsettled};
pub use verify::{Verified, verified};

/// How results are printed that are no tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Plain {
    /// For people.
    #[default]
    Text,
    /// For programs; the shape is a promise.
    Json,
}
