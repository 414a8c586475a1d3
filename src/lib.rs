//! vifctl
pub mod command;
pub mod diagnostic;
pub mod intent;
pub mod report;
pub mod rule;
pub mod secret;
pub mod vendor;
