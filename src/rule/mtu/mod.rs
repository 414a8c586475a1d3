//! The MTU of a vif, and room for it on the port.

rules! {
    mtu_differs mtu_jumbo_capable mtu_legacy mtu_port mtu_port_tight mtu_public mtu_transit mtu_value
}

use crate::intent::{Mtu, Vif, VifType};

/// The MTU that a vif will run with: a public one has the standard whatever the intent says.
fn carried(vif: &Vif) -> u16 {
    if vif.is(VifType::Public) {
        Mtu::STANDARD.get()
    } else {
        vif.mtu_or_default().get()
    }
}

/// The vif with the largest MTU, the first of several.
fn largest<'a>(vifs: impl IntoIterator<Item = &'a Vif>) -> Option<&'a Vif> {
    vifs.into_iter().reduce(|largest, vif| {
        if carried(vif) > carried(largest) {
            vif
        } else {
            largest
        }
    })
}
