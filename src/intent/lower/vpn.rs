//! `[vpn.NAME]`.

use std::collections::HashMap;

use super::super::raw;
use super::super::shape::At;
use super::super::{Tunnel, Vpn};
use super::leaf::Spot;
use super::{Lowering, Table};

pub(super) fn vpn(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Vpn>,
    routers: &HashMap<String, usize>,
) -> Vpn {
    let raw = &table.at.value;
    let owner = format!("vpn.{}", table.name.text);
    let spot = |key| Spot { owner: &owner, key };
    if raw.router.is_none() {
        lowering.require(None::<()>, &owner, &table.name, "router", "\"lon-edge-1\"");
    }
    let list = |list: &Option<At<Vec<At<String>>>>| {
        list.as_ref().map_or(Vec::new(), |list| list.value.clone())
    };
    Vpn {
        name: table.name.clone(),
        id: lowering.line(spot("id"), raw.id.as_ref()),
        router: lowering.refer(&owner, "router", raw.router.as_ref(), routers),
        address: lowering.address(spot("address"), raw.address.as_ref()),
        asn: lowering.asn(spot("asn"), raw.asn.as_ref()),
        amazon_asn: lowering.asn(spot("amazon_asn"), raw.amazon_asn.as_ref()),
        gateway: lowering.line(spot("gateway"), raw.gateway.as_ref()),
        vrf: lowering.line(spot("vrf"), raw.vrf.as_ref()),
        advertise: lowering.prefixes(spot("advertise"), &list(&raw.advertise)),
        advertise_place: raw.advertise.as_ref().map(|list| list.place),
        accept: lowering.prefixes(spot("accept"), &list(&raw.accept)),
        tunnels: raw
            .tunnel
            .as_ref()
            .map_or(&[][..], |list| &list.value)
            .iter()
            .map(|at| tunnel(lowering, &owner, table.folder, at))
            .collect(),
    }
}

fn tunnel(lowering: &mut Lowering<'_>, owner: &str, folder: usize, at: &At<raw::Tunnel>) -> Tunnel {
    let raw = &at.value;
    let spot = |key| Spot { owner, key };
    Tunnel {
        outside: lowering.address(spot("tunnel.outside"), raw.outside.as_ref()),
        customer: lowering.interface(spot("tunnel.customer"), raw.customer.as_ref()),
        amazon: lowering.interface(spot("tunnel.amazon"), raw.amazon.as_ref()),
        key: lowering.secret(folder, raw.key.as_ref()),
    }
}
