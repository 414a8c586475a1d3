//! What templates may say: the neighbours, interfaces and routes of the router, ready to print.

use std::net::{IpAddr, Ipv4Addr};

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Serialize;

use super::super::grammar::network;
use super::super::router::Router;
use super::super::seen::{Interface, Seen};
use super::super::world::Session;

#[derive(Serialize)]
struct Neighbor {
    peer: String,
    v6: bool,
    vrf: String,
    remote_as: u32,
    local_as: u32,
    router_as: u32,
    /// The word of the state machine.
    state: &'static str,
    up: bool,
    reason: &'static str,
    /// Why our own side closed: too many prefixes.
    too_many: bool,
    refused: bool,
    /// Error and subcode of the notification that the other side has sent.
    code: String,
    /// The other side has refused us for the number of our prefixes.
    told_limit: bool,
    bad_key: bool,
    shut: bool,
    seconds: u64,
    received: usize,
    accepted: usize,
    sent: usize,
    description: String,
    local: String,
    interface: String,
    interface_if: String,
    interface_port: String,
    keepalive: u32,
    hold: u32,
    md5: bool,
    bfd: Option<bool>,
    bfd_interval: u32,
    bfd_multiplier: u32,
    limit: usize,
    import: String,
    export: String,
    received_routes: Vec<Route>,
    sent_routes: Vec<Route>,
    mac: bool,
    vlan: u16,
    number: usize,
}

#[derive(Serialize)]
struct Route {
    prefix: String,
    net: String,
    length: u8,
    mask: String,
    v6: bool,
    accepted: bool,
    peer: String,
    asn: u32,
    vrf: String,
    interface: String,
    seconds: u64,
    local: bool,
}

#[derive(Serialize)]
struct Port {
    name: String,
    name_if: String,
    port: String,
    sub: bool,
    vlan: u16,
    vrf: String,
    addresses: Vec<Address>,
    mtu: u32,
    description: String,
    shut: bool,
    up: bool,
    bfd: bool,
    number: usize,
    mac: String,
}

#[derive(Clone, Serialize)]
struct Address {
    ip: String,
    length: u8,
    mask: String,
    net: String,
    v6: bool,
}

pub(super) fn view(router: &Router) -> Value {
    let seen = router.seen();
    let sessions = router.sessions();
    let neighbors: Vec<Neighbor> = sessions
        .iter()
        .enumerate()
        .map(|(at, (session, seconds))| neighbor(&seen, session, *seconds, at))
        .collect();
    let interfaces: Vec<Port> = seen
        .interfaces
        .iter()
        .enumerate()
        .map(|(at, own)| port(own, at))
        .collect();
    let mut vrfs: Vec<String> = seen
        .peers
        .iter()
        .filter_map(|peer| peer.vrf.clone())
        .collect();
    vrfs.extend(
        seen.interfaces
            .iter()
            .filter_map(|interface| interface.vrf.clone()),
    );
    vrfs.sort();
    vrfs.dedup();
    let id = seen
        .interfaces
        .iter()
        .find(|interface| interface.name.to_lowercase().starts_with("lo"));
    let id = id
        .and_then(|interface| interface.addresses.first())
        .map_or("192.0.2.1".to_owned(), |own| own.0.to_string());
    context! {
        hostname => &router.hostname,
        user => &router.user,
        neighbors => serialized(&neighbors),
        interfaces => serialized(&interfaces),
        vrfs,
        asn => seen.asn(None).or(seen.asns.values().next().copied()).unwrap_or(0),
        router_id => id,
        networks => serialized(&seen.networks.iter().map(|(vrf, prefix)| own_route(vrf.as_deref(), *prefix)).collect::<Vec<_>>()),
        statics => serialized(&seen.statics.iter().map(|(vrf, prefix)| own_route(vrf.as_deref(), *prefix)).collect::<Vec<_>>()),
        uptime => router.now().as_secs(),
        named => router.named.keys().cloned().collect::<Vec<_>>(),
        pending => router.pending.as_ref().map(|pending| context! {
            name => &pending.name,
            left => pending.until.saturating_sub(router.now()).as_secs(),
        }),
    }
}

