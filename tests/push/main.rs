//! Changing routers that are not there: the program itself, over SSH, against every simulated
//! platform.

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod fleet;
mod happy;
mod killed;
mod left;
mod many;
mod refused;
