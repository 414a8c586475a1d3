//! `vifctl man`: manual pages, one for the program and one for each command.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use super::output::print;
use super::{Cli, Outcome};
use crate::diagnostic::quote;

/// Print a manual page, or write all of them to a folder
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl man validate | man -l -\n  vifctl man --out ~/.local/share/man/man1"
)]
pub(crate) struct Args {
    /// The command to print the page of; without it, the page of vifctl itself.
    #[arg(conflicts_with = "out")]
    command: Option<String>,
    /// Write all pages to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let mut cli = Cli::command();
    cli.build();
    match (&args.out, &args.command) {
        (Some(folder), _) => write_all(&cli, folder)?,
        (None, None) => print_page(&cli)?,
        (None, Some(name)) => match cli.find_subcommand(name) {
            Some(command) => print_page(command)?,
            None => bail!(
                "there is no command {}; `vifctl help` lists them",
                quote(name)
            ),
        },
    }
    Ok(Outcome::Good)
}

fn page(command: &clap::Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

fn print_page(command: &clap::Command) -> Result<()> {
    let page = page(command)?;
    print(|out| Ok(out.write_all(&page)?))
}

fn write_all(cli: &clap::Command, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let commands = cli
        .get_subcommands()
        .filter(|command| command.get_name() != "help");
    for command in std::iter::once(cli).chain(commands) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page(command)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
