//! The intent of a run, read and looked at by every rule: what most commands begin with.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

use super::Outcome;
use crate::diagnostic::{Findings, Sources};
use crate::intent::{self, Date, Intent, Loaded};
use crate::report::{self, Format};
use crate::rule::{self, Keys, World};
use crate::vendor::Vendors;

/// Which intent, and which packs.
#[derive(Debug, clap::Args)]
pub(super) struct IntentArgs {
    /// The intent: a file or a directory of them; may be given more than once
    /// [default: vifctl.toml and vifctl.d].
    #[arg(short, long = "file", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// A folder of vendor packs that adds to the built-in ones or replaces them
    /// [default: `vendors` beside the intent, if there is one].
    #[arg(long, value_name = "DIR")]
    vendors: Option<PathBuf>,
}

/// What there is to work with.
pub(super) struct Checked {
    pub intent: Intent,
    pub sources: Sources,
    pub vendors: Vendors,
    pub keys: Keys,
    pub found: Findings,
}

/// Read the intent, fetch its secrets if they are wanted, and run every rule.
pub(super) fn checked(args: &IntentArgs, secrets: bool) -> Result<Checked> {
    let paths = args.paths()?;
    let vendors = args.vendors(&paths)?;
    let Loaded {
        intent,
        sources,
        mut found,
    } = intent::load(&paths);
    let malformed = intent::is_malformed(&found);
    let keys = if secrets && !malformed {
        Keys::resolve(&intent)
    } else {
        Keys::default()
    };
    if malformed {
        found.fold();
        found.sort();
    } else {
        let world = World {
            intent: &intent,
            vendors: &vendors,
            keys: &keys,
            today: today(),
        };
        rule::check(&world, &mut found);
    }
    Ok(Checked {
        intent,
        sources,
        vendors,
        keys,
        found,
    })
}

impl Checked {
    pub(super) fn outcome(&self) -> Outcome {
        if intent::is_malformed(&self.found) {
            Outcome::NotUnderstood
        } else if self.found.has_errors() {
            Outcome::No
        } else {
            Outcome::Good
        }
    }

    /// Say on standard error what is wrong with the intent, and what is not done because of it.
    pub(super) fn complain(&self, consequence: &str) -> Result<()> {
        let mut shown = Vec::new();
        report::diagnostics(
            &mut shown,
            Format::Text,
            &self.found,
            &self.sources,
            &self.about(),
            &[],
        )?;
        anstream::eprint!("{}", String::from_utf8_lossy(&shown));
        anstream::eprintln!("{consequence}");
        Ok(())
    }

    /// What was looked at, in a few words.
    pub(super) fn about(&self) -> String {
        let count = |number: usize, name: &str| {
            format!("{number} {name}{}", if number == 1 { "" } else { "s" })
        };
        let Intent {
            vifs,
            connections,
            routers,
            ..
        } = &self.intent;
        let lists = [
            (vifs.len(), "vif"),
            (connections.len(), "connection"),
            (routers.len(), "router"),
        ];
        lists.map(|(number, name)| count(number, name)).join(", ")
    }
}

impl IntentArgs {
    /// The files to read: those that were named, or those that lie where they are expected.
    fn paths(&self) -> Result<Vec<PathBuf>> {
        let paths = if self.files.is_empty() {
            intent::default_paths()
        } else {
            self.files.clone()
        };
        if paths.is_empty() {
            bail!(
                "there is no vifctl.toml and no vifctl.d here; `vifctl init` writes a starter, -f names another file"
            );
        }
        Ok(paths)
    }

    /// The built-in packs, and the user's own.
    fn vendors(&self, paths: &[PathBuf]) -> Result<Vendors> {
        let mut vendors = Vendors::built_in()?;
        if let Some(folder) = &self.vendors {
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
}

/// Today's date in UTC, for what ages.
fn today() -> Date {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Date::from_days((since_epoch.as_secs() / 86_400) as i64)
}
