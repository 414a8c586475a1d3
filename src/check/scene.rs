//! What a check may look at: the intent, what follows from it, and the facts of the right router.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnetwork::IpNetwork;

use super::look::{Look, Seen, hides_rows};
use super::observed::{Answer, Observed, RouterFacts};
use super::verdict::Subject;
use super::witness::Witness;
use crate::intent::{At, Connection, Intent, Part, Peer, Policy, Prefix, Router, Vif, parts};
use crate::observe::{Per, Shows, Values, Views};
use crate::rule::Keys;
use crate::vendor::Vendors;

/// Everything there is.
pub struct Scene<'a> {
    pub intent: &'a Intent,
    pub vendors: &'a Vendors,
    /// The show files of the packs that the routers have, by the pack's name.
    pub shows: &'a HashMap<String, Shows>,
    pub observed: &'a Observed,
    /// What was known before, to see what grows and what came back.
    pub before: Option<&'a Observed>,
    /// What AWS says, where its answers were given.
    pub witness: Option<&'a Witness>,
    /// The keys of the intent, to compare with AWS's.
    pub keys: Option<&'a Keys>,
    /// A session younger than this may still flap.
    pub settled_s: u64,
    parts: Vec<Part>,
    /// The routers and vifs that are wanted.
    wanted: Vec<bool>,
}

/// A port or LAG, and the facts of its router.
#[derive(Clone, Copy)]
pub struct PortScene<'a> {
    pub scene: &'a Scene<'a>,
    pub router: &'a Router,
    pub facts: &'a RouterFacts,
    pub before: Option<&'a RouterFacts>,
    pub connection: &'a Connection,
}

/// A vif on it.
#[derive(Clone, Copy)]
pub struct VifScene<'a> {
    pub port: PortScene<'a>,
    pub vif: &'a Vif,
    pub part: Part,
}

/// One of its BGP sessions.
#[derive(Clone, Copy)]
pub struct PeerScene<'a> {
    pub vif: VifScene<'a>,
    pub peer: &'a Peer,
}

impl<'a> Scene<'a> {
    pub fn new(
        intent: &'a Intent,
        vendors: &'a Vendors,
        shows: &'a HashMap<String, Shows>,
        observed: &'a Observed,
        wanted: &dyn Fn(&Vif) -> bool,
    ) -> Self {
        Self {
            intent,
            vendors,
            shows,
            observed,
            before: None,
            witness: None,
            keys: None,
            settled_s: 30,
            parts: parts(intent),
            wanted: intent.vifs.iter().map(wanted).collect(),
        }
    }

