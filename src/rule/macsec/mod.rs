//! MACsec on the port.

rules! {
    macsec_cipher macsec_ckn macsec_hosted macsec_no_cipher macsec_no_encrypt macsec_should_encrypt
    macsec_speed
}

use crate::intent::{At, Connection, Intent, Macsec, Vif};

/// The connections with MACsec, hosted ones left out: those cannot have it at all.
fn each(intent: &Intent) -> impl Iterator<Item = (&Connection, &At<Macsec>, Vec<&Vif>)> {
    use super::connection;
    connection::each(intent)
        .filter(|(connection, _)| !connection::is_hosted(connection))
        .filter_map(|(connection, vifs)| Some((connection, connection.macsec.as_ref()?, vifs)))
}
