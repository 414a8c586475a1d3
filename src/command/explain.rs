//! `vifctl explain`: the page of a rule.

use anyhow::{Result, bail};

use super::Outcome;
use super::output::print;
use crate::diagnostic::{nearest, quote};
use crate::rule::{self, CATALOGUE, Fact, Rule};

/// Explain a rule: what it wants, why, an example that breaks it and one that keeps it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl explain vlan-in-use\n  vifctl explain VLAN-03\n  vifctl explain"
)]
pub(crate) struct Args {
    /// A rule (vlan-in-use), a fact of the catalogue (VLAN-03), or `examples` for the tables that
    /// the examples leave out; without it, the list of all rules.
    rule: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let text = match args.rule.as_deref() {
        None => list(),
        Some("examples") => rule::example::REST.to_owned(),
        Some(name) => match rule::by_name(name) {
            Some(rule) => rule::page(rule),
            None => fact(name)?,
        },
    };
    print(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Outcome::Good)
}

fn list() -> String {
    rule::ALL
        .iter()
        .map(|rule| {
            format!(
                "{:<32} {:<8} {}\n",
                rule.code.rule,
                rule.code.severity,
                rule.code.references.join(", ")
            )
        })
        .collect()
}

/// The rules that rest on a fact, or where else it is looked after.
fn fact(id: &str) -> Result<String> {
    match CATALOGUE.get(id.to_uppercase().as_str()) {
        Some(Fact::Elsewhere(why)) => Ok(format!(
            "{}: no intent can break it.\n    {why}\n",
            id.to_uppercase()
        )),
        Some(Fact::Rule) => {
            let rests = |rule: &&&Rule| {
                rule.code
                    .references
                    .iter()
                    .any(|reference| reference.eq_ignore_ascii_case(id))
            };
            Ok(rule::ALL
                .iter()
                .filter(rests)
                .map(|rule| rule::page(rule))
                .collect::<Vec<_>>()
                .join("\n\n"))
        }
        None => match nearest(id, rule::ALL.iter().map(|rule| rule.code.rule)) {
            Some(near) => bail!("no rule is called {}; did you mean `{near}`?", quote(id)),
            None => bail!(
                "no rule is called {}; `vifctl explain` lists them",
                quote(id)
            ),
        },
    }
}
