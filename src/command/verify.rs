//! `vifctl verify`: does what routers say agree with the intent, and if not, why.

mod aws;
mod captured;
mod commands;
mod live;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::captures;
use super::checked::{Checked, IntentArgs, checked};
use super::chosen::ChosenArgs;
use super::output::print;
use super::{Outcome, OutputArgs};
use crate::check::witness::Witness;
use crate::check::{self, Change, Observed, Scene, Status, Verdict};
use crate::intent::{Intent, Vif};
use crate::observe::Shows;
use crate::report::{self, Format, Verified};

/// Check what routers say against the intent, and say why what fails does
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl verify\n  vifctl verify --router lon-edge-1 --save-captures captures/\n  vifctl verify --list-commands\n  vifctl verify --captures captures/\n  vifctl verify --captures captures/ --save before.json\n  vifctl verify --captures captures/ --against before.json\n  vifctl verify --captures captures/ --aws vifs.json connections.json\n\nDIR/ROUTER/ holds one file a command, named by it (show_ip_bgp_summary.txt: spaces as _,\n| as pipe, / as -), or files that begin with the prompt; DIR/ROUTER.log is a whole\nterminal session.\n\nExit codes: 0 every session is as it should be, 1 a check failed, something was lost, or\na session could not be looked at, 2 the intent or a capture cannot be read, 3 a router cannot\nbe reached or logged in to."
)]
pub(super) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    /// Captured output that stands in for the routers.
    #[arg(long, value_name = "DIR")]
    captures: Option<PathBuf>,
    /// Read the routers as well where --aws is given; without --captures and --aws it does.
    #[arg(long, conflicts_with = "captures")]
    live: bool,
    /// Keep what was read from the routers, as --captures takes it.
    #[arg(long, value_name = "DIR", conflicts_with = "captures")]
    save_captures: Option<PathBuf>,
    /// Ask also what sends packets, or takes long.
    #[arg(long, conflicts_with = "captures")]
    ping: bool,
    #[command(flatten)]
    limits: super::live::LimitArgs,
    /// AWS's own view to compare with: JSON of `aws directconnect` describe-virtual-interfaces,
    /// describe-connections, describe-lags, list-virtual-interface-routes and
    /// describe-router-configuration, in any mixture; - is standard input.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    aws: Vec<PathBuf>,
    /// Do not fetch BGP keys to compare them with AWS's.
    #[arg(long, requires = "aws")]
    no_secrets: bool,
    /// Print what to run on each router, ready to paste.
    #[arg(long, conflicts_with_all = ["captures", "save", "against", "format"])]
    list_commands: bool,
    #[command(flatten)]
    chosen: ChosenArgs,
    /// Keep the facts in a file, to compare with later.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Say what is worse than in this file of facts, ours or not.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// How far a count of prefixes may change, in percent.
    #[arg(
        long,
        value_name = "PERCENT",
        default_value_t = 10,
        requires = "against"
    )]
    tolerance: u64,
    /// Sessions younger than this many seconds are not believed yet.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    settled: u64,
    /// Treat warnings and what is not known as failures.
    #[arg(long)]
    strict: bool,
    /// Print the results as text, json or junit.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

type Wanted<'w> = &'w (dyn Fn(&Vif) -> bool + Sync);

/// What the routers say, and which of their words were none.
struct Seen {
    observed: Observed,
    /// Files that are no answer, and why.
    unread: Vec<(String, String)>,
    /// A router could not be read at all.
    unreached: bool,
    /// What to run for what it does not tell.
    next: &'static str,
}

