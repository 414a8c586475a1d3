//! `vifctl parse`: show output to facts.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::output::print;
use super::{Outcome, known};
use crate::observe::{Nothing, Shows};
use crate::vendor::Vendors;

/// No show command prints as much.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Read show output and print what it says as JSON
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl parse --vendor cisco_xe --command 'show ip bgp summary' capture.txt"
)]
pub(super) struct Args {
    /// The platform that printed it.
    #[arg(long, value_name = "NAME")]
    vendor: String,
    /// The command that was run, in any spelling.
    #[arg(long)]
    command: String,
    /// The output; standard input without it.
    file: Option<PathBuf>,
    /// Print the results as json.
    #[arg(long, value_parser = ["json"], default_value = "json", hide_possible_values = true)]
    format: String,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let vendors = Vendors::built_in()?;
    known("pack", &args.vendor, vendors.names())?;
    let pack = vendors.get(&args.vendor).context("the pack is gone")?;
    let output = input(args)?;
    let shows = Shows::new(&pack.show).map_err(Nothing::Pack);
    let facts = match shows.and_then(|shows| shows.parse(&args.command, &output)) {
        Ok(facts) => facts,
        Err(Nothing::UnknownCommand) => {
            bail!(
                "{} has no way to read `{}`; write the show command as it was typed, words in full \
                 if it was shortened",
                pack.title,
                args.command
            )
        }
        Err(Nothing::DeviceError(words)) => bail!("the device refused the command: {words}"),
        Err(Nothing::NotUnderstood(_)) => {
            bail!(
                "nothing in this output is understood as `{}`; is it the output of that command, \
                 on {}, with its heading?",
                args.command,
                pack.title
            )
        }
        Err(Nothing::Pack(why)) => bail!("the show file of {}: {why}", args.vendor),
    };
    let answer = json!({
        "schema": 1,
        "vendor": args.vendor,
        "command": args.command,
        "kind": facts.kind,
        "rows": facts.rows,
        "coverage": facts.coverage.to_json(),
    });
    print(|out| Ok(writeln!(out, "{answer}")?))?;
    Ok(Outcome::Good)
}

fn input(args: &Args) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match &args.file {
        Some(path) => {
            File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        }
        None => io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes),
    };
    read.with_context(|| {
        format!(
            "cannot read {}",
            args.file
                .as_ref()
                .map_or("standard input".into(), |path| path.display().to_string())
        )
    })?;
    if bytes.len() as u64 > LARGEST {
        bail!("the output is larger than {} MiB", LARGEST / 1024 / 1024);
    }
    Ok(bytes)
}
