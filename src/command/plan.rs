//! `vifctl plan`: what a push would change, and what stands in its way.

use std::path::PathBuf;

use anyhow::Result;

use super::captures;
use super::checked::{IntentArgs, checked};
use super::live::{Bar, FleetArgs};
use super::output::print;
use super::{Outcome, OutputArgs};
use crate::check::file_name;
use crate::diagnostic::draw;
use crate::push;
use crate::report::{self, Plain};

/// Say what a push would change on each router, and what stands in its way
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl plan\n  vifctl plan --router lon-edge-1 --format json\n  vifctl plan --captures captures/\n\nRouters are read, nothing is changed. With --captures DIR, the running configuration\nstands in DIR/ROUTER/show_running-config.txt, named after the platform's own command.\n\nExit codes: 0 nothing would change, 1 something would, or cannot, 2 the intent cannot\nbe read, 3 a router cannot be reached."
)]
pub(super) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    #[command(flatten)]
    fleet: FleetArgs,
    /// Captured configurations that stand in for the routers.
    #[arg(long, value_name = "DIR")]
    captures: Option<PathBuf>,
    /// Print every line that would be sent, and those that would take it back.
    #[arg(long)]
    lines: bool,
    /// Print the results as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let checked = checked(&args.intent, true)?;
    if checked.outcome() != Outcome::Good {
        checked.complain("nothing is planned from an intent with errors")?;
        return Ok(checked.outcome());
    }
    let wanted = args.fleet.wanted(&checked)?;
    let site = args.fleet.state.site(&checked)?;
    let captured = |router: usize| captured(args, &site, router);
    let captured: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync) = &captured;
    let captured = args.captures.as_ref().map(|_| captured);
    let bar = Bar::new("reading", output);
    let limits = args.fleet.limits.limits();
    let told = |done, of| bar.at(done, of);
    let plan = match push::plan(&site, limits, None, &wanted, captured, &told) {
        Ok(plan) => plan,
        Err(mistake) => {
            anstream::eprintln!("{}", draw(&mistake.diagnostic, &mistake.sources));
            return Ok(Outcome::No);
        }
    };
    if !output.quiet {
        print(|out| report::planned(out, args.format, &plan, args.lines))?;
    }
    let mut routers = plan.routers.iter();
    Ok(if plan.routers.iter().any(|plan| plan.error.is_some()) {
        Outcome::World
    } else if routers.any(|plan| !plan.unchanged || !plan.is_open()) {
        Outcome::No
    } else {
        Outcome::Good
    })
}

/// The captured running configuration of a router: a file named by the command, or one that holds
/// its prompt and echo.
fn captured(args: &Args, site: &push::Site<'_>, router: usize) -> Option<Vec<u8>> {
    let folder = args.captures.as_ref()?;
    let command = site.running_command(router)?;
    let name = &site.intent.routers[router].name.text;
    let shows = site.shows_of(router);
    let wanted = file_name(&command);
    for file in captures::files(folder, name).ok()? {
        let bytes = captures::bytes(&file.path).ok()?;
        let cuts = shows.map_or(Vec::new(), |shows| shows.cut(&bytes));
        let cut = cuts
            .into_iter()
            .find(|cut| file_name(&cut.command) == wanted);
        if let Some(cut) = cut {
            return Some(bytes[cut.output].to_vec());
        }
        let stem = file
            .name
            .rsplit_once('.')
            .map_or(file.name.as_str(), |(stem, _)| stem);
        if stem == wanted {
            return Some(bytes);
        }
    }
    None
}
