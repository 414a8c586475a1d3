//! Which of AWS's vifs is the one of the intent? By its id; without one by its VLAN on its
//! connection, by its VLAN and addresses, or by its addresses on its connection. Where two could
//! be meant, neither is taken.

use super::{
    Connection, Direction, Lag, Peer, Port, Route, RouterConfiguration, Said, Spot, Vif, VifState,
    Witness,
};
use crate::intent::{self, Intent};

/// Is it this one?
type Question<'q> = &'q dyn Fn(&Vif) -> bool;

/// Why none of AWS's vifs is known to be this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    pub reason: String,
    /// Several could be meant.
    pub ambiguous: bool,
}

impl Unmatched {
    fn none(reason: String) -> Self {
        Self {
            reason,
            ambiguous: false,
        }
    }
}

/// A connection or a LAG.
#[derive(Clone, Copy, Debug)]
pub enum PortOf<'w> {
    Connection(&'w Connection),
    Lag(&'w Lag),
}

impl<'w> PortOf<'w> {
    pub fn port(self) -> &'w Port {
        match self {
            Self::Connection(connection) => &connection.port,
            Self::Lag(lag) => &lag.port,
        }
    }

    pub fn noun(self) -> &'static str {
        match self {
            Self::Connection(_) => "connection",
            Self::Lag(_) => "LAG",
        }
    }
}

/// The routes of a vif, of all answers about it.
#[derive(Debug)]
pub struct RoutesOf<'w> {
    /// Where the first answer stands.
    pub spot: Spot,
    pub accepted: Vec<&'w Route>,
    pub advertised: Vec<&'w Route>,
    /// Why something may be missing: pages that are not there, prefixes that could not be read.
    pub incomplete: Option<&'static str>,
}

impl Witness {
    /// AWS's view of a vif.
    pub fn vif_of(&self, intent: &Intent, vif: &intent::Vif) -> Result<&Vif, Unmatched> {
        let connection = intent.connection_of(vif).and_then(|one| one.id.as_ref());
        let connection = connection.map(|id| id.value.as_str());
        if let Some(id) = &vif.id {
            return match self.by_id.get(&id.value) {
                Some(at) => Ok(&self.vifs[*at]),
                None => Err(self.no_such_id(&id.value, vif, connection)),
            };
        }
        let on =
            |theirs: &Vif| connection.is_some() && text(theirs.connection.as_ref()) == connection;
        let ways: [(&str, Question<'_>); 3] = [
            ("this VLAN on this connection", &|theirs| {
                has_vlan(theirs, vif) && on(theirs)
            }),
            ("this VLAN and these addresses", &|theirs| {
                has_vlan(theirs, vif) && has_addresses(theirs, vif)
            }),
            ("these addresses on this connection", &|theirs| {
                has_addresses(theirs, vif) && on(theirs)
            }),
        ];
        for (what, is_it) in ways {
            if let Some(found) = self.only(what, is_it)? {
                return Ok(found);
            }
        }
        Err(Unmatched::none(format!(
            "none of the {} vifs that AWS lists has its VLAN on its connection, or its addresses; \
             give the vif its `id`",
            self.vifs.len()
        )))
    }

    /// The one vif that it can be. What AWS is about to forget counts only if nothing else does.
    fn only(&self, what: &str, is_it: Question<'_>) -> Result<Option<&Vif>, Unmatched> {
        let (gone, alive): (Vec<&Vif>, Vec<&Vif>) = self
            .vifs
            .iter()
            .filter(|vif| is_it(vif))
            .partition(|vif| is_gone(vif));
        let found = if alive.is_empty() { gone } else { alive };
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [first, second, ..] => Err(Unmatched {
                reason: format!(
                    "{} and {} both have {what}; give the vif its `id`",
                    first.label(),
                    second.label()
                ),
                ambiguous: true,
            }),
        }
    }

    fn no_such_id(&self, id: &str, vif: &intent::Vif, connection: Option<&str>) -> Unmatched {
        let instead = self.vifs.iter().find(|theirs| {
            let on = connection.is_some() && text(theirs.connection.as_ref()) == connection;
            !is_gone(theirs) && has_vlan(theirs, vif) && (on || has_addresses(theirs, vif))
        });
        let count = self.vifs.len();
        Unmatched::none(match instead {
            Some(theirs) => format!(
                "{id} is not among the {count} vifs that AWS lists, but {} has its VLAN; \
                 was it created anew?",
                theirs.label()
            ),
            None if count == 0 => format!("no file lists vifs, so nothing is known of {id}"),
            None => format!(
                "{id} is not among the {count} vifs that AWS lists; was another Region or account asked?"
            ),
        })
    }