impl Seen {
    fn nothing(intent: &Intent) -> Self {
        Self {
            observed: Observed::of_nothing(intent),
            unread: Vec::new(),
            unreached: false,
            next: "vifctl verify --list-commands",
        }
    }
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let checked = checked(&args.intent, false)?;
    if checked.outcome() != Outcome::Good {
        checked.complain("nothing is verified against an intent with errors")?;
        return Ok(checked.outcome());
    }
    let wanted: Wanted<'_> = &args.chosen.wanted(&checked)?;
    let shows = shows(&checked)?;
    let (intent, vendors) = (&checked.intent, &checked.vendors);
    let nothing = Observed::of_nothing(intent);
    let unseen = Scene::new(intent, vendors, &shows, &nothing, wanted);
    if args.list_commands {
        return commands::list(&unseen);
    }
    let witness = aws::witness(&args.aws)?;
    let seen = match &args.captures {
        Some(folder) => Some(captured::read(&unseen, folder)?),
        None if args.live || witness.is_none() => Some(live::read(args, &checked, wanted, output)?),
        None => None,
    };
    let is_asked = seen.is_some();
    let seen = seen.unwrap_or_else(|| Seen::nothing(intent));
    let keys = aws::keys(intent, witness.is_some() && !args.no_secrets);
    let before = args.against.as_deref();
    let before = before.map(|path| snapshot(&checked, path)).transpose()?;
    let mut scene = Scene::new(intent, vendors, &shows, &seen.observed, wanted);
    scene.before = before.as_ref();
    scene.settled_s = args.settled;
    scene.witness = witness.as_ref();
    scene.keys = Some(&keys);
    let mut verdicts = check::check(&scene);
    if !is_asked {
        // That nothing is known of the routers is no news.
        verdicts.retain(Verdict::is_of_aws);
    }
    tell(args, output, &scene, &seen, &verdicts)
}

/// Print the verdicts and what follows from them, and keep the facts where that is wanted.
fn tell(
    args: &Args,
    output: &OutputArgs,
    scene: &Scene<'_>,
    seen: &Seen,
    verdicts: &[Verdict],
) -> Result<Outcome> {
    let diagnoses = check::diagnose(scene, verdicts);
    let changes = scene
        .before
        .map(|before| check::changes(scene.intent, before, &seen.observed, args.tolerance));
    if let Some(path) = &args.save {
        save(scene.intent, &seen.observed, path)?;
    }
    if !output.quiet {
        let run = Verified {
            verdicts,
            diagnoses: &diagnoses,
            changes: changes.as_deref(),
            unread: &seen.unread,
            next: seen.next,
            aws: scene.witness.map(Witness::carried),
        };
        print(|out| report::verified(out, args.format, &run))?;
    }
    Ok(match seen.unreached {
        true => Outcome::World,
        false => outcome(args, verdicts, changes.as_deref()),
    })
}

/// Nothing failed, nothing was lost, and every session was really looked at.
fn outcome(args: &Args, verdicts: &[Verdict], changes: Option<&[Change]>) -> Outcome {
    let lost = changes.is_some_and(|changes| changes.iter().any(|change| change.what.is_loss()));
    let bad = |verdict: &Verdict| match verdict.status {
        Status::Fail => true,
        Status::Pass => false,
        Status::Warn => args.strict,
        Status::Unknown => {
            args.strict || ["bgp-established", "aws-vif-state"].contains(&verdict.check)
        }
    };
    match lost || verdicts.is_empty() || verdicts.iter().any(bad) {
        true => Outcome::No,
        false => Outcome::Good,
    }
}

/// The show files of the packs that the routers have.
fn shows(checked: &Checked) -> Result<HashMap<String, Shows>> {
    let mut shows = HashMap::new();
    for vendor in checked
        .intent
        .routers
        .iter()
        .filter_map(|router| router.vendor.as_ref())
    {
        let Some(pack) = checked
            .vendors
            .get(&vendor.value)
            .filter(|_| !shows.contains_key(&vendor.value))
        else {
            continue;
        };
        match Shows::of(pack) {
            Ok(ready) => shows.insert(vendor.value.clone(), ready),
            Err(why) => bail!("the show file of {}: {why}", vendor.value),
        };
    }
    Ok(shows)
}

fn snapshot(checked: &Checked, path: &Path) -> Result<Observed> {
    let bytes = captures::bytes(path)?;
    match check::load_snapshot(&checked.intent, &bytes) {
        Ok(observed) => Ok(observed),
        Err(why) => bail!("{} cannot be compared with: {why}", path.display()),
    }
}

fn save(intent: &Intent, observed: &Observed, path: &Path) -> Result<()> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let text = check::save_snapshot(intent, observed, now).to_string();
    fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}
