//! AS numbers.

rules! {
    amazon_asn_legacy amazon_asn_range asn_2147483647 asn_65535 asn_notation asn_pair_reused asn_range asn_reserved
    customer_asn_7224 long_asn prepend_private_asn public_amazon_asn same_asn sitelink_own_asn unproven_asn
}

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::intent::{Asn, At, Intent, Peer, Vif, VifType};
use crate::rule::Rule;

/// What VGWs from before July 2018 have: 7224, or the number of their Region. AWS's own pages
/// print two numbers for Singapore.
const LEGACY: [u32; 5] = [7224, 9059, 10124, 17493, 17943];

/// Stands in for a long AS number where a router knows only short ones (RFC 6793).
const AS_TRANS: u32 = 23456;

/// The sessions of a vif; one without peers has been told so, and still has an AS number.
fn sessions(vif: &Vif) -> impl Iterator<Item = Option<&Peer>> {
    let without = vif.peers.is_empty().then_some(None);
    vif.peers.iter().map(Some).chain(without)
}

/// An AS number of yours as it stands in the file, and the vifs that run with it.
struct Said<'a> {
    asn: At<Asn>,
    /// The table it is said in.
    subject: String,
    /// Where in the table.
    key: &'static str,
    vifs: Vec<&'a Vif>,
}

impl Said<'_> {
    /// A finding about it; `what` follows on "router.edge.asn is 65010".
    fn found(&self, rule: &'static Rule, what: &str) -> Diagnostic {
        let message = format!(
            "{}.{} is {}, {what}",
            self.subject, self.key, self.asn.value
        );
        let diagnostic = rule
            .found(message)
            .at(self.asn.place)
            .subject(&self.subject);
        diagnostic.concerns_each(self.vifs.iter().map(|vif| &*vif.name.text))
    }

    fn is_of_a_peer(&self) -> bool {
        self.key == "peer.asn"
    }
}

/// Every AS number of yours once, with the vifs that use it and that `wanted` picks. Those of
/// routers that no such vif uses are left out.
fn said<'a>(intent: &'a Intent, wanted: impl Fn(&Vif) -> bool) -> Vec<Said<'a>> {
    let mut all: Vec<Said<'a>> = Vec::new();
    let mut at = HashMap::new();
    for vif in intent.vifs.iter().filter(|vif| wanted(vif)) {
        for peer in sessions(vif) {
            let Some(asn) = intent.asn_of(vif, peer) else {
                continue;
            };
            let index = *at.entry(asn.place).or_insert_with(|| {
                let of_vif = || format!("vif.{}", vif.name.text);
                let (subject, key) = match (
                    peer.and_then(|peer| peer.asn),
                    vif.asn,
                    intent.router_of(vif),
                ) {
                    (Some(_), _, _) => (of_vif(), "peer.asn"),
                    (None, None, Some(router)) => (format!("router.{}", router.name.text), "asn"),
                    _ => (of_vif(), "asn"),
                };
                all.push(Said {
                    asn,
                    subject,
                    key,
                    vifs: Vec::new(),
                });
                all.len() - 1
            });
            // The sessions of a vif follow each other, so a vif that is there already is the last.
            if all[index]
                .vifs
                .last()
                .is_none_or(|last| !std::ptr::eq(*last, vif))
            {
                all[index].vifs.push(vif);
            }
        }
    }
    all
}

/// Does a session of this vif have the same AS number at both ends?
fn is_internal(intent: &Intent, vif: &Vif) -> bool {
    let amazon = vif.amazon_asn.map(|at| at.value);
    amazon.is_some()
        && sessions(vif).any(|peer| intent.asn_of(vif, peer).map(|at| at.value) == amazon)
}

/// May this vif have the AS number that AWS gave gateways until 2018? Only a private one can, and
/// not where it is known to end on a Direct Connect gateway.
fn may_be_legacy(vif: &Vif) -> bool {
    vif.is(VifType::Private)
        && vif
            .gateway
            .as_ref()
            .is_none_or(|gateway| gateway.value.starts_with("vgw-"))
}

/// Does this stand in the vif's own table, rather than in the defaults or at the router?
fn is_own(vif: &Vif, place: Place) -> bool {
    place.source == vif.name.place.source && place > vif.name.place
}

/// A value of the vif's own, or the vif where the value is everybody's.
fn own_place(vif: &Vif, place: Place) -> Place {
    if is_own(vif, place) {
        place
    } else {
        vif.name.place
    }
}
