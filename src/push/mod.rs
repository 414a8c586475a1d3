//! Make it so, or put it back: the only room that changes a router.
//!
//! A change of one router is a transaction (`transaction.rs`): lock, read, remember what works now,
//! stage, commit with a timer, look whether ours is up and nothing else went down, confirm or go
//! back. `journal.rs` is written and synced ahead of every step, so that a kill leaves one question,
//! which `settle.rs` answers by asking the device. `plan.rs` says beforehand what would happen and
//! what stands in the way; `waves.rs` says in which order a fleet is changed, `fleet.rs` does it.
//!
//! Nothing in here knows a platform: the phases are the pack's. Nothing that is kept or told holds a
//! key: lines go to the router unsealed, and everything else sees their masked twins.

mod audit;
mod back;
mod contain;
mod decide;
mod ending;
mod fleet;
mod health;
mod journal;
mod leftover;
mod lock;
mod look;
mod memory;
mod outcome;
mod own;
mod plan;
mod recover;
mod running;
mod settle;
mod site;
mod state;
mod transaction;
mod turns;
mod watch;
mod waves;

pub use contain::{Difference, differences};
pub use fleet::{Event, push, who};
pub use look::{Looked, look, look_at_all};
pub use outcome::{Outcome, Refusal, RouterOutcome, letter};
pub use plan::{Plan, RouterPlan, plan};
pub use recover::{Unsettled, recover, unsettled};
pub use running::Running;
pub use site::{Limits, Options, Site};
pub use state::State;
