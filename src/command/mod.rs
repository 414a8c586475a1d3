//! One file, one subcommand: its arguments and what they set in motion. Nothing here knows
//! networks.

mod captures;
mod checked;
mod chosen;
mod completions;
#[cfg(feature = "sim")]
mod demo;
mod explain;
mod init;
mod live;
mod man;
mod output;
mod parse;
mod plan;
mod push;
mod recover;
mod render;
mod validate;
mod vendors;
mod verify;

use std::process::ExitCode;

use crate::diagnostic::{nearest, quote};
use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand};

/// How a run ended, for the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All good.
    Good,
    /// The answer is no.
    No,
    /// The request cannot be understood.
    NotUnderstood,
    /// The world is in the way: network, authentication, a device.
    World,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Good => 0,
            Outcome::No => 1,
            Outcome::NotUnderstood => 2,
            Outcome::World => 3,
            Outcome::Interrupted => 130,
        })
    }
}

/// Validate, render, push and verify the router side of AWS Direct Connect.
#[derive(Debug, Parser)]
#[command(name = "vifctl", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    output: OutputArgs,
}

/// What every command understands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Print nothing but what is asked for; the exit code tells the rest.
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Colour: auto, always or never.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = true
    )]
    color: Color,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "sim")]
    Demo(demo::Args),
    Init(init::Args),
    Validate(validate::Args),
    Explain(explain::Args),
    Render(render::Args),
    Vendors(vendors::Args),
    Plan(plan::Args),
    Push(push::Args),
    Verify(verify::Args),
    Recover(recover::Args),
    Parse(parse::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Cli {
    pub fn run(self) -> Result<Outcome> {
        match self.output.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        match self.command {
            #[cfg(feature = "sim")]
            Command::Demo(args) => demo::run(&args, &self.output),
            Command::Init(args) => init::run(&args, &self.output),
            Command::Validate(args) => validate::run(&args, &self.output),
            Command::Explain(args) => explain::run(&args),
            Command::Render(args) => render::run(&args, &self.output),
            Command::Plan(args) => plan::run(&args, &self.output),
            Command::Push(args) => push::run(&args, &self.output),
            Command::Recover(args) => recover::run(&args, &self.output),
            Command::Verify(args) => verify::run(&args, &self.output),
            Command::Parse(args) => parse::run(&args),
            Command::Vendors(args) => vendors::run(&args),
            Command::Completions(args) => completions::run(&args),
            Command::Man(args) => man::run(&args),
        }
    }
}

/// As many names as an error can list.
const FEW: usize = 20;

/// Is there a thing of that name? The error names the nearest one, or all where they are few.
fn known<'a>(kind: &str, name: &str, all: impl Iterator<Item = &'a str>) -> Result<()> {
    let all: Vec<&str> = all.collect();
    if all.contains(&name) {
        return Ok(());
    }
    match nearest(name, all.iter().copied()) {
        Some(near) => bail!("there is no {kind} {}; did you mean `{near}`?", quote(name)),
        None if all.len() <= FEW => bail!(
            "there is no {kind} {}; there are {}",
            quote(name),
            all.join(", ")
        ),
        None => bail!("there is no {kind} {}", quote(name)),
    }
}
