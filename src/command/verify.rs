//! `vifctl verify`: does what routers say agree with the intent, and if not, why.

mod aws;
pub(super) mod captures;
mod live;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::checked::{Checked, IntentArgs, checked};
use super::output::print;
use super::{Outcome, OutputArgs, known};
use crate::check::witness::Witness;
use crate::check::{self, Change, Observed, Questions, RouterFacts, Scene, Status, Verdict};
use crate::intent::Vif;
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
    /// Only this router; may be given more than once.
    #[arg(long, value_name = "NAME")]
    router: Vec<String>,
    /// Only this vif; may be given more than once.
    #[arg(long, value_name = "NAME")]
    vif: Vec<String>,
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

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let checked = checked(&args.intent, false)?;
    if checked.outcome() != Outcome::Good {
        checked.complain("nothing is verified against an intent with errors")?;
        return Ok(checked.outcome());
    }
    let wanted = wanted(args, &checked)?;
    let shows = shows(&checked)?;
    if args.list_commands {
        return list_commands(&checked, &shows, &wanted);
    }
    let witness = aws::witness(&args.aws)?;
    let is_live = args.captures.is_none() && (args.live || witness.is_none());
    let mut unreached = false;
    let (observed, unread) = match &args.captures {
        Some(folder) => read(&checked, &shows, &wanted, folder)?,
        None if is_live => {
            let seen = live::read(args, &checked, &*wanted, output)?;
            unreached = seen.unreached;
            (seen.observed, seen.unread)
        }
        None => (Observed::of_nothing(&checked.intent), Unread::new()),
    };
    let keys = aws::keys(&checked.intent, witness.is_some() && !args.no_secrets);
    let before = args
        .against
        .as_deref()
        .map(|path| snapshot(&checked, path))
        .transpose()?;
    let mut scene = Scene::new(
        &checked.intent,
        &checked.vendors,
        &shows,
        &observed,
        &*wanted,
    );
    scene.before = before.as_ref();
    scene.settled_s = args.settled;
    scene.witness = witness.as_ref();
    scene.keys = Some(&keys);
    let mut verdicts = check::check(&scene);
    if args.captures.is_none() && !is_live {
        // Nobody asked the routers: that nothing is known of them is no news.
        verdicts.retain(Verdict::is_of_aws);
    }
    let diagnoses = check::diagnose(&scene, &verdicts);
    let changes = before
        .as_ref()
        .map(|before| check::changes(&checked.intent, before, &observed, args.tolerance));
    if let Some(path) = &args.save {
        save(&checked, &observed, path)?;
    }
    if !output.quiet {
        let run = Verified {
            verdicts: &verdicts,
            diagnoses: &diagnoses,
            changes: changes.as_deref(),
            unread: &unread,
            next: match is_live && !args.ping {
                true => "vifctl verify --ping sends pings and traces as well",
                false => "vifctl verify --list-commands",
            },
            aws: witness.as_ref().map(Witness::carried),
        };
        print(|out| report::verified(out, args.format, &run))?;
    }
    Ok(match unreached {
        true => Outcome::World,
        false => outcome(args, &verdicts, changes.as_deref()),
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

type Wanted<'c> = Box<dyn Fn(&Vif) -> bool + Sync + 'c>;

/// The vifs that are chosen by name or by their router.
fn wanted<'c>(args: &'c Args, checked: &'c Checked) -> Result<Wanted<'c>> {
    let intent = &checked.intent;
    for name in &args.router {
        known(
            "router",
            name,
            intent
                .routers
                .iter()
                .map(|router| router.name.text.as_str()),
        )?;
    }
    for name in &args.vif {
        known(
            "vif",
            name,
            intent.vifs.iter().map(|vif| vif.name.text.as_str()),
        )?;
    }
    Ok(Box::new(move |vif| {
        let router = intent.router_of(vif).map(|router| &router.name.text);
        let of_router =
            args.router.is_empty() || router.is_some_and(|name| args.router.contains(name));
        of_router && (args.vif.is_empty() || args.vif.contains(&vif.name.text))
    }))
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

fn list_commands(
    checked: &Checked,
    shows: &HashMap<String, Shows>,
    wanted: &Wanted<'_>,
) -> Result<Outcome> {
    let nothing = Observed::of_nothing(&checked.intent);
    let scene = Scene::new(
        &checked.intent,
        &checked.vendors,
        shows,
        &nothing,
        &**wanted,
    );
    print(|out| {
        let mut first = true;
        for (index, router) in checked.intent.routers.iter().enumerate() {
            let questions = Questions::of(&scene, index).map_err(anyhow::Error::msg)?;
            if !scene
                .vifs()
                .any(|vif| std::ptr::eq(vif.port.router, router))
            {
                continue;
            }
            let vendor = router
                .vendor
                .as_ref()
                .map_or("", |vendor| vendor.value.as_str());
            writeln!(
                out,
                "{}! {name} ({vendor}): keep it as {name}.log",
                if first { "" } else { "\n" },
                name = router.name.text
            )?;
            first = false;
            for question in &questions.all {
                for line in &question.before {
                    writeln!(out, "{line}")?;
                }
                writeln!(out, "{}", question.command)?;
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Good)
}

/// Files that are no answer, and why.
type Unread = Vec<(String, String)>;

/// What the captures say, read on every core.
fn read(
    checked: &Checked,
    shows: &HashMap<String, Shows>,
    wanted: &Wanted<'_>,
    folder: &Path,
) -> Result<(Observed, Unread)> {
    let nothing = Observed::of_nothing(&checked.intent);
    let scene = Scene::new(
        &checked.intent,
        &checked.vendors,
        shows,
        &nothing,
        &**wanted,
    );
    let mut observed = Observed::of_nothing(&checked.intent);
    let mut unread = Vec::new();
    let mut routers = Vec::new();
    for (index, router) in checked.intent.routers.iter().enumerate() {
        let files = captures::files(folder, &router.name.text)?;
        if !files.is_empty() {
            routers.push((index, files));
        }
    }
    if routers.is_empty() {
        bail!(
            "{} has no captures of any router of the intent: it should hold ROUTER/ or ROUTER.log; \
             `vifctl verify --list-commands` says what to run",
            folder.display()
        );
    }
    let scene = &scene;
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(routers.len());
    let results: Vec<_> = std::thread::scope(|scope| {
        let routers = &routers;
        let work = |first: usize| {
            let own = routers.iter().skip(first).step_by(threads);
            own.map(|(index, files)| (*index, read_router(scene, *index, files)))
                .collect::<Vec<_>>()
        };
        let running: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        running.into_iter().map(|thread| thread.join()).collect()
    });
    for result in results {
        let Ok(all) = result else {
            bail!("a reading thread stopped; this is a fault of vifctl")
        };
        for (index, read) in all {
            let (facts, more) = read?;
            observed.routers[index] = facts;
            unread.extend(more);
        }
    }
    unread.sort();
    Ok((observed, unread))
}

/// The captures of one router.
fn read_router(
    scene: &Scene<'_>,
    index: usize,
    files: &[captures::Capture],
) -> Result<(RouterFacts, Unread)> {
    let (mut facts, mut unread) = (RouterFacts::default(), Vec::new());
    let vendor = scene.intent.routers[index].vendor.as_ref();
    let Some(shows) = vendor.and_then(|vendor| scene.shows.get(&vendor.value)) else {
        return Ok((facts, unread));
    };
    let questions = Questions::of(scene, index).map_err(anyhow::Error::msg)?;
    for file in files {
        let bytes = captures::bytes(&file.path)?;
        if !facts.read_file(shows, &questions, &file.name, &file.shown, bytes) {
            let reason = "its name is no command that is known, and it begins with no prompt";
            unread.push((file.shown.clone(), reason.to_owned()));
        }
    }
    unread.extend(facts.unreadable());
    Ok((facts, unread))
}

fn snapshot(checked: &Checked, path: &Path) -> Result<Observed> {
    let bytes = captures::bytes(path)?;
    match check::load_snapshot(&checked.intent, &bytes) {
        Ok(observed) => Ok(observed),
        Err(why) => bail!("{} cannot be compared with: {why}", path.display()),
    }
}

fn save(checked: &Checked, observed: &Observed, path: &Path) -> Result<()> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let text = check::save_snapshot(&checked.intent, observed, now).to_string();
    fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}
