//! JUnit XML, so that a pipeline shows each broken rule as a failed test.

use anyhow::Result;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, context};

use crate::diagnostic::is_unprintable;

/// One test case: a rule that held, or the findings that broke it.
#[derive(serde::Serialize)]
pub(super) struct Case<'a> {
    pub name: &'a str,
    pub failures: Vec<Failure>,
    /// Why it could not be run.
    pub skipped: Option<String>,
    pub output: Vec<String>,
}

#[derive(serde::Serialize)]
pub(super) struct Failure {
    pub message: String,
    pub detail: String,
}

pub(super) fn junit(suite: &str, cases: &[Case<'_>]) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template(
        "junit.xml",
        include_str!("../../templates/report/junit.xml"),
    )?;
    let failures: usize = cases
        .iter()
        .filter(|case| !case.failures.is_empty())
        .count();
    let skipped = cases.iter().filter(|case| case.skipped.is_some()).count();
    let cases = minijinja::value::Value::from(minijinja::value::Serde(&cases));
    Ok(environment
        .get_template("junit.xml")?
        .render(context! { suite, cases, failures, skipped })?)
}

/// XML has no way to write most control characters, escaped or not.
pub(super) fn xml_text(text: &str) -> String {
    text.chars()
        .map(|c| {
            if (is_unprintable(c) && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
