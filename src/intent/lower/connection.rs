//! `[connection.NAME]`.

use std::collections::HashMap;

use super::super::raw;
use super::super::shape::At;
use super::super::{Connection, ConnectionKind, Lag, Macsec, MacsecCipher, MacsecMode, Vlan, code};
use super::leaf::{Spot, Words};
use super::{Lowering, Table};

const KINDS: Words<ConnectionKind> = &[
    ("dedicated", ConnectionKind::Dedicated),
    ("hosted", ConnectionKind::Hosted),
];
const CIPHERS: Words<MacsecCipher> = &[
    ("gcm-aes-256", MacsecCipher::GcmAes256),
    ("gcm-aes-xpn-256", MacsecCipher::GcmAesXpn256),
];
const MODES: Words<MacsecMode> = &[
    ("no_encrypt", MacsecMode::NoEncrypt),
    ("should_encrypt", MacsecMode::ShouldEncrypt),
    ("must_encrypt", MacsecMode::MustEncrypt),
];

pub(super) fn connection(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Connection>,
    routers: &HashMap<String, usize>,
) -> Connection {
    let raw = &table.at.value;
    let owner = format!("connection.{}", table.name.text);
    let spot = |key| Spot { owner: &owner, key };
    for (missing, key, example) in [
        (raw.kind.is_none(), "kind", "\"dedicated\""),
        (raw.router.is_none(), "router", "\"lon-edge-1\""),
        (raw.port.is_none(), "port", "\"TenGigabitEthernet0/1/0\""),
    ] {
        lowering.require((!missing).then_some(()), &owner, &table.name, key, example);
    }
    let sizes = 1500..=10_000;
    let mtu = lowering.number(spot("mtu"), &code::VALUE_RANGE, raw.mtu.as_ref(), sizes);
    Connection {
        name: table.name.clone(),
        id: lowering.line(spot("id"), raw.id.as_ref()),
        kind: lowering.word(spot("kind"), raw.kind.as_ref(), KINDS),
        speed: lowering.bandwidth(spot("speed"), raw.speed.as_ref()),
        location: lowering.line(spot("location"), raw.location.as_ref()),
        router: lowering.refer(&owner, "router", raw.router.as_ref(), routers),
        port: lowering.port(spot("port"), raw.port.as_ref()),
        switched: raw.switched,
        vlan: lowering.vlan(spot("vlan"), raw.vlan.as_ref()),
        lag: raw.lag.as_ref().map(|at| lag(lowering, &owner, at)),
        macsec: raw
            .macsec
            .as_ref()
            .map(|at| macsec(lowering, &owner, table.folder, at)),
        jumbo: raw.jumbo,
        loa_issued: raw.loa_issued,
        mtu: mtu.map(|at| at.map(|mtu| mtu as u16)),
    }
}

fn lag(lowering: &mut Lowering<'_>, owner: &str, at: &At<raw::Lag>) -> At<Lag> {
    let raw = &at.value;
    let spot = |key| Spot { owner, key };
    let members = raw.members.as_ref().map_or(&[][..], |list| &list.value);
    let lag = Lag {
        members: members
            .iter()
            .filter_map(|member| lowering.port(spot("lag.members"), Some(member)))
            .collect(),
        minimum_links: lowering
            .number(
                spot("lag.minimum_links"),
                &code::VALUE_RANGE,
                raw.minimum_links.as_ref(),
                // What AWS would take is compared with the number of members, by a rule.
                0..=64,
            )
            .map(|at| at.map(|links| links as u32)),
    };
    if members.is_empty() && !lowering.is_lost(owner, "lag.members") {
        let found = spot("lag")
            .found(&code::MISSING_KEY, "has no members")
            .at(at.place);
        lowering.push(found.help(
            "for example: lag = { members = [\"xe-0/0/0\", \"xe-0/0/1\"], minimum_links = 1 }",
        ));
    }
    At {
        value: lag,
        place: at.place,
    }
}

fn macsec(
    lowering: &mut Lowering<'_>,
    owner: &str,
    folder: usize,
    at: &At<raw::Macsec>,
) -> At<Macsec> {
    let raw = &at.value;
    let spot = |key| Spot { owner, key };
    for (missing, key) in [(raw.ckn.is_none(), "ckn"), (raw.cak.is_none(), "cak")] {
        if missing && !lowering.is_lost(owner, &format!("macsec.{key}")) {
            let found = spot("macsec")
                .found(&code::MISSING_KEY, format!("has no `{key}`"))
                .at(at.place);
            lowering.push(found.help("for example: macsec = { ckn = \"...64 hex digits...\", cak = { env = \"DX_CAK\" } }"));
        }
    }
    let macsec = Macsec {
        ckn: lowering.ckn(spot("macsec.ckn"), raw.ckn.as_ref()),
        cak: lowering.secret(folder, raw.cak.as_ref()),
        cipher: lowering.word(spot("macsec.cipher"), raw.cipher.as_ref(), CIPHERS),
        mode: lowering.word(spot("macsec.mode"), raw.mode.as_ref(), MODES),
    };
    At {
        value: macsec,
        place: at.place,
    }
}

impl Lowering<'_> {
    pub(super) fn vlan(&mut self, spot: Spot<'_>, id: Option<&At<i64>>) -> Option<At<Vlan>> {
        self.number(spot, &code::VLAN_RANGE, id, 1..=4094)
            .and_then(|at| {
                Some(At {
                    value: Vlan::new(at.value)?,
                    place: at.place,
                })
            })
    }

    /// A port name, in the router's own words: it must not be able to end its line.
    fn port(&mut self, spot: Spot<'_>, text: Option<&At<String>>) -> Option<At<String>> {
        let port = self.line(spot, text)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || "/.:_- ".contains(c);
        if port.value.chars().all(fits)
            && !port.value.starts_with('-')
            && port.value.trim() == port.value
        {
            return Some(port);
        }
        let found = spot
            .found(&code::UNKNOWN_VALUE, "is not a port name")
            .at(port.place);
        self.push(
            found.help("letters, digits and / . : _ - only, such as \"TenGigabitEthernet0/1/0\""),
        );
        None
    }

    fn ckn(&mut self, spot: Spot<'_>, text: Option<&At<String>>) -> Option<At<String>> {
        let text = text?;
        if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.clone());
        }
        let what = format!(
            "has {} characters and must be 64 hex digits (0-9, a-f)",
            text.value.chars().count()
        );
        self.push(spot.found(&code::MACSEC_CKN, what).at(text.place));
        None
    }
}