    pub fn vifs(&'a self) -> impl Iterator<Item = VifScene<'a>> {
        let wanted = self.wanted.iter();
        let all = self.intent.vifs.iter().enumerate().zip(wanted);
        all.filter(|(_, wanted)| **wanted)
            .filter_map(|((index, _), _)| self.vif(index))
    }

    /// A vif by its index; none where the intent does not say on which router it is.
    pub fn vif(&'a self, index: usize) -> Option<VifScene<'a>> {
        let vif = &self.intent.vifs[index];
        let port = self.port(vif.connection?.value)?;
        Some(VifScene {
            port,
            vif,
            part: self.parts[index],
        })
    }

    fn port(&'a self, connection: usize) -> Option<PortScene<'a>> {
        let connection = &self.intent.connections[connection];
        let router = connection.router?.value;
        Some(PortScene {
            scene: self,
            router: &self.intent.routers[router],
            facts: self.observed.routers.get(router)?,
            before: self.before.and_then(|before| before.routers.get(router)),
            connection,
        })
    }

    /// The ports of the vifs that are wanted, in the order of the intent.
    pub fn ports(&'a self) -> impl Iterator<Item = PortScene<'a>> {
        let mut used = vec![false; self.intent.connections.len()];
        for (vif, wanted) in self.intent.vifs.iter().zip(&self.wanted) {
            if let Some(connection) = vif.connection.filter(|_| *wanted) {
                used[connection.value] = true;
            }
        }
        (0..used.len())
            .filter(move |index| used[*index])
            .filter_map(|index| self.port(index))
    }
}

impl<'a> PortScene<'a> {
    pub fn subject(&self) -> Subject {
        Subject {
            router: self.router.name.text.clone(),
            connection: Some(self.connection.name.text.clone()),
            ..Subject::default()
        }
    }

    /// What the words of a pack may use.
    pub fn values(&self) -> Values {
        let lag = self.connection.lag.as_ref();
        let members = lag.map(|lag| {
            lag.value
                .members
                .iter()
                .map(|member| member.value.clone())
                .collect()
        });
        Values {
            software: self
                .router
                .software
                .as_ref()
                .map(|software| software.value.clone()),
            port: self.name().unwrap_or_default().to_owned(),
            members: members.unwrap_or_default(),
            lag: lag.is_some(),
            macsec: self.connection.macsec.is_some(),
            switched: self.connection.switched.is_some_and(|at| at.value),
            ..Values::default()
        }
    }

    /// The port or LAG in the router's own words.
    pub fn name(&self) -> Option<&'a str> {
        self.connection
            .port
            .as_ref()
            .map(|port| port.value.as_str())
    }

    /// Is a command one that we would ask to see a row of a kind about this interface?
    fn would_show(&self, kind: &str, name: &str, command: &str) -> bool {
        let about = Values {
            interface: name.to_owned(),
            port: name.to_owned(),
            ..self.values()
        };
        self.asks(kind, &about, &[Per::Router, Per::Port, Per::Vif], command)
    }

    /// Is a command among those that are asked about something?
    fn asks(&self, kind: &str, about: &Values, pers: &[Per], command: &str) -> bool {
        let vendor = self.router.vendor.as_ref().map(|vendor| &vendor.value);
        let Some(shows) = vendor.and_then(|vendor| self.scene.shows.get(vendor)) else {
            return false;
        };
        pers.iter().any(|per| {
            let questions = shows.questions(about, *per).unwrap_or_default();
            let mut ours = questions.iter().filter(|question| question.kind == kind);
            ours.any(|question| same_command(command, &question.command))
        })
    }

    /// What the output of its platform tells of itself.
    pub fn views(&self) -> Option<&'a Views> {
        let vendor = &self.router.vendor.as_ref()?.value;
        self.scene.shows.get(vendor).map(Shows::views)
    }

    /// The ports with a fibre: the port itself, or the members of the LAG.
    pub fn physical(&self) -> Vec<&'a str> {
        match &self.connection.lag {
            Some(lag) if !lag.value.members.is_empty() => lag
                .value
                .members
                .iter()
                .map(|member| member.value.as_str())
                .collect(),
            _ => self.name().into_iter().collect(),
        }
    }

    /// Everything that is said of an interface, or why nobody can tell.
    pub fn interface_rows(&self, name: &str) -> Result<Vec<Seen<'a>>, String> {
        match self.named("interface", "name", name) {
            Look::Found(_) => Ok(rows_named(self.facts, "interface", "name", name)),
            Look::Absent(_) => Ok(Vec::new()),
            Look::Dark(why) => Err(why),
        }
    }

    /// The rows of a kind about an interface.
    pub fn rows_named(&self, kind: &str, field: &str, name: &str) -> Vec<Seen<'a>> {
        rows_named(self.facts, kind, field, name)
    }

    /// The same, before.
    pub fn before_rows(&self, kind: &str, field: &str, name: &str) -> Vec<Seen<'a>> {
        self.before
            .map_or(Vec::new(), |before| rows_named(before, kind, field, name))
    }

    /// Why a fact is not known.
    pub fn untold(&self, kind: &str, field: &str, name: &str) -> String {
        match self
            .facts
            .look(kind, "", &|_| true, |seen| seen.text(field) == Some(name))
        {
            Look::Dark(why) => why,
            Look::Absent(answer) | Look::Found(Seen { answer, .. }) => {
                format!("{} does not tell", answer.capture.source)
            }
        }
    }

    /// A row of a kind whose field is the name of an interface, in any abbreviation.
    pub fn named(&self, kind: &str, field: &str, name: &str) -> Look<'a> {
        let shown = |command: &str| self.would_show(kind, name, command);
        let exact = self.facts.look(kind, "", &shown, |seen| {
            seen.text(field)
                .is_some_and(|text| text.eq_ignore_ascii_case(name))
        });
        match exact {
            Look::Absent(_) | Look::Dark(_) => self.facts.look(kind, "", &shown, |seen| {
                seen.text(field)
                    .is_some_and(|text| same_interface(text, name))
            }),
            other => other,
        }
    }
}

