//! What AWS says of its own end, compared with the intent and with what the routers say. Where no
//! answers of AWS's were given these checks are silent; what an answer leaves out is unknown.

checks! {
    aws_connection_state
    aws_connection_kind
    aws_speed
    aws_location
    aws_lag
    aws_jumbo
    aws_macsec
    aws_vif_state
    aws_connection
    aws_type
    aws_vlan
    aws_mtu
    aws_amazon_asn
    aws_gateway
    aws_sitelink
    aws_rate_limit
    aws_prefix_limit
    aws_route_filter
    aws_router_configuration
    aws_device
    aws_sessions
    aws_bgp_peer_state
    aws_addresses
    aws_asn
    aws_key
    aws_bgp_status
    aws_session_agrees
    aws_accepted_routes
    aws_accepted_preference
    aws_announced_routes
}

mod listed;

use std::fmt::Display;

use super::look::Seen;
use super::verdict::{Evidence, Verdict, Verdicts};
use super::witness::{Peer, PortOf, Said, Spot, Unmatched, Vif, Witness};
use super::{PeerScene, PortScene, VifScene};

/// AWS's view of a vif.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub witness: &'a Witness,
    pub vif: &'a Vif,
}

/// AWS's view of a session.
#[derive(Clone, Copy)]
pub(super) struct ToldPeer<'a> {
    pub vif: Told<'a>,
    pub peer: &'a Peer,
}

/// AWS's view of a connection or LAG.
#[derive(Clone, Copy)]
pub(super) struct ToldPort<'a> {
    pub witness: &'a Witness,
    pub port: PortOf<'a>,
}

impl<'a> VifScene<'a> {
    /// AWS's view; none without a witness, or where it does not know the vif. Then one check says
    /// so, and the others are silent.
    pub(super) fn told(&self) -> Option<Told<'a>> {
        let witness = self.port.scene.witness?;
        let vif = witness.vif_of(self.port.scene.intent, self.vif).ok()?;
        Some(Told { witness, vif })
    }
}

impl<'a> PeerScene<'a> {
    pub(super) fn told(&self) -> Option<ToldPeer<'a>> {
        let vif = self.vif.told()?;
        let peer = vif.witness.peer_of(vif.vif, self.peer)?;
        Some(ToldPeer { vif, peer })
    }
}

impl<'a> PortScene<'a> {
    pub(super) fn told(&self) -> Option<ToldPort<'a>> {
        self.told_or_why()?.ok()
    }

    /// The same, or why AWS's answers do not tell. Nothing where no answer lists connections.
    pub(super) fn told_or_why(&self) -> Option<Result<ToldPort<'a>, Unmatched>> {
        let witness = self.scene.witness?;
        if witness.connections.is_empty() && witness.lags.is_empty() {
            return None;
        }
        let found = witness.port_of(self.scene.intent, self.connection);
        Some(found.map(|port| ToldPort { witness, port }))
    }
}

impl Told<'_> {
    /// Why AWS's answer is of no use here.
    pub fn untold(&self, what: &str) -> String {
        untold(self.witness, self.vif.spot, self.vif.label(), what)
    }
}

impl ToldPort<'_> {
    pub fn untold(&self, what: &str) -> String {
        let port = self.port.port();
        let id = port.id.as_ref().map_or("it", |id| &id.value);
        untold(self.witness, port.spot, id, what)
    }
}

fn untold(witness: &Witness, spot: Spot, subject: &str, what: &str) -> String {
    let place = witness.place(spot);
    format!("AWS does not tell {what} of {subject} in {place}")
}

impl Witness {
    /// The line of a file in which AWS says something.
    pub(super) fn evidence<T: Display>(&self, said: &Said<T>) -> Evidence {
        self.evidence_at(said.spot, said.quote())
    }

    /// A line whose text must not be shown, or is a whole list.
    pub(super) fn evidence_at(&self, spot: Spot, text: String) -> Evidence {
        Evidence {
            file: self.file(spot).to_owned(),
            line: spot.line,
            text,
        }
    }
}

/// What the router says of the same thing.
pub(super) struct Ours {
    pub value: u64,
    pub evidence: Evidence,
}

impl Ours {
    /// A number of a row, if the row has it.
    pub fn of(seen: Option<Seen<'_>>, field: &str) -> Option<Self> {
        let seen = seen?;
        Some(Self {
            value: seen.number(field)?,
            evidence: seen.evidence(field),
        })
    }
}

/// A number that AWS tells, against the one of the intent; where they differ, the router has the
/// casting vote.
pub(super) fn number(
    told: &Told<'_>,
    (said, what): (Option<&Said<u64>>, &str),
    wanted: u64,
    ours: Option<Ours>,
    verdicts: &mut Verdicts<'_>,
) {
    let Some(said) = said else {
        verdicts.unknown(told.untold(what));
        return;
    };
    let verdict = verdicts.holds(said.value == wanted);
    verdict.expected(wanted).observed(said.value);
    verdict.because([told.witness.evidence(said)]);
    if said.value != wanted {
        vote(verdict, said.value, wanted, ours);
    }
}

/// Two of three agree, or none: that tells which one to change.
fn vote(verdict: &mut Verdict, aws: u64, intent: u64, ours: Option<Ours>) {
    let Some(ours) = ours else { return };
    verdict.because([ours.evidence]);
    verdict.reason(match ours.value {
        value if value == aws => {
            format!("the router has {value} as well: the intent is what differs")
        }
        value if value == intent => {
            format!("the router has {value}, as the intent says: AWS's end is what differs")
        }
        value => format!("the router has {value}, which is neither"),
    });
}

/// A word that AWS tells, against the one of the intent.
pub(super) fn word(
    witness: &Witness,
    said: &Said<impl Display>,
    wanted: &str,
    verdicts: &mut Verdicts<'_>,
) -> bool {
    let word = said.value.to_string();
    let same = word.eq_ignore_ascii_case(wanted);
    verdicts
        .holds(same)
        .expected(wanted)
        .observed(word)
        .because([witness.evidence(said)]);
    same
}
