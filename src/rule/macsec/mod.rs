//! MACsec on the port.

rules! {
    macsec_cipher macsec_ckn macsec_hosted macsec_no_cipher macsec_no_encrypt macsec_should_encrypt
    macsec_speed
}

use crate::diagnostic::Place;
use crate::intent::{At, Connection, Intent, Macsec, MacsecMode, Vif};

/// The connections with MACsec, hosted ones left out: those cannot have it at all.
fn each(intent: &Intent) -> impl Iterator<Item = (&Connection, &At<Macsec>, Vec<&Vif>)> {
    use super::connection;
    connection::each(intent)
        .filter(|(connection, _)| !connection.is_hosted())
        .filter_map(|(connection, vifs)| Some((connection, connection.macsec.as_ref()?, vifs)))
}

/// Those of them whose mode is stated and is this one, with the place of the mode.
fn in_mode(
    intent: &Intent,
    mode: MacsecMode,
) -> impl Iterator<Item = (&Connection, Place, Vec<&Vif>)> {
    each(intent).filter_map(move |(connection, macsec, vifs)| {
        let stated = macsec.value.mode.as_ref()?;
        (stated.value == mode).then_some((connection, stated.place, vifs))
    })
}
