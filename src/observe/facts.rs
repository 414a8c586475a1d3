//! What a router can be asked about itself: the kinds of facts, their fields, and what the text of
//! a field means. Where a text is not what a field can be, there is no value: wrong is far worse
//! than missing.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Words as they stand.
    Text,
    Number,
    Asn,
    /// An address, bare.
    Address,
    /// A list of addresses, each with its length where the router says it.
    Addresses,
    Prefix,
    /// A word of the BGP state machine, with a reason in brackets.
    BgpState,
    /// The same, or a number: then it is established, with so many prefixes.
    BgpStateOrCount,
    /// `up` or `down`.
    UpDown,
    Seconds,
    Mac,
    /// A list of words.
    Words,
    /// A word of the BFD state machine.
    BfdState,
    /// True wherever it stands.
    Flag,
    /// A decimal number.
    Decimal,
    /// AS numbers, one behind the other.
    Path,
}

impl Type {
    /// Any number of values, each of them once.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::Words | Self::Addresses)
    }
}

/// A kind of fact: the field that makes a row, and all of them.
#[derive(Debug)]
pub(super) struct Kind {
    pub name: &'static str,
    pub key: &'static [&'static str],
    /// Fields that the command may tell where the answer does not: what all of its rows have in
    /// common, as the device answers for nothing else.
    pub told: &'static [&'static str],
    pub fields: &'static [(&'static str, Type)],
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "bgp_summary",
        key: &["peer"],
        told: &["vrf"],
        fields: &[
            ("peer", Type::Address),
            ("remote_as", Type::Asn),
            ("local_as", Type::Asn),
            ("state", Type::BgpState),
            ("state_or_prefixes", Type::BgpStateOrCount),
            ("admin_down", Type::Flag),
            ("reason", Type::Text),
            ("prefixes_received", Type::Number),
            ("prefixes_accepted", Type::Number),
            ("uptime_s", Type::Seconds),
            ("vrf", Type::Text),
            ("admin_down", Type::Flag),
            ("family", Type::Text),
        ],
    },
    Kind {
        name: "bgp_neighbor",
        key: &["peer"],
        told: &["vrf"],
        fields: &[
            ("peer", Type::Address),
            ("remote_as", Type::Asn),
            ("local_as", Type::Asn),
            ("state", Type::BgpState),
            ("uptime_s", Type::Seconds),
            ("vrf", Type::Text),
            ("description", Type::Text),
            ("hold_time", Type::Number),
            ("keepalive", Type::Number),
            ("local_address", Type::Address),
            ("md5", Type::Flag),
            ("bfd", Type::Flag),
            ("prefixes_received", Type::Number),
            ("prefixes_advertised", Type::Number),
            ("max_prefixes", Type::Number),
            ("last_reset", Type::Text),
            ("last_error", Type::Text),
            ("admin_down", Type::Flag),
            ("reason", Type::Text),
            ("flaps", Type::Number),
            ("sessions", Type::Number),
            ("opens_sent", Type::Number),
            ("notifications_sent", Type::Number),
            ("notifications_received", Type::Number),
        ],
    },
    Kind {
        name: "neighbor",
        key: &["address"],
        told: &["vrf"],
        fields: &[
            ("address", Type::Address),
            ("mac", Type::Mac),
            ("interface", Type::Text),
            ("state", Type::Text),
            ("vrf", Type::Text),
        ],
    },
    Kind {
        name: "interface",
        key: &["name"],
        told: &["name", "vrf"],
        fields: &[
            ("name", Type::Text),
            ("admin", Type::UpDown),
            ("oper", Type::UpDown),
            ("mtu", Type::Number),
            ("vlan", Type::Number),
            ("addresses", Type::Addresses),
            ("description", Type::Text),
            ("speed_bps", Type::Number),
            ("mac", Type::Mac),
            ("input_errors", Type::Number),
            ("crc_errors", Type::Number),
            ("output_errors", Type::Number),
            ("vrf", Type::Text),
            ("absent", Type::Flag),
        ],
    },
    Kind {
        name: "bgp_routes",
        key: &["prefix"],
        told: &["peer", "vrf"],
        fields: &[
            ("prefix", Type::Prefix),
            ("next_hop", Type::Address),
            ("as_path", Type::Path),
            ("local_preference", Type::Number),
            ("med", Type::Number),
            ("communities", Type::Words),
            ("best", Type::Flag),
            ("peer", Type::Address),
            ("vrf", Type::Text),
        ],
    },
    Kind {
        name: "bfd",
        key: &["peer"],
        told: &["vrf"],
        fields: &[
            ("peer", Type::Address),
            ("state", Type::BfdState),
            ("interface", Type::Text),
            ("interval_ms", Type::Number),
            ("multiplier", Type::Number),
            ("local_discriminator", Type::Number),
            ("vrf", Type::Text),
        ],
    },
    Kind {
        name: "route",
        key: &["prefix"],
        told: &["vrf"],
        fields: &[
            ("prefix", Type::Prefix),
            ("next_hop", Type::Address),
            ("interface", Type::Text),
            ("protocol", Type::Text),
            ("vrf", Type::Text),
            ("metric", Type::Number),
            ("preference", Type::Number),
            ("best", Type::Flag),
        ],
    },
    Kind {
        name: "version",
        key: &[],
        told: &[],
        fields: &[
            ("hostname", Type::Text),
            ("model", Type::Text),
            ("software", Type::Text),
            ("uptime_s", Type::Seconds),
            ("serial", Type::Text),
        ],
    },
    Kind {
        name: "lldp",
        key: &["local_interface"],
        told: &[],
        fields: &[
            ("local_interface", Type::Text),
            ("neighbor_name", Type::Text),
            ("neighbor_interface", Type::Text),
        ],
    },
    Kind {
        name: "lag",
        key: &["name"],
        told: &["name"],
        fields: &[
            ("name", Type::Text),
            ("oper", Type::UpDown),
            ("members", Type::Words),
            ("members_up", Type::Number),
        ],
    },
    Kind {
        name: "optics",
        key: &["interface"],
        told: &["interface"],
        fields: &[
            ("interface", Type::Text),
            ("lane", Type::Number),
            ("rx_dbm", Type::Decimal),
            ("tx_dbm", Type::Decimal),
        ],
    },
    Kind {
        name: "macsec",
        key: &["interface"],
        told: &[],
        fields: &[
            ("interface", Type::Text),
            ("secured", Type::Flag),
            ("state", Type::Text),
            ("cipher", Type::Text),
            ("ckn", Type::Text),
            ("peers", Type::Number),
        ],
    },
    Kind {
        name: "ipsec",
        key: &["peer"],
        told: &[],
        fields: &[
            ("peer", Type::Address),
            ("interface", Type::Text),
            ("local_address", Type::Address),
            ("state", Type::Text),
            ("encrypted", Type::Number),
            ("decrypted", Type::Number),
        ],
    },
    Kind {
        name: "ping",
        key: &["address"],
        told: &["address"],
        fields: &[
            ("address", Type::Address),
            ("size", Type::Number),
            ("sent", Type::Number),
            ("received", Type::Number),
            ("loss_percent", Type::Decimal),
            ("min_ms", Type::Decimal),
            ("avg_ms", Type::Decimal),
            ("max_ms", Type::Decimal),
        ],
    },
    Kind {
        name: "traceroute",
        key: &["hop"],
        told: &[],
        fields: &[
            ("hop", Type::Number),
            ("address", Type::Address),
            ("name", Type::Text),
            ("asn", Type::Asn),
        ],
    },
    Kind {
        name: "log",
        key: &["event"],
        told: &[],
        fields: &[
            ("time", Type::Text),
            ("peer", Type::Address),
            ("vrf", Type::Text),
            ("event", Type::Text),
            ("text", Type::Text),
        ],
    },
];