impl<'a> VifScene<'a> {
    pub fn subject(&self) -> Subject {
        Subject {
            vif: Some(self.vif.name.text.clone()),
            ..self.port.subject()
        }
    }

    pub fn peers(self) -> impl Iterator<Item = PeerScene<'a>> {
        self.vif
            .peers
            .iter()
            .map(move |peer| PeerScene { vif: self, peer })
    }

    /// What the words of a pack may use.
    pub fn values(&self) -> Values {
        let (vif, port) = (self.vif, &self.port);
        let mut values = Values {
            software: port
                .router
                .software
                .as_ref()
                .map(|software| software.value.clone()),
            vrf: vif.vrf.as_ref().map(|vrf| vrf.value.clone()),
            vlan: vif.vlan.map_or(0, |vlan| vlan.value.get()),
            mtu: vif.mtu_or_default().get(),
            name: vif.name.text.clone(),
            amazon_asn: vif.amazon_asn.map_or(0, |asn| asn.value.get()),
            asn: port
                .scene
                .intent
                .asn_of(vif, None)
                .map_or(0, |asn| asn.value.get()),
            ..port.values()
        };
        let pack = port
            .router
            .vendor
            .as_ref()
            .and_then(|vendor| port.scene.vendors.get(&vendor.value));
        values.interface = pack
            .and_then(|pack| pack.interface_name(&values).ok())
            .unwrap_or_default();
        values
    }

    /// The name of its sub-interface on the router; none where the intent names no port.
    pub fn interface_name(&self) -> Option<String> {
        self.port.name()?;
        Some(self.values().interface).filter(|name| !name.is_empty())
    }

    /// The last row about the sub-interface that says a field.
    pub fn interface_with(&self, field: &str) -> Look<'a> {
        self.interface_where(field, &|seen| seen.get(field).is_some())
    }

    fn interface_where(&self, field: &str, fits: &dyn Fn(&Seen<'a>) -> bool) -> Look<'a> {
        let Some(name) = self.interface_name() else {
            return Look::Dark("the intent does not say on which port it is".to_owned());
        };
        match self.port.interface_rows(&name) {
            Ok(rows) => match rows.into_iter().rev().find(fits) {
                Some(seen) => Look::Found(seen),
                None => Look::Dark(format!(
                    "no capture shows the {} of {name}",
                    field
                        .trim_end_matches("es")
                        .replace("vlan", "VLAN tag")
                        .replace("mtu", "MTU")
                        .replace("vrf", "VRF")
                )),
            },
            Err(why) => Look::Dark(why),
        }
    }

    /// Is a row of this vif's routing table?
    pub fn same_vrf(&self, seen: &Seen<'_>) -> bool {
        let theirs = seen.text("vrf");
        match (&self.vif.vrf, theirs) {
            (_, None) => true,
            (Some(ours), Some(theirs)) => ours.value.eq_ignore_ascii_case(theirs),
            (None, Some(theirs)) => is_global(theirs),
        }
    }

    /// Another leg of its group that is wanted first, by the order of the intent.
    pub fn is_passive(&self) -> bool {
        let Some(group) = self.part.group else {
            return false;
        };
        let group = &self.port.scene.intent.redundancies[group];
        let passive = group
            .policy
            .is_some_and(|policy| policy.value == Policy::ActivePassive);
        let first = group
            .vifs
            .first()
            .map(|first| &self.port.scene.intent.vifs[first.value]);
        passive && first.is_some_and(|first| !std::ptr::eq(first, self.vif))
    }
}

pub(super) fn is_global(vrf: &str) -> bool {
    GLOBAL.iter().any(|name| name.eq_ignore_ascii_case(vrf))
}

/// What routers call the table that is no VRF.
const GLOBAL: &[&str] = &[
    "default", "global", "base", "main", "master", "root", "public", "0",
];

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
        let amazon = self.amazon();
        let mut dark = None;
        for answer in self
            .vif
            .port
            .facts
            .of("bgp_routes")
            .rev()
            .filter(|answer| answer.topic == topic)
        {
            let of_peer = answer.about(amazon);
            if !of_peer {
                continue;
            }
            match &answer.facts {
                Ok(facts) if !hides_rows(facts) => {
                    let ours = |seen: &Seen<'a>| self.vif.same_vrf(seen);
                    return Ok(answer.rows().filter(ours).collect());
                }
                Ok(facts) => {
                    dark = Some(format!(
                        "{}: {} lines were not understood",
                        answer.capture.source,
                        facts.coverage.unread.len()
                    ))
                }
                Err(_) => {
                    dark = Some(format!(
                        "{}: {}",
                        answer.capture.source, "it could not be read"
                    ))
                }
            }
        }
        Err(dark.unwrap_or_else(|| {
            match self
                .vif
                .port
                .facts
                .look("bgp_routes", topic, &|_| false, |_| false)
            {
                Look::Dark(why) => why,
                _ => format!("no capture shows the {topic} routes of this peer"),
            }
        }))
    }
}

