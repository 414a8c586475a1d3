//! What we send, what we take, and how much room there is.

checks! {
    advertised_prefixes
    advertised_communities
    advertised_prepend
    accepted_prefixes
    headroom_ours
    headroom_amazon
}

use super::PeerScene;
use super::look::Seen;
use crate::intent::Prefix;
use ipnetwork::IpNetwork;

/// The networks of some rows.
fn networks<'a>(rows: &'a [Seen<'a>]) -> impl Iterator<Item = (IpNetwork, &'a Seen<'a>)> {
    rows.iter()
        .filter_map(|seen| Some((seen.text("prefix")?.parse().ok()?, seen)))
}

/// Their names.
fn names(routes: &[(IpNetwork, &Seen<'_>)]) -> Vec<IpNetwork> {
    routes.iter().map(|(network, _)| *network).collect()
}

/// Do the routes that are said to be sent look as the peer gets them?
fn shows_what_leaves(peer: &PeerScene<'_>) -> bool {
    let views = peer.vif.port.views();
    views.is_some_and(|views| views.after_policy)
}

fn same(prefix: Prefix, network: IpNetwork) -> bool {
    let wanted = prefix.network();
    wanted.ip() == network.network() && wanted.prefix() == network.prefix()
}
