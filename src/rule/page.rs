//! A rule's page, as `vifctl explain` prints it.

use std::fmt::Write;

use super::{BANDWIDTHS, LIMITS, Rule};
use crate::diagnostic::paragraph;

/// Where a rule is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A page of the Direct Connect User Guide.
    UserGuide(&'static str),
    /// An operation or type of the Direct Connect API.
    Api(&'static str),
    /// A CloudFormation resource type.
    CloudFormation(&'static str),
    /// The Direct Connect FAQ.
    Faq,
    /// An article of the AWS knowledge center.
    KnowledgeCenter(&'static str),
    /// A page of the Site-to-Site VPN User Guide.
    Vpn(&'static str),
    /// A standard, such as "RFC 7300".
    Standard(&'static str),
    /// A vendor's documentation.
    Vendor(&'static str),
    /// Follows from the facts or from practice, and says how.
    Ours(&'static str),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UserGuide(page) => write!(
                f,
                "Direct Connect User Guide\n      https://docs.aws.amazon.com/directconnect/latest/UserGuide/{page}.html"
            ),
            Self::Api(operation) => write!(
                f,
                "Direct Connect API\n      https://docs.aws.amazon.com/directconnect/latest/APIReference/API_{operation}.html"
            ),
            Self::CloudFormation(kind) => write!(f, "CloudFormation AWS::DirectConnect::{kind}"),
            Self::Faq => {
                f.write_str("Direct Connect FAQ\n      https://aws.amazon.com/directconnect/faqs/")
            }
            Self::KnowledgeCenter(title) => write!(f, "AWS knowledge center: {title}"),
            Self::Vpn(page) => write!(
                f,
                "Site-to-Site VPN User Guide\n      https://docs.aws.amazon.com/vpn/latest/s2svpn/{page}.html"
            ),
            Self::Standard(name) => f.write_str(name),
            Self::Vendor(name) => write!(f, "vendor documentation: {name}"),
            Self::Ours(reason) => write!(f, "our own advice: {reason}"),
        }
    }
}

/// The page of a rule, as plain text for 80 columns.
pub fn page(rule: &Rule) -> String {
    let mut page = format!(
        "{} ({})\n\n{}\n",
        rule.code.rule,
        rule.code.severity,
        paragraph(&filled(rule.says))
    );
    let mut section = |title: &str, body: &str| {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n{title}\n{body}\n");
    };
    section("Why", &paragraph(&filled(rule.why)));
    for example in rule.breaks {
        section("Breaks it", &indent(example));
    }
    for example in rule.keeps {
        section("Keeps it", &indent(example));
    }
    let sources: Vec<String> = rule
        .sources
        .iter()
        .map(|source| format!("    {source}"))
        .collect();
    section("Source", &sources.join("\n"));
    if !rule.code.references.is_empty() {
        section(
            "Catalogue",
            &format!("    {}", rule.code.references.join(", ")),
        );
    }
    if rule.code.severity != crate::diagnostic::Severity::Error {
        section(
            "If it is meant to be so",
            &format!(
                "    allow = [\"{}\"]        # on the vif or in [defaults]",
                rule.code.rule
            ),
        );
    }
    page
}

/// The page of a rule for programs.
pub fn page_as_json(rule: &Rule) -> serde_json::Value {
    let sources: Vec<String> = rule
        .sources
        .iter()
        .map(|source| source.to_string().replace("\n      ", " "))
        .collect();
    serde_json::json!({
        "rule": rule.code.rule,
        "severity": rule.code.severity.to_string(),
        "references": rule.code.references,
        "says": filled(rule.says),
        "why": filled(rule.why),
        "breaks": rule.breaks,
        "keeps": rule.keeps,
        "sources": sources,
    })
}

/// Put AWS's numbers in: `{vifs_per_connection}` becomes 51.
fn filled(text: &str) -> String {
    let numbers = LIMITS
        .iter()
        .map(|(name, limit)| (name, limit.value.to_string()));
    let lists = BANDWIDTHS
        .iter()
        .map(|(name, steps)| (name, steps.to_string()));
    numbers
        .chain(lists)
        .fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &value)
        })
}

fn indent(example: &str) -> String {
    let lines: Vec<String> = example
        .trim_matches('\n')
        .lines()
        .map(|line| format!("    {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}
