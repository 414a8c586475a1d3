//! The values of a port: what its connection says, and the MTU that all vifs on it need.

use minijinja::value::Value;

use super::resolve::{Marks, optional, text};
use super::values;
use crate::intent::{Connection, Intent, MacsecCipher, MacsecMode, Vif};

/// A port, with the MTU that all vifs on it need: also those that are not chosen this time.
pub(super) fn port(
    intent: &Intent,
    index: usize,
    vifs: &[&Vif],
    marks: &mut Marks,
) -> values::Port {
    let connection: &Connection = &intent.connections[index];
    let on_it = vifs
        .iter()
        .filter(|vif| vif.connection.is_some_and(|at| at.value == index));
    let mtu = on_it
        .map(|vif| vif.mtu_or_default().get())
        .max()
        .unwrap_or(1500);
    let lag = connection.lag.as_ref().map(|lag| &lag.value);
    values::Port {
        connection: text(&connection.name.text),
        id: optional(connection.id.as_ref(), |id| text(id)),
        name: optional(connection.port.as_ref(), |port| text(port)),
        mtu: Value::from(mtu),
        fixed_mtu: connection
            .mtu
            .map_or(Value::from(()), |mtu| Value::from(mtu.value)),
        switched: Value::from(connection.switched.is_some_and(|at| at.value)),
        mbps: connection
            .speed
            .map_or(Value::from(()), |speed| Value::from(speed.value.in_mbps())),
        members: lag.map_or(Value::from(()), |lag| {
            lag.members
                .iter()
                .map(|member| text(&member.value))
                .collect()
        }),
        minimum_links: lag
            .and_then(|lag| lag.minimum_links)
            .map_or(Value::from(()), |links| Value::from(links.value)),
        macsec: macsec(connection, marks),
        ..values::Port::default()
    }
}

fn macsec(connection: &Connection, marks: &mut Marks) -> Value {
    let Some(macsec) = connection.macsec.as_ref().map(|at| &at.value) else {
        return Value::from(());
    };
    let (Some(ckn), Some(cak)) = (&macsec.ckn, &macsec.cak) else {
        return Value::from(());
    };
    let xpn = connection
        .speed
        .is_some_and(|speed| speed.value.in_mbps() >= 100_000);
    let cipher = macsec.cipher.map_or(
        if xpn {
            MacsecCipher::GcmAesXpn256
        } else {
            MacsecCipher::GcmAes256
        },
        |at| at.value,
    );
    let mode = match macsec.mode.map(|at| at.value) {
        Some(MacsecMode::NoEncrypt) => return Value::from(()),
        Some(MacsecMode::MustEncrypt) => "must_encrypt",
        Some(MacsecMode::ShouldEncrypt) | None => "should_encrypt",
    };
    Value::from_object(values::Macsec {
        ckn: text(&ckn.value),
        cak: Value::from(marks.mark(&cak.value)),
        cipher: Value::from(match cipher {
            MacsecCipher::GcmAes256 => "gcm-aes-256",
            MacsecCipher::GcmAesXpn256 => "gcm-aes-xpn-256",
        }),
        mode: Value::from(mode),
        ..values::Macsec::default()
    })
}
