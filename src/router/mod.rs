//! A conversation with one box: lines in, answers out, over SSH and through bastions. It knows
//! prompts as the pack describes them, and no platform; it does not know what a vif is. What goes
//! wrong is an [`Error`] that a push can choose by, and nothing that is kept, told or logged here
//! holds a key.

mod algorithms;
mod answer;
mod auth;
mod base64;
mod carrier;
mod dialogue;
mod error;
mod exec;
mod glob;
mod jump;
mod known_hosts;
mod line;
mod offer;
mod phase;
mod pipeline;
mod prompt;
mod reading;
mod redact;
mod session;
mod ssh;
mod ssh_config;
mod target;
mod terminal;
mod wire;

pub use answer::Answer;
pub use dialogue::{Dialogue, Event, Reply, Rest};
pub use error::{Error, Refused};
pub use jump::Bastions;
pub use known_hosts::{Mistrust, Why};
pub use line::Line;
pub use offer::Offer;
pub use phase::{Done, Found, Words};
pub use session::{Router, Spoken};
pub use ssh_config::{Said, SshConfig};
pub use target::{End, Entry, Target};
