//! `vifctl init`: a starter intent, with a word about everything in it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{Outcome, OutputArgs};

const STARTER: &str = include_str!("starter.toml");

/// Write a commented starter intent
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vifctl init\n  vifctl init sites/london.toml")]
pub(crate) struct Args {
    /// The file to write; an existing one is left alone.
    #[arg(default_value = "vifctl.toml")]
    file: PathBuf,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let shown = args.file.display();
    let mut file = match OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&args.file)
    {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{shown} exists already; name another file")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {shown}")),
    };
    file.write_all(STARTER.as_bytes())
        .with_context(|| format!("cannot write {shown}"))?;
    if !output.quiet {
        anstream::eprintln!("wrote {shown}; put your numbers in, then: vifctl validate -f {shown}");
    }
    Ok(Outcome::Good)
}
