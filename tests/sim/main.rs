//! The simulated routers, spoken to over SSH: what goes for one goes for all.
#![cfg(feature = "sim")]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod dialect;
mod laws;
mod shell;
mod trouble;
