//! What we send, what we take, and how much room there is.

checks! {
    advertised_prefixes
    advertised_communities
    advertised_prepend
    accepted_prefixes
    headroom_ours
    headroom_amazon
}

use super::look::Seen;
use crate::intent::Prefix;
use ipnetwork::IpNetwork;

/// The networks of some rows.
fn networks<'a>(rows: &'a [Seen<'a>]) -> impl Iterator<Item = (IpNetwork, &'a Seen<'a>)> {
    rows.iter()
        .filter_map(|seen| Some((seen.text("prefix")?.parse().ok()?, seen)))
}

/// A few of many, for a sentence.
fn few(all: &[String]) -> String {
    const FEW: usize = 5;
    let shown = all.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(FEW) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn same(prefix: Prefix, network: IpNetwork) -> bool {
    let wanted = prefix.network();
    wanted.ip() == network.network() && wanted.prefix() == network.prefix()
}
