//! The Site-to-Site VPN that stands beside a vif.

rules! {
    vpn_asn vpn_asn_reserved vpn_inside_address vpn_inside_in_use vpn_key_form vpn_one_tunnel
    vpn_quota vpn_slower_than_connection vpn_ipv6_on_vgw
}

use crate::diagnostic::Diagnostic;
use crate::intent::{Asn, At, Intent, Vpn};

/// Our AS number: the VPN's own, else the router's.
fn asn(intent: &Intent, vpn: &Vpn) -> Option<At<Asn>> {
    vpn.asn.or_else(|| intent.routers[vpn.router?.value].asn)
}

fn is_on_vgw(vpn: &Vpn) -> bool {
    vpn.gateway
        .as_ref()
        .is_some_and(|gateway| gateway.value.starts_with("vgw-"))
}

fn of(diagnostic: Diagnostic, vpn: &Vpn) -> Diagnostic {
    diagnostic.subject(format!("vpn.{}", vpn.name.text))
}
