//! The physical connection, its speed and its LOA.

rules! { bandwidth_form dedicated_speed hosted_speed loa_expired loa_future port_in_use }

use crate::diagnostic::Diagnostic;
use crate::intent::{Connection, ConnectionKind, Intent, Vif};

/// Every connection with its vifs.
pub(super) fn each(intent: &Intent) -> impl Iterator<Item = (&Connection, Vec<&Vif>)> {
    intent.connections.iter().zip(intent.vifs_by_connection())
}

/// A finding about a connection concerns the vifs on it.
pub(super) fn about(found: Diagnostic, connection: &Connection, vifs: &[&Vif]) -> Diagnostic {
    let found = found.subject(format!("connection.{}", connection.name.text));
    vifs.iter()
        .fold(found, |found, vif| found.concerns(&vif.name.text))
}

/// Is it known to be hosted? One whose kind is not stated is neither.
pub(super) fn is_hosted(connection: &Connection) -> bool {
    has_kind(connection, ConnectionKind::Hosted)
}

/// Is it known to be dedicated?
pub(super) fn is_dedicated(connection: &Connection) -> bool {
    has_kind(connection, ConnectionKind::Dedicated)
}

fn has_kind(connection: &Connection, kind: ConnectionKind) -> bool {
    connection.kind.is_some_and(|at| at.value == kind)
}
