//! Routers that are read over SSH, and what they say, kept as captures.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Args, Seen, Wanted};
use crate::check::{RouterFacts, file_name};
use crate::command::OutputArgs;
use crate::command::checked::Checked;
use crate::command::live::{Bar, site};
use crate::push::{self, State};

pub(super) fn read(
    args: &Args,
    checked: &Checked,
    wanted: Wanted<'_>,
    output: &OutputArgs,
) -> Result<Seen> {
    let intent = &checked.intent;
    if !intent.routers.iter().any(|router| router.address.is_some()) {
        bail!(
            "no router of the intent has an `address`; with --captures DIR their output is read from files, and `vifctl verify --list-commands` says what to capture"
        );
    }
    // Nothing is changed, and nothing has to be remembered.
    let site = site(checked, State::new(""))?;
    let bar = Bar::new("reading", output);
    let told = |done, of| bar.at(done, of);
    let looked = push::look_at_all(&site, args.limits.limits(), wanted, args.ping, &told);
    let mut seen = Seen::nothing(intent);
    if !args.ping {
        seen.next = "vifctl verify --ping sends pings and traces as well";
    }
    for (router, facts) in looked {
        let name = &intent.routers[router].name.text;
        match facts {
            Ok(facts) => {
                if let Some(folder) = &args.save_captures {
                    keep(folder, name, &facts)?;
                }
                seen.unread.extend(facts.unreadable());
                seen.observed.routers[router] = facts;
            }
            Err(error) => {
                seen.unreached = true;
                seen.next = "the same again, once every router can be read";
                seen.unread.push((name.clone(), error.to_string()));
            }
        }
    }
    Ok(seen)
}

/// A file for every command, readable by its owner alone.
fn keep(folder: &Path, router: &str, facts: &RouterFacts) -> Result<()> {
    let own = folder.join(router);
    let mut make = DirBuilder::new();
    make.recursive(true).mode(0o700);
    make.create(&own)
        .with_context(|| format!("cannot make {}", own.display()))?;
    for answer in &facts.answers {
        let path = own.join(format!("{}.txt", file_name(&answer.capture.command)));
        // An earlier one may have been readable by others.
        let _ = fs::remove_file(&path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let written = options
            .open(&path)
            .and_then(|mut file| file.write_all(&answer.capture.output));
        written.with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
