//! From the intent to the values of one router: defaults are filled in, redundancy is worked out,
//! keys become marks. A vif that lacks what it needs is not here: `rule` has refused it before.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use minijinja::value::Value;

use super::anchor::{anchor_values, anchors, times_numbered};
use super::port::port;
use super::prefix::{Prefixes, mask};
use super::values;
use crate::intent::{At, Bfd, Intent, Part, Peer, Prefix, Router, Vif, VifType, parts};
use crate::secret::{Mark, Origin};

/// Everything there is to say to one router.
pub(super) struct Document<'a> {
    pub router: &'a Router,
    pub values: Arc<values::Router>,
    pub ports: Vec<Arc<values::Port>>,
    pub vifs: Vec<Arc<values::Vif>>,
    /// What `apply.j2` anchors, and what `undo.j2` may take away.
    pub anchors: Vec<Value>,
    pub free_anchors: Vec<Value>,
    /// Where the keys are kept that the marks stand for.
    pub origins: Vec<Origin>,
}

/// The vifs of every router, sorted out once, so that a fleet costs one pass.
pub(super) struct Fleet<'a> {
    intent: &'a Intent,
    parts: Vec<Part>,
    vifs_of: Vec<Vec<usize>>,
    /// The group of a vif, by its name.
    group_of: HashMap<&'a str, usize>,
}

impl<'a> Fleet<'a> {
    pub(super) fn new(intent: &'a Intent) -> Self {
        let mut vifs_of = vec![Vec::new(); intent.routers.len()];
        for (index, vif) in intent.vifs.iter().enumerate() {
            let router = vif
                .connection
                .and_then(|at| intent.connections[at.value].router);
            if let Some(router) = router {
                vifs_of[router.value].push(index);
            }
        }
        let parts = parts(intent);
        let group = |(vif, part): (&'a Vif, &Part)| Some((vif.name.text.as_str(), part.group?));
        let group_of = intent.vifs.iter().zip(&parts).filter_map(group).collect();
        Self {
            intent,
            parts,
            vifs_of,
            group_of,
        }
    }

    /// The document of a router, for those of its vifs that are wanted; none if there are none.
    pub(super) fn document(
        &self,
        router: usize,
        wanted: &dyn Fn(&Vif) -> bool,
    ) -> Option<Document<'a>> {
        let intent = self.intent;
        let here = self.vifs_of[router].iter().copied();
        let all: Vec<&Vif> = here.clone().map(|index| &intent.vifs[index]).collect();
        let chosen = here.filter(|index| wanted(&intent.vifs[*index]));
        let chosen: Vec<usize> = chosen.collect();
        if chosen.is_empty() {
            return None;
        }
        let mut marks = Marks::default();
        let mut prefixes = Prefixes::default();
        let connections = chosen
            .iter()
            .filter_map(|index| intent.vifs[*index].connection);
        let used: BTreeSet<usize> = connections.map(|at| at.value).collect();
        let mut port = |index| (index, Arc::new(port(intent, index, &all, &mut marks)));
        let ports: Vec<(usize, Arc<values::Port>)> = used.into_iter().map(&mut port).collect();
        let mut vif = |index: &usize| self.vif(*index, &ports, &mut marks, &mut prefixes);
        let vifs = chosen.iter().filter_map(&mut vif).map(Arc::new).collect();
        let needed =
            |keep: &dyn Fn(&Vif) -> bool| anchors(all.iter().copied().filter(|vif| keep(vif)));
        let (anchored, others) = (needed(wanted), needed(&|vif| !wanted(vif)));
        let free = anchored.difference(&others).copied().collect();
        let times = times_numbered(anchored.union(&others));
        let router = &intent.routers[router];
        Some(Document {
            router,
            values: Arc::new(self.router_values(router, &all)),
            ports: ports.into_iter().map(|(_, port)| port).collect(),
            vifs,
            anchors: anchor_values(&anchored, &times, &mut prefixes),
            free_anchors: anchor_values(&free, &times, &mut prefixes),
            origins: marks.origins,
        })
    }