    /// AWS's view of one session: by its address; where no address fits, the only one of its
    /// family.
    pub fn peer_of<'w>(&self, theirs: &'w Vif, peer: &intent::Peer) -> Option<&'w Peer> {
        let family = || {
            let ipv4 = peer.pair.is_ipv4();
            theirs
                .peers
                .iter()
                .filter(move |theirs| theirs.is_ipv4() == Some(ipv4))
        };
        let by_address = family().find(|theirs| {
            let is = |said: &Option<Said<super::Address>>, wanted: ipnetwork::IpNetwork| {
                said.as_ref()
                    .is_some_and(|said| said.value.ip == wanted.ip())
            };
            is(&theirs.amazon, peer.pair.amazon()) || is(&theirs.customer, peer.pair.customer())
        });
        by_address.or_else(|| {
            let mut family = family();
            let only = family.next()?;
            family.next().is_none().then_some(only)
        })
    }

    /// The connection or LAG with this id.
    pub fn port(&self, id: &str) -> Option<PortOf<'_>> {
        let is_it = |port: &Port| text(port.id.as_ref()) == Some(id);
        let lag = self.lags.iter().find(|lag| is_it(&lag.port));
        let members = self.lags.iter().flat_map(|lag| &lag.connections);
        lag.map(PortOf::Lag).or_else(|| {
            let mut connections = self.connections.iter().chain(members);
            connections
                .find(|connection| is_it(&connection.port))
                .map(PortOf::Connection)
        })
    }

    /// The port of a connection of the intent: by its id, else by what AWS says its vifs are on.
    pub fn port_of(
        &self,
        intent: &Intent,
        connection: &intent::Connection,
    ) -> Result<PortOf<'_>, Unmatched> {
        let none = |id: &str| Unmatched::none(format!("no file lists {id}"));
        if let Some(id) = &connection.id {
            return self.port(&id.value).ok_or_else(|| none(&id.value));
        }
        let vifs = intent.vifs.iter().filter(|vif| {
            intent
                .connection_of(vif)
                .is_some_and(|theirs| std::ptr::eq(theirs, connection))
        });
        let mut ids: Vec<&str> = vifs
            .filter_map(|vif| text(self.vif_of(intent, vif).ok()?.connection.as_ref()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            [id] => self.port(id).ok_or_else(|| none(id)),
            _ => Err(Unmatched {
                reason: format!(
                    "connection {} has no `id`, and its vifs do not tell which one it is",
                    connection.name.text
                ),
                ambiguous: ids.len() > 1,
            }),
        }
    }

    /// The routes of a vif; none if no answer is about it.
    pub fn routes_of(&self, theirs: &Vif) -> Option<RoutesOf<'_>> {
        let id = text(theirs.id.as_ref())?;
        let answers = self.routes_by_id.get(id)?.iter();
        let answers: Vec<_> = answers.map(|at| &self.routes[*at]).collect();
        let spot = answers.first()?.spot;
        // Pages follow each other; the last one has no token.
        let pages_missing = answers.iter().all(|answer| answer.goes_on);
        let unread = answers.iter().any(|answer| answer.unread > 0);
        let of = |direction: &Direction| {
            let routes = answers.iter().flat_map(|answer| &answer.routes);
            let is_it = |route: &&Route| {
                let theirs = route.direction.as_ref();
                theirs.is_some_and(|theirs| theirs.value == *direction)
            };
            routes.filter(is_it).collect()
        };
        Some(RoutesOf {
            spot,
            accepted: of(&Direction::Accepted),
            advertised: of(&Direction::Advertised),
            incomplete: match (pages_missing, unread) {
                (true, _) => Some("AWS has more pages of routes than the files hold"),
                (_, true) => Some("some routes of the answer could not be read"),
                _ => None,
            },
        })
    }

    /// What AWS prints for a router about a vif.
    pub fn router_configurations_of<'w>(
        &'w self,
        theirs: &'w Vif,
    ) -> impl Iterator<Item = &'w RouterConfiguration> {
        let id = text(theirs.id.as_ref());
        self.router_configurations
            .iter()
            .filter(move |printed| id.is_some() && text(printed.vif.as_ref()) == id)
    }
}

fn text(said: Option<&Said<String>>) -> Option<&str> {
    said.map(|said| said.value.as_str())
}

fn is_gone(vif: &Vif) -> bool {
    vif.state
        .as_ref()
        .is_some_and(|state: &Said<VifState>| state.value.is_gone())
}

fn has_vlan(theirs: &Vif, vif: &intent::Vif) -> bool {
    match (&theirs.vlan, vif.vlan) {
        (Some(said), Some(wanted)) => said.value == u64::from(wanted.value.get()),
        _ => false,
    }
}

/// Does one session have both its addresses?
fn has_addresses(theirs: &Vif, vif: &intent::Vif) -> bool {
    let is = |said: &Option<Said<super::Address>>, wanted: ipnetwork::IpNetwork| {
        said.as_ref().is_some_and(|said| said.value.is(wanted))
    };
    vif.peers.iter().any(|peer| {
        theirs.peers.iter().any(|theirs| {
            is(&theirs.customer, peer.pair.customer()) && is(&theirs.amazon, peer.pair.amazon())
        })
    })
}
