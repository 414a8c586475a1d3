//! What commands that talk with routers have in common: which ones, how many at once, where runs are
//! remembered, and how far it has come.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, anyhow};

use super::checked::Checked;
use super::chosen::ChosenArgs;
use super::{Outcome, OutputArgs};
use crate::intent::Vif;
use crate::push::{self, Limits, RouterOutcome, Site, State};

/// Which routers, and how many at once.
#[derive(Debug, clap::Args)]
pub(super) struct FleetArgs {
    #[command(flatten)]
    chosen: ChosenArgs,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub state: StateArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct LimitArgs {
    /// Routers that are worked on at once.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    at_once: u16,
    /// Routers behind one bastion that are worked on at once.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    per_bastion: u16,
}

#[derive(Debug, clap::Args)]
pub(super) struct StateArgs {
    /// Where runs are remembered [default: $XDG_STATE_HOME/vifctl, else ~/.local/state/vifctl].
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

impl LimitArgs {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            at_once: self.at_once.into(),
            per_bastion: self.per_bastion.into(),
        }
    }
}

impl StateArgs {
    pub(super) fn state(&self) -> Result<State> {
        match &self.state {
            Some(folder) => Ok(State::new(folder)),
            None => State::of_user()
                .context("there is no home directory to remember runs in; --state DIR names one"),
        }
    }

    pub(super) fn site<'c>(&self, checked: &'c Checked) -> Result<Site<'c>> {
        site(checked, self.state()?)
    }
}

/// The fleet of an intent.
pub(super) fn site(checked: &Checked, state: State) -> Result<Site<'_>> {
    let Checked {
        intent,
        vendors,
        keys,
        sources,
        ..
    } = checked;
    Site::new(intent, vendors, keys, sources, state).map_err(|why| anyhow!(why))
}

impl FleetArgs {
    /// The vifs that are chosen by name or by their router.
    pub(super) fn wanted<'c>(
        &'c self,
        checked: &'c Checked,
    ) -> Result<impl Fn(&Vif) -> bool + Sync + 'c> {
        self.chosen.wanted(checked)
    }
}

/// A bar on a terminal, and nothing elsewhere.
pub(super) struct Bar {
    shown: bool,
    what: &'static str,
}

impl Bar {
    pub(super) fn new(what: &'static str, output: &OutputArgs) -> Self {
        let shown = !output.quiet && std::io::stderr().is_terminal();
        Self { shown, what }
    }

    pub(super) fn at(&self, done: usize, of: usize) {
        if self.shown {
            let full = done * 30 / of.max(1);
            anstream::eprint!(
                "\r{} [{}{}] {done} of {of} ",
                self.what,
                "#".repeat(full),
                ".".repeat(30 - full)
            );
            if done == of {
                self.wipe();
            }
        }
    }

    /// Make room for a line.
    pub(super) fn wipe(&self) {
        if self.shown {
            anstream::eprint!("\r\x1b[K");
        }
    }
}

/// A first Ctrl-C sets the flag, so that the router in hand is finished or taken back; a second one
/// ends the program at once, and the journal knows where it was.
pub(super) fn interruptible() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// What a run came to, for the shell.
pub(super) fn exit(outcomes: &[RouterOutcome], stop: &AtomicBool) -> Outcome {
    let bad = || outcomes.iter().filter(|end| !end.outcome.is_good());
    if bad().next().is_none() {
        Outcome::Good
    } else if stop.load(Ordering::SeqCst) || bad().any(|end| end.interrupted) {
        Outcome::Interrupted
    } else if bad().any(|end| !end.world || end.outcome == push::Outcome::Reverted) {
        Outcome::No
    } else {
        Outcome::World
    }
}
