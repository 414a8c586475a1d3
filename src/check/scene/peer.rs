//! A BGP session, as its router sees it.

use std::net::IpAddr;

use ipnetwork::IpNetwork;

use super::{PeerScene, PortScene, VifScene};
use crate::check::look::{Look, Seen, hides_rows};
use crate::check::observed::Answer;
use crate::check::verdict::Subject;
use crate::intent::Policy;
use crate::intent::{At, Prefix};
use crate::observe::{Per, Values};

impl<'a> PeerScene<'a> {
    pub fn subject(&self) -> Subject {
        Subject {
            peer: Some(self.amazon().to_string()),
            ..self.vif.subject()
        }
    }

    pub fn amazon(&self) -> IpAddr {
        self.peer.pair.amazon().ip()
    }

    pub fn customer(&self) -> IpAddr {
        self.peer.pair.customer().ip()
    }

    /// A row of a kind about this peer, in the right VRF.
    pub fn look(&self, kind: &str, topic: &str, field: &str) -> Look<'a> {
        let amazon = self.amazon();
        let (facts, vif) = (self.vif.port.facts, self.vif);
        let shown = |command: &str| self.would_show(kind, command);
        facts.look(kind, topic, &shown, move |seen| {
            let is = seen
                .text(field)
                .and_then(|text| text.parse::<IpAddr>().ok());
            is == Some(amazon) && vif.same_vrf(seen)
        })
    }

    /// Is a command one that we would ask to see a row of a kind about this session?
    fn would_show(&self, kind: &str, command: &str) -> bool {
        let pers = [Per::Router, Per::Vif, Per::Peer];
        self.vif.port.asks(kind, &self.values(), &pers, command)
    }

    /// The values for the words of a pack about this session.
    pub fn values(&self) -> Values {
        Values {
            peer: self.amazon().to_string(),
            customer: self.customer().to_string(),
            family: if self.amazon().is_ipv4() { 4 } else { 6 },
            asn: self.local_asn().unwrap_or(0),
            ..self.vif.values()
        }
    }

    /// Our AS number in this session.
    pub fn local_asn(&self) -> Option<u32> {
        let intent = self.vif.port.scene.intent;
        intent
            .asn_of(self.vif.vif, Some(self.peer))
            .map(|asn| asn.value.get())
    }

    /// The prefixes of this family that are to be sent.
    pub fn advertise(&self) -> Vec<Prefix> {
        self.of_family(self.vif.vif.advertised())
    }

    /// The prefixes of this family within which routes are taken.
    pub fn accept(&self) -> Vec<Prefix> {
        self.of_family(self.vif.vif.accepted())
    }

    fn of_family(&self, list: &[At<Prefix>]) -> Vec<Prefix> {
        let ipv4 = self.amazon().is_ipv4();
        list.iter()
            .map(|at| at.value)
            .filter(|prefix| prefix.is_ipv4() == ipv4)
            .collect()
    }

    /// The last row about the sub-interface whose addresses are of this family.
    pub fn interface_with_family(&self, field: &str) -> Look<'a> {
        let ipv4 = self.amazon().is_ipv4();
        self.vif.interface_where(field, &|seen| {
            let all = seen.texts(field);
            let family = |text: &&str| {
                text.parse::<IpNetwork>()
                    .is_ok_and(|network| network.is_ipv4() == ipv4)
            };
            all.iter().any(family)
        })
    }

    /// What ARP or neighbour discovery knows of Amazon's side.
    pub fn resolved(&self) -> Look<'a> {
        self.look("neighbor", "", "address")
    }

    /// The same session, before.
    pub fn before(&self) -> Option<Self> {
        let before = self.vif.port.before?;
        let port = PortScene {
            facts: before,
            ..self.vif.port
        };
        Some(Self {
            vif: VifScene { port, ..self.vif },
            ..*self
        })
    }

    /// Is a session of this family up on the leg that the group puts first? None if nobody knows.
    pub fn active_leg_is_up(&self) -> Option<bool> {
        let scene = self.vif.port.scene;
        let group = &scene.intent.redundancies[self.vif.part.group?];
        let active = scene.vif(group.vifs.first()?.value)?;
        let ipv4 = self.amazon().is_ipv4();
        let peer = active
            .peers()
            .find(|peer| peer.amazon().is_ipv4() == ipv4)?;
        peer.state().map(|state| state == "established")
    }

    /// Is an address Amazon's of a leg that is active together with this one?
    pub fn shares_with(&self, hop: IpAddr) -> bool {
        let scene = self.vif.port.scene;
        let Some(group) = self.vif.part.group else {
            return false;
        };
        let group = &scene.intent.redundancies[group];
        let policy = group.policy.map(|policy| policy.value);
        let mut legs = group.vifs.iter().filter_map(|leg| scene.vif(leg.value));
        policy == Some(Policy::ActiveActive)
            && legs.any(|leg| leg.peers().any(|peer| peer.amazon() == hop))
    }

    /// Does the leg that the group puts first end on this very router?
    pub fn active_leg_is_here(&self) -> bool {
        let scene = self.vif.port.scene;
        let active = || {
            let group = &scene.intent.redundancies[self.vif.part.group?];
            scene.vif(group.vifs.first()?.value)
        };
        active().is_some_and(|active| std::ptr::eq(active.port.router, self.vif.port.router))
    }

    /// How many legs of its group have a session of this family up on this router.
    pub fn legs_up_here(&self) -> usize {
        let scene = self.vif.port.scene;
        let Some(group) = self.vif.part.group else {
            return 0;
        };
        let legs = scene.intent.redundancies[group]
            .vifs
            .iter()
            .filter_map(|leg| scene.vif(leg.value));
        let here = legs.filter(|leg| std::ptr::eq(leg.port.router, self.vif.port.router));
        let ipv4 = self.amazon().is_ipv4();
        here.flat_map(VifScene::peers)
            .filter(|peer| peer.amazon().is_ipv4() == ipv4 && peer.is_established())
            .count()
    }

    pub fn neighbor(&self) -> Look<'a> {
        self.look("bgp_neighbor", "", "peer")
    }

    pub fn summary(&self) -> Look<'a> {
        self.look("bgp_summary", "", "peer")
    }

    /// The neighbour in detail, or at least its line in the summary; the first that says the field.
    pub fn session(&self, field: &str) -> Look<'a> {
        let detail = self.neighbor();
        if detail.found().is_some_and(|seen| seen.get(field).is_some()) {
            return detail;
        }
        let summary = self.summary();
        match (&detail, &summary) {
            (_, Look::Found(seen)) if seen.get(field).is_some() => summary,
            (Look::Found(_), _) => detail,
            (_, Look::Found(_)) => summary,
            (Look::Absent(_), _) => detail,
            (_, Look::Absent(_)) => summary,
            (Look::Dark(_), Look::Dark(_)) => detail,
        }
    }

    pub fn state(&self) -> Option<&'a str> {
        self.session("state").found()?.text("state")
    }

    pub fn is_established(&self) -> bool {
        self.state() == Some("established")
    }

    /// The rows of the routes that the router sends to this peer, or has from it.
    pub fn routes(&self, topic: &str) -> Result<Vec<Seen<'a>>, String> {
        let answers = self.vif.port.facts.of("bgp_routes").rev();
        let mut dark = None;
        for answer in answers.filter(|answer| answer.topic == topic && self.is_asked(answer)) {
            let source = &answer.capture.source;
            dark = Some(match &answer.facts {
                Ok(facts) if !hides_rows(facts) => {
                    let ours = |seen: &Seen<'a>| self.vif.same_vrf(seen);
                    return Ok(answer.rows().filter(ours).collect());
                }
                Ok(facts) => {
                    let unread = facts.coverage.unread.len();
                    format!("{source}: {unread} lines were not understood")
                }
                Err(_) => format!("{source}: it could not be read"),
            });
        }
        let facts = self.vif.port.facts;
        Err(dark.unwrap_or_else(
            || match facts.look("bgp_routes", topic, &|_| false, |_| false) {
                Look::Dark(why) => why,
                _ => format!("no answer shows the {topic} routes of this peer"),
            },
        ))
    }

    /// Is an answer about the routes of this peer? Some platforms know a session by its name, which
    /// no address stands in.
    fn is_asked(&self, answer: &Answer) -> bool {
        let (port, command) = (&self.vif.port, &answer.capture.command);
        answer.about(self.amazon())
            || port.asks("bgp_routes", &self.values(), &[Per::Peer], command)
    }
}
