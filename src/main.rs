//! Arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match vifctl::command::Cli::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            vifctl::command::Outcome::NotUnderstood.into()
        }
    }
}
