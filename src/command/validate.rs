//! `vifctl validate`: every rule over the intent, without a network.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

use super::output::print;
use super::{IntentArgs, Outcome, OutputArgs};
use crate::intent::{self, Date, Loaded};
use crate::report::{self, Format};
use crate::rule::{self, Keys, World};
use crate::vendor::Vendors;

/// Check an intent against every rule of AWS and of good practice; needs no network
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl validate -f vifctl.toml --no-secrets\n\nExit codes: 0 no error, 1 a rule is broken, 2 the intent cannot be read."
)]
pub(crate) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    /// Leave keys and passwords where they are, unresolved and unchecked.
    #[arg(long)]
    no_secrets: bool,
    /// Print the results as text, json or junit.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
    /// Treat warnings as errors.
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let paths = paths(&args.intent)?;
    let Loaded {
        intent,
        sources,
        mut found,
    } = intent::load(&paths);
    let vendors = vendors(&args.intent, &paths)?;
    let malformed = intent::is_malformed(&found);
    if !malformed {
        let keys = if args.no_secrets {
            Keys::default()
        } else {
            Keys::resolve(&intent)
        };
        let world = World {
            intent: &intent,
            vendors: &vendors,
            keys: &keys,
            today: today(),
        };
        rule::check(&world, &mut found);
    }
    found.fold();
    found.sort();
    let about = about(&intent);
    let rules: Vec<&str> = rule::ALL.iter().map(|rule| rule.code.rule).collect();
    if !output.quiet {
        print(|out| report::diagnostics(out, args.format, &found, &sources, &about, &rules))?;
    }
    let broken = found.has_errors()
        || (args.strict && found.count(crate::diagnostic::Severity::Warning) > 0);
    Ok(match (malformed, broken) {
        (true, _) => Outcome::NotUnderstood,
        (_, true) => Outcome::No,
        _ => Outcome::Good,
    })
}

/// What was looked at, in a few words.
fn about(intent: &intent::Intent) -> String {
    let count = |number: usize, name: &str| {
        format!("{number} {name}{}", if number == 1 { "" } else { "s" })
    };
    let lists = [
        (intent.vifs.len(), "vif"),
        (intent.connections.len(), "connection"),
        (intent.routers.len(), "router"),
    ];
    lists.map(|(number, name)| count(number, name)).join(", ")
}

/// The files to read: those that were named, or those that lie where they are expected.
fn paths(args: &IntentArgs) -> Result<Vec<PathBuf>> {
    let paths = if args.files.is_empty() {
        intent::default_paths()
    } else {
        args.files.clone()
    };
    if paths.is_empty() {
        bail!(
            "there is no vifctl.toml and no vifctl.d here; `vifctl init` writes a starter, -f names another file"
        );
    }
    Ok(paths)
}

/// The built-in packs, and the user's own.
fn vendors(args: &IntentArgs, paths: &[PathBuf]) -> Result<Vendors> {
    let mut vendors = Vendors::built_in()?;
    if let Some(folder) = &args.vendors {
        vendors.add_folder(folder)?;
        return Ok(vendors);
    }
    for path in paths {
        let beside = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(Path::new(""))
        };
        let folder = beside.join("vendors");
        if folder.is_dir() {
            vendors.add_folder(&folder)?;
        }
    }
    Ok(vendors)
}

/// Today's date in UTC, for what ages.
fn today() -> Date {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Date::from_days((since_epoch.as_secs() / 86_400) as i64)
}
