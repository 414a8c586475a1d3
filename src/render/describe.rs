//! The values a template may use, for the one who writes a pack.

use super::values::DESCRIBED;
use crate::diagnostic::{WIDTH, wrap};

/// What `vifctl explain templates` prints.
pub fn values() -> String {
    let mut text = String::from(HEAD);
    for (_, about, fields) in DESCRIBED {
        text.push_str(&format!("\n{}\n", joined(about)));
        for (name, doc, wish) in *fields {
            let star = if *wish { "*" } else { " " };
            let first = format!("  {star} {name:<20} ");
            text += &wrap(&joined(doc), &first, &" ".repeat(25), WIDTH);
            text.push('\n');
        }
    }
    text
}

const HEAD: &str = "\
A pack's templates are minijinja (Jinja2): apply.j2 makes the configuration of a router, undo.j2
takes exactly that back, and before.j2, where there is one, says to people what has to be there
first and the configuration has no words for. They see `router`, `ports`, `vifs` and `anchors`. Undefined values are
errors. A value marked * is a wish: if the intent states it and no template asks for it, rendering
stops, since the platform cannot do what is asked for. Empty lines are taken out of the result.

Filters:    name | ours(\"OUT4\")        a name of ours on the router, legal and unique
            port.name | number         the number a port's name ends in
Tests:      router.software is at_least(\"7.20\")    an unstated version counts as the newest
Functions:  refuse(\"why\")              stop: the platform cannot do this combination
Causes:     ## vif.vlan VLAN-01        at the end of a template line: the intent's key and the fact
                                       that the line comes from, shown by `render --explain`
";

fn joined(doc: &[&str]) -> String {
    doc.iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ")
}
