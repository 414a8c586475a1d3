//! `vifctl push`: plan, ask, change, verify, confirm or roll back.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Result;

use super::checked::{IntentArgs, checked};
use super::live::{Bar, FleetArgs, exit, interruptible};
use super::output::print;
use super::{Outcome, OutputArgs};
use crate::diagnostic::draw;
use crate::push::{self, Event, Options, Plan};
use crate::report::{self, Plain};
use crate::vendor::change::Guarantee;

/// Change routers: plan, ask, change, look, and confirm or go back
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl push --dry-run\n  vifctl push --router lon-edge-1\n  vifctl push --yes --format json\n\nThe guarantee says what happens when nobody confirms. A: the device itself goes back.\nB: a job that was armed on it goes back. C: vifctl puts it back as long as it is\nconnected. D: nobody can. C and D have to be asked for.\n\nOutcomes: unchanged, confirmed, refused, reverted, unknown. `vifctl recover` settles what\na kill or the network has cut off.\n\nExit codes: 0 every router is unchanged or confirmed, 1 one is refused or reverted, 2 the\nintent cannot be read, 3 a router cannot be reached or logged in to, 130 interrupted."
)]
pub(super) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    #[command(flatten)]
    fleet: FleetArgs,
    /// Show everything and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(long, short)]
    yes: bool,
    /// The weakest guarantee to take: A, B, C or D.
    #[arg(long, value_enum, value_name = "CLASS", default_value_t = Class::B, ignore_case = true)]
    guarantee: Class,
    /// How long sessions may take to come up.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    wait: u32,
    /// How long all has to be well before it is believed.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    soak: u32,
    /// How long the device waits for the confirmation [default: wait and two minutes].
    #[arg(long, value_name = "SECONDS")]
    timer: Option<u32>,
    /// How far other sessions' counts of prefixes may change, in percent.
    #[arg(long, value_name = "PERCENT", default_value_t = 10)]
    tolerance: u64,
    /// Confirm although our sessions are down, as long as nobody else's are: AWS's side is not there yet.
    #[arg(long)]
    may_stay_down: bool,
    /// Do not save: a restart loses the change.
    #[arg(long)]
    no_save: bool,
    /// Do not let the first router go alone.
    #[arg(long)]
    no_canary: bool,
    /// Change the others where some cannot be changed.
    #[arg(long)]
    skip: bool,
    /// Print the results as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Class {
    A,
    B,
    C,
    D,
}

impl Args {
    fn options(&self) -> Options {
        Options {
            limits: self.fleet.limits.limits(),
            canary: !self.no_canary,
            wait: Duration::from_secs(self.wait.into()),
            soak: Duration::from_secs(self.soak.into()),
            timer: self.timer,
            lowest: match self.guarantee {
                Class::A => Guarantee::A,
                Class::B => Guarantee::B,
                Class::C => Guarantee::C,
                Class::D => Guarantee::D,
            },
            may_stay_down: self.may_stay_down,
            tolerance: self.tolerance,
            save: !self.no_save,
            skip: self.skip,
        }
    }
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let checked = checked(&args.intent, true)?;
    if checked.outcome() != Outcome::Good {
        checked.complain("nothing is pushed from an intent with errors")?;
        return Ok(checked.outcome());
    }
    let wanted = args.fleet.wanted(&checked)?;
    let site = args.fleet.state.site(&checked)?;
    let options = args.options();
    let stop = interruptible()?;
    let bar = Bar::new("reading", output);
    let limits = options.limits;
    let told = |done, of| bar.at(done, of);
    let plan = match push::plan(&site, limits, Some(&options), &wanted, None, &told) {
        Ok(plan) => plan,
        Err(mistake) => {
            anstream::eprintln!("{}", draw(&mistake.diagnostic, &mistake.sources));
            return Ok(Outcome::No);
        }
    };
    if args.dry_run {
        return dry(args, output, &plan);
    }
    if would_change(args, &plan) && !args.yes && !agreed(&plan)? {
        anstream::eprintln!("nothing was changed");
        return Ok(if stop.load(Ordering::SeqCst) {
            Outcome::Interrupted
        } else {
            Outcome::No
        });
    }
    let bar = Bar::new("pushing", output);
    let told = |event: &Event<'_>| tell(event, &bar, output);
    let stopped = || stop.load(Ordering::SeqCst);
    let outcomes = push::push(&site, &plan, &options, &stopped, &told);
    bar.wipe();
    if !output.quiet {
        print(|out| report::pushed(out, args.format, Some(&plan.hash), &outcomes))?;
    }
    Ok(exit(&outcomes, &stop))
}

fn dry(args: &Args, output: &OutputArgs, plan: &Plan) -> Result<Outcome> {
    if !output.quiet {
        print(|out| report::planned(out, args.format, plan, true))?;
        anstream::eprintln!("nothing was sent");
    }
    let routers = &plan.routers;
    Ok(if routers.iter().any(|plan| plan.error.is_some()) {
        Outcome::World
    } else if routers.iter().any(|plan| !plan.is_open()) {
        Outcome::No
    } else {
        Outcome::Good
    })
}

/// Is there anything that needs a yes?
fn would_change(args: &Args, plan: &Plan) -> bool {
    let blocked = plan.routers.iter().any(|plan| !plan.is_open());
    let open = |plan: &&push::RouterPlan| plan.is_open() && !plan.unchanged;
    (args.skip || !blocked) && plan.routers.iter().any(|plan| open(&plan))
}

fn agreed(plan: &Plan) -> Result<bool> {
    let mut err = anstream::stderr().lock();
    report::planned(&mut err, Plain::Text, plan, false)?;
    write!(err, "push this? [y/N] ")?;
    err.flush()?;
    drop(err);
    let mut answer = String::new();
    let stdin = std::io::stdin();
    stdin.lock().read_line(&mut answer)?;
    if !stdin.is_terminal() {
        anstream::eprintln!();
    }
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn tell(event: &Event<'_>, bar: &Bar, output: &OutputArgs) {
    if output.quiet {
        return;
    }
    bar.wipe();
    match event {
        Event::Wave {
            number,
            of,
            routers,
        } if *of > 1 => {
            let plural = if *routers == 1 { "" } else { "s" };
            anstream::eprintln!("wave {number} of {of}: {routers} router{plural}");
        }
        Event::Wave { .. } => {}
        Event::Step { router, doing } => anstream::eprintln!("{router}: {doing}"),
        Event::Done { outcome, done, of } => {
            anstream::eprintln!("{}: {}", outcome.router, outcome.outcome.word());
            if done < of {
                bar.at(*done, *of);
            }
        }
    }
}
