//! `[vif.NAME]`, with `[defaults]` below it.

use std::collections::HashMap;

use super::super::raw;
use super::super::shape::At;
use super::super::{Peer, Unread, Vif, VifType};
use super::leaf::{Spot, Words};
use super::peer::{missing_peer, peer};
use super::vif_values::{
    allocation, bfd, hold_time, local_preference, max_prefixes, mtu, preference, prefixes, prepend,
    rd, scope, vrf,
};
use super::{Defaults, Lowering, Table};
use crate::diagnostic::Diagnostic;

const TYPES: Words<VifType> = &[
    ("private", VifType::Private),
    ("transit", VifType::Transit),
    ("public", VifType::Public),
];

/// One key of a vif, its own or that of `[defaults]` below it: `key`, or `key if CONDITION` where
/// what `[defaults]` says is not meant for every vif.
macro_rules! said {
    ($of:ident, $key:ident) => {
        said!($of, $key if true)
    };
    ($of:ident, $key:ident if $meant:expr) => {
        $of.own.$key.as_ref().or($of.below.$key.as_ref().filter(|_| $meant))
    };
}

/// The same as a value. In messages, the key has the name of the field.
macro_rules! value {
    ($of:ident, $lowering:ident, $make:path, $key:ident $($if:tt)*) => {
        $make($lowering, $of.spot(stringify!($key)), said!($of, $key $($if)*))
    };
}

pub(super) fn vif(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Vif>,
    defaults: &Option<Defaults>,
    connections: &HashMap<String, usize>,
) -> Vif {
    let (owner, nothing) = (format!("vif.{}", table.name.text), Defaults::default());
    let defaults = defaults.as_ref().unwrap_or(&nothing);
    let mut said = Said {
        owner: &owner,
        table,
        own: &table.at.value,
        below: &defaults.vif,
        key_folder: match table.at.value.key {
            Some(_) => table.folder,
            None => defaults.key_folder,
        },
        kind: None,
    };
    said.kind = lowering.word(said.spot("type"), said!(said, type_), TYPES);
    said.required(lowering);
    let connection = lowering.refer(&owner, "connection", said!(said, connection), connections);
    let mut vif = said.values(lowering, connection);
    vif.unread = said.unread(lowering, &vif);
    vif
}

/// What a vif says, and what `[defaults]` says where it is silent.
struct Said<'t> {
    owner: &'t str,
    table: &'t Table<raw::Vif>,
    own: &'t raw::Vif,
    below: &'t raw::Vif,
    /// The folder that the key's file is relative to.
    key_folder: usize,
    kind: Option<At<VifType>>,
}

impl<'t> Said<'t> {
    fn spot(&self, key: &'static str) -> Spot<'t> {
        Spot {
            owner: self.owner,
            key,
        }
    }

    fn values(&self, lowering: &mut Lowering<'_>, connection: Option<At<usize>>) -> Vif {
        // What [defaults] says for other types of vif is not meant for this one, and a vif has no
        // way to unsay it.
        let public = self.kind.is_none_or(|at| at.value == VifType::Public);
        let inside = self.kind.is_none_or(|at| at.value != VifType::Public);
        Vif {
            name: self.table.name.clone(),
            id: value!(self, lowering, Lowering::line, id),
            kind: self.kind,
            connection,
            vlan: value!(self, lowering, Lowering::vlan, vlan),
            mtu: mtu(lowering, self.spot("mtu"), said!(self, mtu), self.kind),
            asn: value!(self, lowering, Lowering::asn, asn),
            amazon_asn: value!(self, lowering, Lowering::asn, amazon_asn),
            gateway: value!(self, lowering, Lowering::line, gateway if inside),
            key: lowering.secret(self.key_folder, said!(self, key)),
            bfd: value!(self, lowering, bfd, bfd),
            hold_time: value!(self, lowering, hold_time, hold_time),
            vrf: value!(self, lowering, vrf, vrf),
            rd: value!(self, lowering, rd, rd),
            advertise: value!(self, lowering, prefixes, advertise),
            accept: value!(self, lowering, prefixes, accept),
            preference: value!(self, lowering, preference, preference if inside),
            prepend: value!(self, lowering, prepend, prepend),
            scope: value!(self, lowering, scope, scope if public),
            local_preference: value!(self, lowering, local_preference, local_preference),
            max_prefixes: value!(self, lowering, max_prefixes, max_prefixes),
            prefix_allocation: value!(self, lowering, allocation, prefix_allocation if inside),
            rate_limit: value!(self, lowering, Lowering::bandwidth, rate_limit),
            description: value!(self, lowering, Lowering::line, description),
            sitelink: said!(self, sitelink if inside).copied(),
            peers: self.peers(lowering),
            allow: said!(self, allow).map_or(Vec::new(), |list| list.value.clone()),
            unread: Unread::default(),
        }
    }

    fn peers(&self, lowering: &mut Lowering<'_>) -> Vec<Peer> {
        let list = said!(self, peer).map_or(&[][..], |list| &list.value);
        list.iter()
            .filter_map(|at| peer(lowering, self.owner, self.table.folder, self.kind, at))
            .collect()
    }

    /// Which lists had entries that could not be read.
    fn unread(&self, lowering: &Lowering<'_>, vif: &Vif) -> Unread {
        fn written<T>(list: Option<&At<Vec<T>>>) -> usize {
            list.map_or(0, |list| list.value.len())
        }
        let lost = |key| lowering.is_lost(self.owner, key);
        Unread {
            peers: lost("peer") || vif.peers.len() < written(said!(self, peer)),
            advertise: lost("advertise")
                || vif.advertised().len() < written(said!(self, advertise)),
            accept: lost("accept") || vif.accepted().len() < written(said!(self, accept)),
        }
    }

    /// The keys without which there is nothing to configure.
    fn required(&self, lowering: &mut Lowering<'_>) {
        let (owner, name) = (self.owner, &self.table.name);
        for (missing, key, example) in [
            (said!(self, type_).is_none(), "type", "\"private\""),
            (said!(self, connection).is_none(), "connection", "\"ld5\""),
            (said!(self, vlan).is_none(), "vlan", "101"),
            (said!(self, amazon_asn).is_none(), "amazon_asn", "64512"),
        ] {
            lowering.require((!missing).then_some(()), owner, name, key, example);
        }
        if said!(self, peer).is_none() && !lowering.is_lost(owner, "peer") {
            let found = Diagnostic::new(missing_peer(self.kind), format!("{owner} has no `peer`"))
                .at(name.place)
                .label("no BGP session");
            let help = format!(
                "add [[{owner}.peer]] with customer = \"169.254.96.2/30\" and amazon = \"169.254.96.1/30\"; AWS shows both for the vif"
            );
            lowering.push(found.help(help).subject(owner));
        }
    }
}
