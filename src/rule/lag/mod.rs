//! Link aggregation.

rules! { lag_hosted lag_id lag_members lag_minimum_links lag_no_spare }

use crate::intent::{Bandwidth, Connection};

/// The bandwidth of a connection, or of all members of a LAG together.
pub(super) fn bandwidth(connection: &Connection) -> Option<Bandwidth> {
    let members = connection.lag.as_ref().map(|lag| lag.value.members.len());
    let links = match members {
        // A LAG whose members could not be read is of unknown width.
        Some(0) => return None,
        Some(members) => members as u64,
        None => 1,
    };
    Some(Bandwidth::mbps(connection.speed?.value.in_mbps() * links))
}
