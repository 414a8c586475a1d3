//! The simulated routers, spoken to over SSH: what goes for one goes for all.
#![cfg(feature = "sim")]

mod dialect;
mod laws;
mod shell;
mod trouble;
