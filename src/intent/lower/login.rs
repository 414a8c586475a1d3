//! `[login.NAME]` and `[router.NAME]`.

use std::collections::HashMap;

use super::super::raw;
use super::super::{Algorithms, AuthWay, HostKey, Login, Router, code};
use super::leaf::Spot;
use super::{Lowering, Table};

const AUTH_WAYS: super::leaf::Words<AuthWay> = &[
    ("agent", AuthWay::Agent),
    ("key", AuthWay::Key),
    ("password", AuthWay::Password),
    ("interactive", AuthWay::Interactive),
];
const HOST_KEYS: super::leaf::Words<HostKey> = &[
    ("strict", HostKey::Strict),
    ("accept-new", HostKey::AcceptNew),
];
const ALGORITHMS: super::leaf::Words<Algorithms> = &[
    ("modern", Algorithms::Modern),
    ("legacy", Algorithms::Legacy),
];

pub(super) fn login(lowering: &mut Lowering<'_>, table: &Table<raw::Login>) -> Login {
    let raw = &table.at.value;
    let owner = format!("login.{}", table.name.text);
    let spot = |key| Spot { owner: &owner, key };
    let list = |list: &Option<super::At<Vec<super::At<String>>>>| {
        list.as_ref().map_or(Vec::new(), |list| list.value.clone())
    };
    Login {
        name: table.name.clone(),
        user: lowering.line(spot("user"), raw.user.as_ref()),
        auth: list(&raw.auth)
            .iter()
            .filter_map(|way| lowering.word(spot("auth"), Some(way), AUTH_WAYS))
            .collect(),
        key_file: lowering.line(spot("key_file"), raw.key_file.as_ref()),
        password: lowering.secret(table.folder, raw.password.as_ref()),
        enable: lowering.secret(table.folder, raw.enable.as_ref()),
        jump: list(&raw.jump)
            .iter()
            .filter_map(|hop| lowering.hop(spot("jump"), hop))
            .collect(),
        known_hosts: lowering.line(spot("known_hosts"), raw.known_hosts.as_ref()),
        host_key: lowering
            .word(spot("host_key"), raw.host_key.as_ref(), HOST_KEYS)
            .map_or(HostKey::default(), |at| at.value),
        algorithms: lowering
            .word(spot("algorithms"), raw.algorithms.as_ref(), ALGORITHMS)
            .map_or(Algorithms::default(), |at| at.value),
        timeout_s: lowering
            .number(
                spot("timeout"),
                &code::VALUE_RANGE,
                raw.timeout.as_ref(),
                1..=3600,
            )
            .map(|at| at.map(|seconds| seconds as u32)),
    }
}

pub(super) fn router(
    lowering: &mut Lowering<'_>,
    table: &Table<raw::Router>,
    logins: &HashMap<String, usize>,
) -> Router {
    let raw = &table.at.value;
    let owner = format!("router.{}", table.name.text);
    let spot = |key| Spot { owner: &owner, key };
    let vendor = lowering.line(spot("vendor"), raw.vendor.as_ref());
    Router {
        name: table.name.clone(),
        vendor,
        address: raw
            .address
            .as_ref()
            .and_then(|address| lowering.hop(spot("address"), address)),
        login: lowering.refer(&owner, "login", raw.login.as_ref(), logins),
        asn: lowering.asn(spot("asn"), raw.asn.as_ref()),
        labels: raw.labels.as_ref().map_or_else(Default::default, |labels| {
            labels
                .value
                .iter()
                .map(|(key, (_, value))| (key.clone(), value.value.clone()))
                .collect()
        }),
        loopback: lowering.address(spot("loopback"), raw.loopback.as_ref()),
        software: lowering.line(spot("software"), raw.software.as_ref()),
    }
}
