//! `vifctl validate`: every rule over the intent, without a network.

use anyhow::Result;

use super::checked::{IntentArgs, checked};
use super::output::print;
use super::{Outcome, OutputArgs};
use crate::diagnostic::Severity;
use crate::report::{self, Format};
use crate::rule;

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
    let checked = checked(&args.intent, !args.no_secrets)?;
    let rules: Vec<&str> = rule::ALL.iter().map(|rule| rule.code.rule).collect();
    if !output.quiet {
        let about = checked.about();
        print(|out| {
            report::diagnostics(
                out,
                args.format,
                &checked.found,
                &checked.sources,
                &about,
                &rules,
            )
        })?;
    }
    let warned = checked.found.count(Severity::Warning) > 0;
    Ok(match checked.outcome() {
        Outcome::Good if args.strict && warned => Outcome::No,
        outcome => outcome,
    })
}
