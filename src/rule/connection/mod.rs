//! The physical connection, its speed and its LOA.

rules! { bandwidth_form dedicated_speed hosted_speed loa_expired loa_future port_in_use }

use crate::diagnostic::Diagnostic;
use crate::intent::{Connection, Intent, Vif};

/// Every connection with its vifs.
pub(super) fn each(intent: &Intent) -> impl Iterator<Item = (&Connection, Vec<&Vif>)> {
    intent.connections.iter().zip(intent.vifs_by_connection())
}

/// A finding about a connection concerns the vifs on it.
pub(super) fn about(found: Diagnostic, connection: &Connection, vifs: &[&Vif]) -> Diagnostic {
    let found = found.subject(format!("connection.{}", connection.name.text));
    found.concerns_each(vifs.iter().map(|vif| &*vif.name.text))
}
