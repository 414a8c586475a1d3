//! A tour of the house.
//!
//! vifctl is one program and one direction of travel. What an engineer wants goes in at the top
//! as TOML; every stage hands the next one a value that can be printed, saved and tested on its
//! own.
//!
//! [`intent`] reads it. A file's shape is described once, in `intent/raw.rs`; from that come the
//! reader, which keeps the place of every leaf and collects every mistake, and the JSON Schema.
//! `intent/lower` turns it into the model: values that can only be right ([`intent::Vlan`],
//! [`intent::Asn`], [`intent::Prefix`], [`intent::PeerPair`], [`intent::Mtu`]), and tables that
//! refer to each other. `intent/redundancy.rs` is what a group means for each of its legs.
//!
//! [`rule`] asks of the model what AWS asks, and what a colleague would. A folder is a subject, a
//! file is a rule with its page, and the examples on the page are its test. AWS's numbers that can
//! change stand in `limits.toml`, its steps of bandwidth in `bandwidths.toml`. `rule/catalogue.txt`
//! says for every known fact of AWS which rule rests on it, or who else looks after it.
//!
//! [`vendor`] knows platforms as data: `vendors/NAME.toml` and `templates/NAME/`. No platform has a
//! name in here.
//!
//! [`render`] turns an intent without errors into the words of a platform. `render/values.rs`
//! describes what a template may ask for. A key is a mark in what templates see, and the text they
//! make is sealed: only [`secret::Sealed`] puts keys in, in text as a whole or line by line. What
//! the intent asks for and no template uses stops it.
//!
//! [`observe`] turns what a router says about itself into facts. `vendors/show/` says what starts a
//! record, what fills which field, what wraps and what is noise; the room only knows lines and
//! trees.
//!
//! [`check`] compares facts with the intent: a folder is a layer, a file a check with its page.
//! `check/cause` says why what does not hold does not, from the port up; `check/witness` is AWS's own
//! view of the same; `check/change.rs` what is worse than in a snapshot.
//!
//! [`router`] is a conversation with one box. Its heart is a pure state machine over bytes,
//! `router/dialogue.rs`; around it are SSH, the question whom to trust, and bastions. What a prompt
//! is, what refuses and what asks stands in `vendors/speech/`.
//!
//! [`push`] makes it so, or puts it back: the only room that changes a router. Its journal is written
//! ahead of every step, the router's own timer stands behind it, and `recover` settles what a kill
//! left. It reads live routers for `verify` too.
//!
//! Below them all, [`diagnostic`] is how mistakes are kept and drawn, and [`secret`] is the only
//! room in which a key can be looked at. Above them, [`report`] turns results into text, JSON and
//! JUnit, and [`command`] is one file per subcommand.
//!
//! Beside them all stands `sim`: routers that are not there, for the demo and the tests. It shares
//! nothing with the rest, so that it can prove a pack wrong.
//!
//! Imports go down only: `command`, then `report`, then `push`, then `check`, then `rule`, `render` and
//! `router`, then `observe`, then `vendor`, then `intent`, then `secret`, then `diagnostic`. A test
//! proves it, and holds files to 300 lines and functions to 40, but for the rooms it names.

pub mod check;
pub mod command;
pub mod diagnostic;
pub mod intent;
pub mod observe;
pub mod push;
pub mod render;
pub mod report;
pub mod router;
pub mod rule;
pub mod secret;
#[cfg(feature = "sim")]
pub mod sim;
pub mod vendor;