fn neighbor(seen: &Seen, session: &Session, seconds: u64, number: usize) -> Neighbor {
    let peer = &session.peer;
    let interface = session.interface.as_ref();
    let (bfd_interval, bfd_multiplier) = interface.and_then(|own| own.bfd).unwrap_or((300, 3));
    let route = |prefix: &(IpAddr, u8), local: bool| Route {
        accepted: local || seen.accepts(peer, *prefix),
        peer: peer.address.to_string(),
        asn: peer.remote_as.unwrap_or(0),
        interface: interface.map_or(String::new(), |own| own.name.clone()),
        seconds,
        local,
        ..own_route(peer.vrf.as_deref(), *prefix)
    };
    Neighbor {
        peer: peer.address.to_string(),
        v6: peer.address.is_ipv6(),
        vrf: peer.vrf.clone().unwrap_or_default(),
        remote_as: peer.remote_as.unwrap_or(0),
        local_as: session.local_as,
        router_as: seen.asn(peer.vrf.as_deref()).unwrap_or(0),
        state: session.outcome.word(),
        up: session.outcome.up(),
        reason: session.outcome.reason(),
        too_many: session.outcome == super::super::world::Outcome::TooMany,
        refused: matches!(session.outcome, super::super::world::Outcome::Refused(..)),
        code: match session.outcome {
            super::super::world::Outcome::Refused(error, subcode, _) => {
                format!("{error:02x}{subcode:02x}")
            }
            _ => String::new(),
        },
        told_limit: matches!(
            session.outcome,
            super::super::world::Outcome::Refused(6, ..)
        ),
        bad_key: session.bad_key && !peer.shut,
        shut: peer.shut,
        seconds,
        received: session.received.len(),
        accepted: session.accepted,
        sent: session.sent.len(),
        description: peer.description.clone().unwrap_or_default(),
        local: session
            .local
            .map(|local| local.to_string())
            .unwrap_or_default(),
        interface: interface.map_or(String::new(), |own| own.name.clone()),
        interface_port: interface.map_or(String::new(), |own| {
            own.name.split('.').next().unwrap_or_default().to_owned()
        }),
        interface_if: interface.map_or(String::new(), |own| own.alias.clone()),
        keepalive: peer.keepalive,
        hold: peer.hold,
        md5: peer.key.is_some(),
        bfd: session.bfd,
        bfd_interval,
        bfd_multiplier,
        limit: peer.limit.unwrap_or(0),
        import: peer.import.clone().unwrap_or_default(),
        export: peer.export.clone().unwrap_or_default(),
        received_routes: session
            .received
            .iter()
            .map(|prefix| route(prefix, false))
            .collect(),
        sent_routes: session
            .sent
            .iter()
            .map(|prefix| route(prefix, true))
            .collect(),
        mac: session.mac,
        vlan: interface.and_then(|own| own.vlan).unwrap_or(0),
        number,
    }
}

fn own_route(vrf: Option<&str>, prefix: (IpAddr, u8)) -> Route {
    Route {
        prefix: format!("{}/{}", prefix.0, prefix.1),
        net: prefix.0.to_string(),
        length: prefix.1,
        mask: mask(prefix.1),
        v6: prefix.0.is_ipv6(),
        accepted: true,
        peer: String::new(),
        asn: 0,
        vrf: vrf.unwrap_or_default().to_owned(),
        interface: String::new(),
        seconds: 86_400,
        local: true,
    }
}

fn mask(length: u8) -> String {
    Ipv4Addr::from(
        u32::MAX
            .checked_shl(32 - u32::from(length.min(32)))
            .unwrap_or(0),
    )
    .to_string()
}

fn port(own: &Interface, number: usize) -> Port {
    Port {
        name: own.name.clone(),
        name_if: own.alias.clone(),
        port: own.name.split('.').next().unwrap_or_default().to_owned(),
        sub: own.name.contains('.'),
        vlan: own.vlan.unwrap_or(0),
        vrf: own.vrf.clone().unwrap_or_default(),
        addresses: own
            .addresses
            .iter()
            .map(|(ip, length)| Address {
                ip: ip.to_string(),
                length: *length,
                mask: mask(*length),
                net: network((*ip, *length)).0.to_string(),
                v6: ip.is_ipv6(),
            })
            .collect(),
        mtu: own.mtu.unwrap_or(1500),
        description: own.description.clone().unwrap_or_default(),
        shut: own.shut,
        up: own.up,
        bfd: own.bfd.is_some(),
        number,
        mac: format!("{number:02x}"),
    }
}

fn serialized<T: Serialize>(all: &[T]) -> Value {
    Value::from(Serde(all))
}

pub(super) fn filters(environment: &mut Environment<'_>) {
    environment.add_filter("l", |text: Value, width: usize| {
        format!("{:<width$}", text.to_string())
    });
    environment.add_filter("r", |text: Value, width: usize| {
        format!("{:>width$}", text.to_string())
    });
    environment.add_filter("hms", |seconds: u64| match seconds {
        0..86_400 => format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ),
        86_400..604_800 => format!("{}d{:02}h", seconds / 86_400, seconds / 3600 % 24),
        _ => format!("{}w{}d", seconds / 604_800, seconds / 86_400 % 7),
    });
    environment.add_filter("jtime", |seconds: u64| match seconds {
        0..3600 => format!("{}:{:02}", seconds / 60, seconds % 60),
        3600..86_400 => format!(
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ),
        _ => format!(
            "{}d {}:{:02}:{:02}",
            seconds / 86_400,
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60
        ),
    });
    environment.add_filter("sros", |seconds: u64| {
        format!(
            "{:02}h{:02}m{:02}s",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    });
    environment.add_filter("clock", |seconds: u64| {
        format!(
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    });
}
