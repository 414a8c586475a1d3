//! One mistake, one finding: what reading an intent has found already is not found again by rules
//! that look at what is left of it.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Findings, Place, Severity};
use crate::intent::Intent;

/// Forget what follows from keys and tables that could not be read; the first `reading` findings
/// are about these themselves. Advice that points at the head of a table is about what is not in
/// it, and that may be what is lost. Of a table that is lost as a whole nothing can be told.
pub(super) fn forget_consequences(intent: &Intent, reading: usize, found: &mut Findings) {
    let heads = heads(intent, found);
    let tables = found.iter().filter_map(|found| found.subject.clone());
    let lost: HashSet<String> = tables.filter(|table| found.is_lost(table)).collect();
    let follows = |found: &Diagnostic| {
        let table = found.subject.as_ref();
        let at_head = found.place.is_some_and(|place| heads.contains(&place));
        table.is_some_and(|table| lost.contains(table))
            || (at_head && found.severity() != Severity::Error)
    };
    let mut looked_at = 0;
    found.retain(|found| {
        looked_at += 1;
        looked_at <= reading || !follows(found)
    });
}

/// The tables in which something was written in a way that could not be read, as these codes say:
/// that it is missing there is no second mistake. Nothing where it stands in `[defaults]`, which
/// speaks for every vif.
pub(super) fn tables(found: &Findings, codes: &[&'static Code]) -> Option<HashSet<String>> {
    let unread = found.iter().filter(|found| codes.contains(&found.code));
    let tables: HashSet<String> = unread.filter_map(|found| found.subject.clone()).collect();
    let below_defaults = |table: &String| table.split('.').next() == Some("defaults");
    (!found.is_lost("defaults") && !tables.iter().any(below_defaults)).then_some(tables)
}

/// The heads of the vifs and connections of which a key is lost.
fn heads(intent: &Intent, found: &Findings) -> HashSet<Place> {
    let tables: HashSet<&str> = found.lost().flat_map(above).collect();
    let of = |table: String| tables.contains(table.as_str());
    let defaults = tables.contains("defaults") || found.is_lost("defaults");
    let vifs = intent.vifs.iter().map(|vif| &vif.name);
    let vifs = vifs.filter(|name| defaults || of(format!("vif.{}", name.text)));
    let connections = intent.connections.iter();
    let connections = connections.map(|connection| &connection.name);
    let connections = connections.filter(|name| of(format!("connection.{}", name.text)));
    vifs.chain(connections).map(|name| name.place).collect()
}

/// The tables that a path leads through.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.').map(|(dot, _)| &path[..dot])
}