/// The name of a kind, where there is one of that name.
pub fn kind_named(name: &str) -> Option<&'static str> {
    kind(name).map(|kind| kind.name)
}

/// What the number in a field counts, and such: `field__unit`.
pub(super) fn unit(name: &str) -> &str {
    name.split_once("__").map_or("", |(_, unit)| unit)
}

pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

impl Kind {
    /// The type of a field; `field__unit` is the field.
    pub(super) fn field(&self, name: &str) -> Option<Type> {
        self.known(name).map(|(_, kind)| kind)
    }

    /// What the user's own words in a command tell about all rows.
    pub(super) fn told<'o>(
        &self,
        own: &'o [(String, String)],
    ) -> impl Iterator<Item = (&'static str, Type, &'o str)> {
        // Some devices take such a word in place of a name.
        let none = ["all", "*"];
        own.iter().filter_map(move |(name, word)| {
            let (field, kind) = self.known(name).filter(|(field, _)| field == name)?;
            let told = self.told.contains(&field) && !none.contains(&word.as_str());
            told.then_some((field, kind, word.as_str()))
        })
    }

    /// The field itself, and its type.
    pub(super) fn known(&self, name: &str) -> Option<(&'static str, Type)> {
        let name = name.split("__").next().unwrap_or(name);
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .copied()
    }
}
