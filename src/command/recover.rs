//! `vifctl recover`: what earlier pushes left without an end, and settles it.

use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};

use super::checked::{IntentArgs, checked};
use super::live::{StateArgs, exit};
use super::output::print;
use super::{Outcome, OutputArgs, known};
use crate::push::{self, Unsettled};
use crate::report::{self, Plain};

/// Settle what earlier pushes left unconfirmed, by asking the routers
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl recover --list\n  vifctl recover\n  vifctl recover --router lon-edge-1 --format json\n\nA change that had passed its checks is confirmed; one that had not is taken back. Where\nneither can be proven, it says what a person must look at; --forget says that somebody has.\n\nExit codes: 0 everything is settled, 1 something is unknown, 2 the intent or a journal\ncannot be read, 3 a router cannot be reached."
)]
pub(super) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    #[command(flatten)]
    state: StateArgs,
    /// Only this router; may be given more than once.
    #[arg(long, value_name = "NAME")]
    router: Vec<String>,
    /// Say what has no end yet, and ask nobody.
    #[arg(long)]
    list: bool,
    /// Count what is left as settled, without asking the routers: somebody has looked.
    #[arg(long, requires = "router", conflicts_with = "list")]
    forget: bool,
    /// Print the results as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let state = args.state.state()?;
    let all = push::unsettled(&state)
        .with_context(|| format!("cannot read the journals in {}", state.folder().display()))?;
    for name in &args.router {
        known("unsettled router", name, all.iter().map(Unsettled::router))?;
    }
    let wanted = |left: &Unsettled| {
        args.router.is_empty() || args.router.iter().any(|name| name == left.router())
    };
    let all: Vec<Unsettled> = all.into_iter().filter(wanted).collect();
    if all.is_empty() && args.format == Plain::Text {
        if !output.quiet {
            let end = "nothing is open: every push has come to its end";
            print(|out| Ok(writeln!(out, "{end}")?))?;
        }
        return Ok(Outcome::Good);
    }
    if args.list {
        print(|out| report::unsettled(out, &all))?;
        return Ok(if all.is_empty() {
            Outcome::Good
        } else {
            Outcome::No
        });
    }
    if args.forget {
        for left in &all {
            left.forget().context("the journal cannot be written")?;
        }
        return Ok(Outcome::Good);
    }
    settle(args, output, &all)
}

/// Ask the routers how it ended, and bring it to its end.
fn settle(args: &Args, output: &OutputArgs, all: &[Unsettled]) -> Result<Outcome> {
    let mut outcomes = Vec::new();
    if !all.is_empty() {
        let checked = checked(&args.intent, true)?;
        if checked.outcome() == Outcome::NotUnderstood {
            checked.complain("nothing is recovered without an intent that can be read")?;
            return Ok(checked.outcome());
        }
        let site = args.state.site(&checked)?;
        let who = push::who();
        for left in all {
            if !output.quiet {
                anstream::eprintln!("{}: asking the router", left.router());
            }
            outcomes.push(push::recover(&site, left, &who));
        }
    }
    if !output.quiet {
        print(|out| report::pushed(out, args.format, None, &outcomes))?;
    }
    let settled = |end: &push::RouterOutcome| end.outcome != push::Outcome::Unknown;
    Ok(match outcomes.iter().all(settled) {
        true => Outcome::Good,
        false => exit(&outcomes, &AtomicBool::new(false)),
    })
}
