//! The shape of an intent file: its tables and keys, as the user writes them. The doc comments
//! become the descriptions of the JSON Schema, so they speak to the user. What stands behind `=`
//! is for editors alone: lowering knows the same limits, and explains them; a test compares.

use super::Date;
use super::choice::{Switch, Written};
use super::shape::{At, Named};
use super::table::{form, range, tables, values};

const ADDRESS: &str = "^[0-9A-Fa-f:.]+(/32|/128)?$";
/// 65010:101 or 192.0.2.1:101.
const RD: &str = "^([0-9]{1,10}|[0-9]{1,3}(\\.[0-9]{1,3}){3}):[0-9]{1,10}$";
const WITH_LENGTH: &str = "^[0-9A-Fa-f:.]+/[0-9]{1,3}$";
const BANDWIDTH: &str = "^[1-9][0-9]{0,5}([.][0-9]{1,6})?(Mbps|Gbps|Tbps)$";
const PORT: &str = "^[A-Za-z0-9/.:_]([A-Za-z0-9/.:_ -]*[A-Za-z0-9/.:_-])?$";

tables! {
    /// What vifctl should make of your routers: one file or a directory of them.
    File needs(schema) {
        /// The version of this format. Always 1.
        schema: i64 = values(&[1]),
        /// Any key of a vif, for all vifs that do not set it.
        defaults: Vif,
        /// How vifctl reaches routers over SSH.
        login: Named<Login>,
        /// The routers on your side.
        router: Named<Router>,
        /// Direct Connect connections and LAGs, and the router ports they end on.
        connection: Named<Connection>,
        /// Virtual interfaces: one VLAN with one or two BGP sessions each.
        vif: Named<Vif>,
        /// Which virtual interfaces back each other up, and how.
        redundancy: Named<Redundancy>,
        /// Site-to-Site VPN connections that end on the same routers.
        vpn: Named<Vpn>,
    }

    /// How vifctl reaches routers over SSH.
    Login {
        /// The user name on the router.
        user: String,
        /// Ways to log in, in the order to try them: agent, key, password, interactive.
        auth: Vec<At<String>> = values(&["agent", "key", "password", "interactive"]),
        /// The private key file for auth = ["key"].
        key_file: String,
        /// The password for auth = ["password"] and ["interactive"].
        password: Secret,
        /// The enable password of the router.
        enable: Secret,
        /// Bastions on the way, in order: user@host:port.
        jump: Vec<At<String>>,
        /// The file of known host keys; ~/.ssh/known_hosts unless set.
        known_hosts: String,
        /// What to do with a host key: strict (the default) or accept-new.
        host_key: String = values(&["strict", "accept-new"]),
        /// SSH algorithms to offer: modern (the default) or legacy.
        algorithms: String = values(&["modern", "legacy"]),
        /// Seconds to wait for a router's whole answer.
        timeout: i64 = range(1, 3600),
    }

    /// A router on your side.
    Router needs(vendor) {
        /// The vendor pack: cisco_xe, juniper_junos, ...; `vifctl vendors` lists them.
        vendor: String,
        /// Where it is managed: host or host:port.
        address: String,
        /// The [login] to use.
        login: String,
        /// Your BGP AS number, as a plain number.
        asn: Written,
        /// Words of your own, to select routers by.
        labels: Named<String>,
        /// A loopback address that may serve as BGP router id.
        loopback: String = form(ADDRESS),
        /// The software version, where the words differ between versions.
        software: String,
    }

    /// A Direct Connect connection or LAG, and the router port it ends on.
    Connection needs(kind, router, port) {
        /// AWS's id: dxcon-... or dxlag-...
        id: String,
        /// dedicated or hosted.
        kind: String = values(&["dedicated", "hosted"]),
        /// The bandwidth: 1Gbps, 10Gbps, ... of one member for a LAG.
        speed: String = form(BANDWIDTH),
        /// AWS's location code, such as EqLD5.
        location: String,
        /// The [router] it ends on.
        router: String,
        /// The port on that router, in the router's own words.
        port: String = form(PORT),
        /// Is the port a switched trunk, so that its vifs become switch interfaces (SVI)?
        switched: bool,
        /// Hosted connections: the VLAN that the partner fixed.
        vlan: i64 = range(1, 4094),
        /// The members, where it is a LAG.
        lag: Lag,
        /// MACsec on the port.
        macsec: Macsec,
        /// Does AWS say jumboFrameCapable for it?
        jumbo: bool,
        /// The day the LOA-CFA was issued.
        loa_issued: Date,
        /// The MTU to set on the port itself; worked out from its vifs unless set.
        mtu: i64 = range(1500, 10_000),
    }

    /// A link aggregation group.
    Lag needs(members) {
        /// The member ports, in the router's own words.
        members: Vec<At<String>> = form(PORT),
        /// The LAG goes down with fewer members up than this.
        minimum_links: i64 = range(0, 64),
    }

    /// MACsec with a static key (CAK) on a port.
    Macsec needs(ckn, cak) {
        /// The name of the key: 64 hex digits.
        ckn: String = form("^[0-9A-Fa-f]{64}$"),
        /// The key itself: 64 hex digits, kept elsewhere.
        cak: Secret,
        /// gcm-aes-256 or gcm-aes-xpn-256.
        cipher: String = values(&["gcm-aes-256", "gcm-aes-xpn-256"]),
        /// no_encrypt, should_encrypt or must_encrypt.
        mode: String = values(&["no_encrypt", "should_encrypt", "must_encrypt"]),
    }

    /// A virtual interface.
    Vif {
        /// AWS's id: dxvif-...
        id: String,
        /// private, transit or public.
        type_: String = values(&["private", "transit", "public"]),
        /// The [connection] it runs over.
        connection: String,
        /// The VLAN, 1 to 4094.
        vlan: i64 = range(1, 4094),
        /// 1500 (the default) or 8500; 9001 on old private vifs.
        mtu: i64 = values(&[1500, 8500, 9001]),
        /// Your BGP AS number on this vif, where it is not the router's.
        asn: Written,
        /// Amazon's BGP AS number: 7224 on a public vif, else that of the gateway.
        amazon_asn: Written,
        /// What it is attached to: a Direct Connect gateway's UUID or vgw-...
        gateway: String,
        /// The BGP MD5 key; never written in this file.
        key: Secret,
        /// BFD: true for 300 ms x 3, false, or a table of timers.
        bfd: Switch<Bfd>,
        /// The BGP hold time in seconds; keepalive is a third of it.
        hold_time: i64 = range(3, 65_535),
        /// The VRF on the router, where it is not the global table.
        vrf: String = form("^[A-Za-z0-9._:][A-Za-z0-9._:-]{0,62}$"),
        /// The route distinguisher of that VRF, where the router asks for one and has none yet.
        rd: String = form(RD),
        /// The prefixes to let out to AWS: exactly these.
        advertise: Vec<At<String>> = form(WITH_LENGTH),
        /// The prefixes to let in from AWS.
        accept: Vec<At<String>> = form(WITH_LENGTH),
        /// How much AWS should prefer this way to you: high, medium or low. Private and transit.
        preference: String = values(&["high", "medium", "low"]),
        /// How often to prepend your own AS number towards AWS.
        prepend: i64 = range(0, 10),
        /// How far Amazon carries your prefixes: region, continent or global. Public.
        scope: String = values(&["region", "continent", "global"]),
        /// The local preference of what AWS sends.
        local_preference: i64 = range(0, 4_294_967_295),
        /// The most prefixes to take from AWS in a session.
        max_prefixes: i64 = range(1, 1_000_000),
        /// How many prefixes AWS takes from you, by family, where it is not 100 each.
        prefix_allocation: Allocation,
        /// The rate limiter on AWS's side, such as 2Gbps.
        rate_limit: String = form(BANDWIDTH),
        /// The description on the router.
        description: String,
        /// Is SiteLink on?
        sitelink: bool,
        /// The BGP sessions: one IPv4, one IPv6.
        peer: Vec<At<Peer>>,
        /// Warnings that are meant to be so, by the names of their rules.
        allow: Vec<At<String>>,
    }

    /// BFD timers.
    Bfd {
        /// Milliseconds between packets; 300 or more.
        interval: i64 = range(0, 60_000),
        /// Packets that may be lost; 3 or more.
        multiplier: i64 = range(0, 255),
    }

    /// How many prefixes AWS takes from you on this vif.
    Allocation {
        /// IPv4 prefixes, 0 to 1000.
        ipv4: i64 = range(0, 1_000_000),
        /// IPv6 prefixes, 0 to 1000.
        ipv6: i64 = range(0, 1_000_000),
    }

    /// One BGP session of a vif.
    Peer needs(customer, amazon) {
        /// Our address with its length: 169.254.96.2/30.
        customer: String = form(WITH_LENGTH),
        /// AWS's address with its length: 169.254.96.1/30.
        amazon: String = form(WITH_LENGTH),
        /// Your BGP AS number in this session, where it is not the vif's.
        asn: Written,
        /// The MD5 key of this session, where it is not the vif's.
        key: Secret,
    }

    /// Virtual interfaces that back each other up.
    Redundancy needs(vifs, policy) {
        /// Their names; with active-passive the first is the active one.
        vifs: Vec<At<String>>,
        /// active-active or active-passive.
        policy: String = values(&["active-active", "active-passive"]),
    }

    /// A Site-to-Site VPN connection.
    Vpn needs(router) {
        /// AWS's id: vpn-...
        id: String,
        /// The [router] it ends on.
        router: String,
        /// The customer gateway's outside address.
        address: String = form(ADDRESS),
        /// Your BGP AS number.
        asn: Written,
        /// Amazon's BGP AS number.
        amazon_asn: Written,
        /// What it is attached to: vgw-... or tgw-...
        gateway: String,
        /// The VRF on the router, where it is not the global table.
        vrf: String,
        /// The prefixes to let out to AWS.
        advertise: Vec<At<String>> = form(WITH_LENGTH),
        /// The prefixes to let in from AWS.
        accept: Vec<At<String>> = form(WITH_LENGTH),
        /// The two tunnels.
        tunnel: Vec<At<Tunnel>>,
    }

    /// One tunnel of a VPN connection.
    Tunnel {
        /// AWS's outside address.
        outside: String = form(ADDRESS),
        /// Our inside address with its length.
        customer: String = form(WITH_LENGTH),
        /// AWS's inside address with its length.
        amazon: String = form(WITH_LENGTH),
        /// The pre-shared key; never written in this file.
        key: Secret,
    }

    /// A secret: exactly one of the three ways to it.
    SecretWay {
        /// The name of an environment variable.
        env: String = form("^[A-Za-z_][A-Za-z0-9_]*$"),
        /// A file, relative to the intent file.
        file: String = form("^."),
        /// A program and its arguments; what it prints is the secret.
        command: Vec<At<String>>,
    }
}

pub use super::secret_way::Secret;
