//! `vifctl completions`: what a shell needs to complete our arguments.

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use super::output::print;
use super::{Cli, Outcome};

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl completions bash > ~/.local/share/bash-completion/completions/vifctl"
)]
pub(crate) struct Args {
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "vifctl", &mut script);
    print(|out| Ok(out.write_all(&script)?))?;
    Ok(Outcome::Good)
}