    /// A router without an AS number of its own has that of its vifs: `rule` has seen that they
    /// agree.
    fn router_values(&self, router: &Router, vifs: &[&Vif]) -> values::Router {
        let of_vifs = || {
            vifs.iter()
                .find_map(|vif| vif.asn.or(vif.peers.first()?.asn))
        };
        let port = |vif: &&'_ Vif| {
            Some(
                self.intent
                    .connection_of(vif)?
                    .port
                    .as_ref()?
                    .value
                    .as_str(),
            )
        };
        let ports: BTreeSet<&str> = vifs.iter().filter_map(port).collect();
        values::Router {
            ports: ports.into_iter().map(Value::from).collect(),
            amazon_asns: self
                .amazon_asns(vifs)
                .into_iter()
                .map(Value::from)
                .collect(),
            name: text(&router.name.text),
            asn: router
                .asn
                .or_else(of_vifs)
                .map_or(Value::from(()), |asn| Value::from(asn.value.get())),
            loopback: router.loopback.map_or(Value::from(()), |loopback| {
                Value::from(loopback.value.to_string())
            }),
            software: optional(router.software.as_ref(), |software| text(software)),
            ..values::Router::default()
        }
    }

    /// Amazon's AS numbers that routes on a router can come from: those of its own vifs, and those
    /// of the legs on other routers, whose routes come over iBGP.
    fn amazon_asns(&self, vifs: &[&Vif]) -> BTreeSet<u32> {
        let groups = vifs
            .iter()
            .filter_map(|vif| self.group_of.get(vif.name.text.as_str()));
        let legs = groups.flat_map(|group| &self.intent.redundancies[*group].vifs);
        let legs = legs.map(|leg| &self.intent.vifs[leg.value]);
        legs.chain(vifs.iter().copied())
            .filter_map(|vif| vif.amazon_asn)
            .map(|asn| asn.value.get())
            .collect()
    }

    fn vif(
        &self,
        index: usize,
        ports: &[(usize, Arc<values::Port>)],
        marks: &mut Marks,
        prefixes: &mut Prefixes,
    ) -> Option<values::Vif> {
        let (vif, part) = (&self.intent.vifs[index], self.parts[index]);
        let connection = vif.connection?.value;
        let (_, port) = ports.iter().find(|(index, _)| *index == connection)?;
        let hold_time = vif.hold_time_or_default();
        let peers = vif.peers.iter();
        let peers = peers.filter_map(|peer| self.peer(vif, peer, marks, prefixes));
        let peers: Vec<Arc<values::Peer>> = peers.map(Arc::new).collect();
        let of_family = |family: i64| {
            let mut all = peers.iter();
            let peer = all.find(|peer| peer.family == Value::from(family));
            or_none(peer.cloned().map(Value::from_dyn_object))
        };
        let asn = self.intent.asn_of(vif, None);
        let asn = asn.or(self.intent.asn_of(vif, vif.peers.first()))?;
        let group = part.group.map(|group| &self.intent.redundancies[group]);
        Some(values::Vif {
            name: text(&vif.name.text),
            id: optional(vif.id.as_ref(), |id| text(id)),
            kind: Value::from(vif.kind?.value.to_string()),
            vlan: Value::from(vif.vlan?.value.get()),
            mtu: Value::from(vif.mtu_or_default().get()),
            port: Value::from_dyn_object(port.clone()),
            asn: Value::from(asn.value.get()),
            amazon_asn: Value::from(vif.amazon_asn?.value.get()),
            hold_time: Value::from(hold_time),
            keepalive: Value::from(hold_time / 3),
            description: Value::from(vif.description_or_default()),
            ipv4: of_family(4),
            ipv6: of_family(6),
            peers: peers.into_iter().map(Value::from_dyn_object).collect(),
            group: or_none(group.map(|group| text(&group.name.text))),
            vrf: optional(vif.vrf.as_ref(), |vrf| text(vrf)),
            rd: optional(vif.rd.as_ref(), |rd| text(rd)),
            bfd: bfd(vif),
            communities: part.communities(vif).into_iter().map(Value::from).collect(),
            prepend: Value::from(part.prepend),
            local_preference: or_none(part.local_preference.map(Value::from)),
            paths: or_none(part.paths.map(Value::from)),
            shape_mbps: or_none(shape(self.intent, vif).map(Value::from)),
            ..values::Vif::default()
        })
    }

    fn peer(
        &self,
        vif: &Vif,
        peer: &Peer,
        marks: &mut Marks,
        prefixes: &mut Prefixes,
    ) -> Option<values::Peer> {
        let pair = peer.pair;
        let mut ours = |list: &[At<Prefix>]| -> Value {
            list.iter()
                .filter(|at| at.value.is_ipv4() == pair.is_ipv4())
                .map(|at| prefixes.value(at.value))
                .collect()
        };
        let key = peer.key.as_ref().or(vif.key.as_ref())?;
        Some(values::Peer {
            family: Value::from(if pair.is_ipv4() { 4 } else { 6 }),
            customer: Value::from(pair.customer().ip().to_string()),
            length: Value::from(pair.customer().prefix()),
            mask: mask(pair.subnet()),
            amazon: Value::from(pair.amazon().ip().to_string()),
            asn: Value::from(self.intent.asn_of(vif, Some(peer))?.value.get()),
            amazon_asn: Value::from(vif.amazon_asn?.value.get()),
            key: Value::from(marks.mark(&key.value)),
            advertise: ours(vif.advertised()),
            accept: ours(vif.accepted()),
            max_prefixes: Value::from(vif.most_prefixes()),
            max_prefixes_warns: Value::from(vif.max_prefixes.is_none() && vif.is(VifType::Public)),
            ..values::Peer::default()
        })
    }
}

/// Marks for keys, numbered within one document.
#[derive(Default)]
pub(super) struct Marks {
    origins: Vec<Origin>,
}

impl Marks {
    pub(super) fn mark(&mut self, origin: &Origin) -> String {
        let known = self.origins.iter().position(|other| other == origin);
        let number = known.unwrap_or_else(|| {
            self.origins.push(origin.clone());
            self.origins.len() - 1
        });
        Mark(number as u32).to_string()
    }
}

pub(super) fn text(text: &str) -> Value {
    Value::from(text)
}

/// What is not there, templates know as none.
fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or_else(|| Value::from(()))
}

pub(super) fn optional<T>(at: Option<&At<T>>, make: impl FnOnce(&T) -> Value) -> Value {
    or_none(at.map(|at| make(&at.value)))
}

fn bfd(vif: &Vif) -> Value {
    match vif.bfd.map(|at| at.value) {
        Some(Bfd::On {
            interval_ms,
            multiplier,
        }) => Value::from_object(values::Bfd {
            interval: Value::from(interval_ms.value),
            multiplier: Value::from(multiplier.value),
            ..values::Bfd::default()
        }),
        _ => Value::from(()),
    }
}

/// What AWS would police: the rate limiter of the vif, or the bandwidth of a hosted connection.
fn shape(intent: &Intent, vif: &Vif) -> Option<u64> {
    let connection = intent.connection_of(vif)?;
    let hosted = connection.is_hosted();
    let of_connection = connection.speed.filter(|_| hosted).map(|speed| speed.value);
    vif.rate_limit
        .map(|limit| limit.value)
        .or(of_connection)
        .map(|bandwidth| bandwidth.in_mbps())
}