/// Is it the same command, each word in full or shortened, whatever form of answer it asks for?
fn same_command(typed: &str, whole: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = text.split('|').next().unwrap_or("");
        let words = text
            .split_whitespace()
            .filter(|word| !["json", "xml"].contains(word));
        words
            .map(|word| word.trim_matches('"').to_lowercase())
            .collect()
    };
    let (typed, whole) = (words(typed), words(whole));
    // A word may be shortened; a name or an address is whole.
    let same = |(typed, whole): (&String, &String)| {
        typed == whole
            || (!typed.contains(|c: char| c.is_ascii_digit()) && whole.starts_with(typed.as_str()))
    };
    typed.len() == whole.len() && typed.iter().zip(&whole).all(same)
}

/// The rows of a kind whose field is the name of an interface, in any abbreviation. Where the full
/// name is there, a short one that could be another's is not.
fn rows_named<'a>(facts: &'a RouterFacts, kind: &str, field: &str, name: &str) -> Vec<Seen<'a>> {
    let all = || facts.of(kind).flat_map(Answer::rows);
    let short = all().filter(|seen| {
        seen.text(field)
            .is_some_and(|text| same_interface(text, name))
    });
    let long = |seen: &Seen<'_>| {
        seen.text(field)
            .is_some_and(|text| text.len() > name.len() && !text.eq_ignore_ascii_case(name))
    };
    let rows: Vec<Seen<'a>> = short.collect();
    match rows.iter().any(|seen| {
        seen.text(field)
            .is_some_and(|text| text.eq_ignore_ascii_case(name))
    }) {
        true => rows.into_iter().filter(|seen| !long(seen)).collect(),
        false => rows,
    }
}

/// Do two names mean the same interface? `Gi0/0/1.101` and `GigabitEthernet0/0/1.101` do: the digits
/// are the same, and the letters of one stand in the other, in order, from the first on.
pub(super) fn same_interface(left: &str, right: &str) -> bool {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let cut = |name: &str| {
        name.find(|c: char| c.is_ascii_digit())
            .unwrap_or(name.len())
    };
    let ((a, x), (b, y)) = (left.split_at(cut(&left)), right.split_at(cut(&right)));
    if x != y || x.is_empty() {
        return left == right;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().next() != long.chars().next() {
        return false;
    }
    let mut rest = long.chars();
    short
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::same_interface;

    #[test]
    fn interfaces_are_known_by_their_short_names() {
        assert!(same_interface("Gi0/0/1.101", "GigabitEthernet0/0/1.101"));
        assert!(same_interface("BE1.5", "Bundle-Ether1.5"));
        assert!(same_interface("Te0/0/0/1", "TenGigE0/0/0/1"));
        assert!(!same_interface("Gi0/0/1.101", "GigabitEthernet0/0/1.102"));
        assert!(!same_interface("Te0/1", "GigabitEthernet0/1"));
        assert!(!same_interface("mgmt", "management"));
    }
}
