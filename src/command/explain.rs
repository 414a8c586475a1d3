//! `vifctl explain`: the page of a rule or a check.

use anyhow::{Result, bail};

use super::Outcome;
use super::output::print;
use crate::check::{self, Check};
use crate::diagnostic::{nearest, quote};
use crate::render;
use crate::report::Plain;
use crate::rule::{self, CATALOGUE, Fact, Rule};

/// Explain a rule or a check: what it wants, why, an example that breaks it and one that keeps it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl explain vlan-in-use\n  vifctl explain VLAN-03\n  vifctl explain bgp-established\n  vifctl explain"
)]
pub(crate) struct Args {
    /// A rule (vlan-in-use), a fact of the catalogue (VLAN-03) or a check of `vifctl verify`
    /// (bgp-established); `examples` for the tables that the examples of rules leave out, `checks`
    /// for the intent that those of checks are about, `templates` for the values a template may
    /// use; without it, the list of all rules and checks.
    rule: Option<String>,
    /// Print the page as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let rules = match args.rule.as_deref() {
        None => rule::ALL.clone(),
        Some("examples") => return said(rule::example::REST),
        Some("checks") => return said(check::example::INTENT),
        Some("templates") => return said(&render::describe_values()),
        Some(name) => match (
            rule::by_name(name),
            CATALOGUE.get(name.to_uppercase().as_str()),
        ) {
            (Some(rule), _) => vec![rule],
            (None, Some(Fact::Rule)) => resting_on(name),
            (None, Some(Fact::Elsewhere(why))) => {
                return said(&format!("{name}: no intent can break it.\n    {why}\n"));
            }
            (None, None) => match check::by_name(name) {
                Some(check) => return of_check(check, args.format),
                None => bail!(unknown(name)),
            },
        },
    };
    match args.format {
        Plain::Json => {
            let pages: Vec<_> = rules.iter().map(|rule| rule::page_as_json(rule)).collect();
            said(&format!(
                "{}\n",
                serde_json::json!({ "schema": 1, "rules": pages, "checks": checks(args) })
            ))
        }
        Plain::Text if args.rule.is_none() => said(&(list(&rules) + &list_of_checks())),
        Plain::Text => said(
            &rules
                .iter()
                .map(|rule| rule::page(rule))
                .collect::<Vec<_>>()
                .join("\n\n"),
        ),
    }
}

/// All checks, where nothing is asked for by name.
fn checks(args: &Args) -> Vec<serde_json::Value> {
    let all = check::ALL.iter().filter(|_| args.rule.is_none());
    all.map(|check| check::page_as_json(check)).collect()
}

fn of_check(check: &Check, format: Plain) -> Result<Outcome> {
    match format {
        Plain::Text => said(&check::page(check)),
        Plain::Json => {
            let page = check::page_as_json(check);
            said(&format!(
                "{}\n",
                serde_json::json!({ "schema": 1, "rules": [], "checks": [page] })
            ))
        }
    }
}

fn list_of_checks() -> String {
    check::ALL
        .iter()
        .map(|check| format!("{:<28} check\n", check.name))
        .collect()
}

fn said(text: &str) -> Result<Outcome> {
    print(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Outcome::Good)
}

fn list(rules: &[&Rule]) -> String {
    let line = |rule: &&Rule| {
        format!(
            "{:<28} {:<8} {}\n",
            rule.code.rule,
            rule.code.severity,
            rule.code.references.join(", ")
        )
    };
    rules.iter().map(line).collect()
}

/// The rules that rest on a fact of the catalogue.
fn resting_on(id: &str) -> Vec<&'static Rule> {
    let rests = |rule: &&&Rule| {
        rule.code
            .references
            .iter()
            .any(|fact| fact.eq_ignore_ascii_case(id))
    };
    rule::ALL.iter().filter(rests).copied().collect()
}

fn unknown(name: &str) -> String {
    let names = rule::ALL
        .iter()
        .map(|rule| rule.code.rule)
        .chain(check::ALL.iter().map(|check| check.name));
    match nearest(name, names) {
        Some(near) => format!(
            "no rule or check is called {}; did you mean `{near}`?",
            quote(name)
        ),
        None => format!(
            "no rule or check is called {}; `vifctl explain` lists them",
            quote(name)
        ),
    }
}
