//! A check's page, as `vifctl explain` prints it.

use std::fmt::Write;

use super::Check;
use crate::diagnostic::paragraph;

/// The page of a check, as plain text for 80 columns.
pub fn page(check: &Check) -> String {
    let mut page = format!("{} (check)\n\n{}\n", check.name, paragraph(check.says));
    let mut section = |title: &str, body: &str| {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n{title}\n{body}\n");
    };
    section("Why", &paragraph(check.why));
    for (title, examples) in [("Passes", check.passes), ("Does not pass", check.fails)] {
        for example in examples {
            section(title, &indented(example));
        }
    }
    section("The intent of the examples", "    vifctl explain checks");
    page
}

/// The page of a check for programs.
pub fn page_as_json(check: &Check) -> serde_json::Value {
    serde_json::json!({
        "check": check.name,
        "says": check.says,
        "why": check.why,
        "passes": check.passes,
        "fails": check.fails,
    })
}

fn indented(example: &str) -> String {
    let lines = example.trim_matches('\n').lines();
    lines
        .map(|line| format!("    {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}
