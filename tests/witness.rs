//! AWS's own view: its answers are recognised in whatever files they come, carried along where
//! they are new, refused in plain words where they are broken, and their keys are shown nowhere.

mod support;

use std::path::Path;
use std::process::Output;

use proptest::prelude::*;
use serde_json::Value as Json;
use support::{Folder, code, fixture, text, vifctl};
use vifctl::check::witness::{BgpStatus, PortOf, PortState, VifState, Witness};
use vifctl::intent;

const ANSWERS: [&str; 5] = [
    "describe-virtual-interfaces",
    "describe-connections",
    "describe-lags",
    "list-virtual-interface-routes",
    "describe-router-configuration",
];

/// The causes that only AWS's own view shows; tests/causes.rs leaves them to this file.
const OF_AWS: &[&str] = &[
    "connection-not-ready",
    "vif-not-accepted",
    "prefixes-not-verified",
    "failover-test",
    "vif-not-ready",
    "vif-gone",
    "aws-port-down",
    "aws-vlan-differs",
    "aws-addresses-differ",
    "aws-asn-differs",
    "aws-key-differs",
];

/// What no output may hold.
const KEYS: [&str; 3] = ["Vq7pRod2Lw9Zt4", "Hb_hUb402.kEy", "Pb.pUb503_kEy"];

fn answer(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/aws");
    std::fs::read_to_string(folder.join(name).with_extension("json")).expect("an answer")
}

fn read(texts: &[impl AsRef<[u8]>]) -> Result<Witness, String> {
    let files: Vec<(String, Vec<u8>)> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| (format!("{at}.json"), text.as_ref().to_vec()))
        .collect();
    Witness::read(&files).map_err(|error| error.to_string())
}

fn refusal(text: &[u8]) -> String {
    read(&[text]).err().expect("it is refused")
}

fn the_intent() -> intent::Intent {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/aws/intent.toml");
    intent::load(&[path]).intent
}

/// How many things of each kind there are.
fn counts(witness: &Witness) -> [usize; 5] {
    [
        witness.vifs.len(),
        witness.connections.len(),
        witness.lags.len(),
        witness.routes.len(),
        witness.router_configurations.len(),
    ]
}

#[test]
fn every_answer_is_recognised_by_its_shape_in_any_file() {
    let all = ANSWERS.map(answer);
    let expected = [3, 1, 1, 1, 1];
    let apart = read(&all).unwrap();
    assert_eq!(counts(&apart), expected);
    let behind = all.concat();
    assert_eq!(counts(&read(&[&behind]).unwrap()), expected);
    let listed = format!("[{}]", all.join(","));
    assert_eq!(counts(&read(&[&listed]).unwrap()), expected);
    let deeper = format!("[[{}], [[{}]]]", all[0], all[1..].join(","));
    assert_eq!(counts(&read(&[&deeper]).unwrap()), expected);
    // As `--query 'virtualInterfaces'` leaves it, and as a single one.
    let tree: serde_json::Value = serde_json::from_str(&all[0]).unwrap();
    let bare = tree["virtualInterfaces"].to_string();
    assert_eq!(counts(&read(&[&bare]).unwrap()), [3, 0, 0, 0, 0]);
    let one = tree["virtualInterfaces"][0].to_string();
    assert_eq!(counts(&read(&[&one]).unwrap()), [1, 0, 0, 0, 0]);
    // What creating a vif answers, and merged objects.
    let created = format!("{{\"virtualInterface\": {one}}}");
    assert_eq!(counts(&read(&[&created]).unwrap()), [1, 0, 0, 0, 0]);
    let merged = format!("{{\"virtualInterfaces\": {bare}, \"connections\": [], \"lags\": []}}");
    assert_eq!(counts(&read(&[&merged]).unwrap()), [3, 0, 0, 0, 0]);
}

#[test]
fn capitals_and_wide_characters_are_read_as_well() {
    let text = answer("describe-connections")
        .replace("\"c", "\"C")
        .replace("\"jumbo", "\"Jumbo");
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let witness = read(&[wide]).unwrap();
    let port = &witness.connections[0].port;
    assert_eq!(port.id.as_ref().unwrap().value, "dxcon-fg5a1b2c");
    assert!(port.jumbo_capable.as_ref().unwrap().value);
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(answer("describe-lags").bytes());
    assert_eq!(read(&[marked]).unwrap().lags.len(), 1);
}

#[test]
fn what_aws_says_has_a_value_and_a_line() {
    let witness = read(&[answer("describe-virtual-interfaces")]).unwrap();
    let [prod, hub, public] = witness.vifs.as_slice() else {
        panic!("three vifs")
    };
    let vlan = prod.vlan.as_ref().unwrap();
    assert_eq!(
        (vlan.value, vlan.quote()),
        (301, "\"vlan\": 301".to_owned())
    );
    let line = answer("describe-virtual-interfaces")
        .lines()
        .position(|line| line.contains("\"vlan\": 301"))
        .unwrap();
    assert_eq!(witness.place(vlan.spot), format!("0.json:{}", line + 1));
    // A long AS number stands in asnLong, and asn is 0.
    assert_eq!(hub.asn.as_ref().unwrap().value, 4_200_000_123);
    assert_eq!(hub.peers[0].asn.as_ref().unwrap().value, 4_200_000_123);
    assert!(prod.virtual_gateway.is_none() && prod.gateway().is_some());
    assert_eq!(prod.peers.len(), 2);
    assert_eq!(prod.peers[1].is_ipv4(), Some(false));
    assert_eq!(prod.peers[0].status.as_ref().unwrap().value, BgpStatus::Up);
    assert_eq!(prod.allocated_ipv4.as_ref().unwrap().value, 200);
    assert_eq!(public.route_filter.len(), 1);
    assert_eq!(public.mtu, None);
    let printed = prod.printed.as_ref().unwrap();
    assert_eq!(printed.vlan.as_deref(), Some("301"));
    assert!(printed.key.is_some());
    assert!(witness.vifs.iter().all(|vif| vif.more.is_empty()));
}

#[test]
fn new_words_and_members_are_carried_along() {
    let text = answer("describe-virtual-interfaces")
        .replacen(
            "\"virtualInterfaceState\": \"available\"",
            "\"virtualInterfaceState\": \"hibernating\"",
            1,
        )
        .replacen(
            "\"bgpStatus\": \"up\"",
            "\"bgpStatus\": \"shaky\", \"newPeerKeyword\": 1",
            1,
        )
        .replacen(
            "\"mtu\": 8500",
            "\"mtu\": 8500, \"quantumPeering\": {\"on\": true, \"password\": \"Vq7pRod2Lw9Zt4\"}",
            1,
        )
        .replacen("\"vlan\": 301", "\"vlan\": {\"id\": 301}", 1);
    let witness = read(&[text]).unwrap();
    let vif = &witness.vifs[0];
    let state = &vif.state.as_ref().unwrap().value;
    assert_eq!(
        (state, state.word()),
        (&VifState::Other("hibernating".into()), "hibernating")
    );
    assert_eq!(vif.peers[0].status.as_ref().unwrap().value.word(), "shaky");
    assert_eq!(vif.peers[0].more[0].field, "newPeerKeyword");
    // A member of another type is not guessed at, and not lost.
    assert_eq!(vif.vlan, None);
    let more: Vec<&str> = vif.more.iter().map(|more| more.field.as_str()).collect();
    assert_eq!(more, ["vlan", "quantumPeering"]);
    let shown = format!("{:?}", vif.more);
    assert!(
        shown.contains("********") && !shown.contains(KEYS[0]),
        "{shown}"
    );
}

#[test]
fn what_is_new_reaches_programs_with_its_line() {
    let folder = folder(&[(
        "\"mtu\": 8500",
        "\"quantumPeering\": {\"on\": true, \"psk\": \"Xq7Wm2Lp9\"}, \"mtu\": 8500",
    )]);
    let output = verify(&folder, &["--format", "json"]);
    let answer: Json = serde_json::from_slice(&output.stdout).unwrap();
    let all = answer["aws"]["not_compared"].as_array().unwrap();
    let new = all
        .iter()
        .find(|one| one["member"] == "quantumPeering")
        .unwrap();
    assert_eq!(
        new["value"],
        serde_json::json!({"on": true, "psk": "********"})
    );
    let file = std::fs::read_to_string(folder.0.join(new["file"].as_str().unwrap())).unwrap();
    let line = new["line"].as_u64().unwrap() as usize;
    assert!(
        file.lines()
            .nth(line - 1)
            .unwrap()
            .contains("quantumPeering")
    );
    let said = text(&output.stderr);
    assert!(
        said.contains("`quantumPeering` (1)") && !said.contains("Xq7Wm2Lp9"),
        "{said}"
    );
    assert!(
        answer["aws"]["notes"][0]
            .as_str()
            .unwrap()
            .contains("quantumPeering")
    );
}

#[test]
fn an_older_answer_describes_its_only_peer_in_the_vif() {
    let text = r#"{"virtualInterfaces": [{"virtualInterfaceId": "dxvif-a", "vlan": 7, "asn": 65010,
        "authKey": "Vq7pRod2Lw9Zt4", "amazonAddress": "169.254.1.1/30",
        "customerAddress": "169.254.1.2/30", "virtualInterfaceState": "down"}]}"#;
    let witness = read(&[text]).unwrap();
    let peer = &witness.vifs[0].peers[0];
    assert!(peer.key.is_some() && peer.is_ipv4() == Some(true));
    assert_eq!(witness.vifs[0].asn.as_ref().unwrap().value, 65010);
}

#[test]
fn vifs_are_matched_by_id_then_vlan_then_addresses() {
    let witness = read(&ANSWERS.map(answer)).unwrap();
    let mut intent = the_intent();
    let id = |intent: &intent::Intent, at: usize| {
        let found = witness.vif_of(intent, &intent.vifs[at]);
        found
            .map(|vif| vif.label().to_owned())
            .map_err(|why| why.reason)
    };
    assert_eq!(id(&intent, 0).unwrap(), "dxvif-fg11aa22");
    intent.vifs[0].id = None;
    assert_eq!(id(&intent, 0).unwrap(), "dxvif-fg11aa22");
    // Another VLAN on the right connection: the addresses tell.
    intent.vifs[0].vlan = intent.vifs[1].vlan;
    assert_eq!(id(&intent, 0).unwrap(), "dxvif-fg11aa22");
    intent.connections[0].id = None;
    assert!(id(&intent, 0).unwrap_err().contains("none of the 3 vifs"));
    let mut other = the_intent();
    if let Some(id) = &mut other.vifs[0].id {
        id.value = "dxvif-old".into();
    }
    let why = id(&other, 0).unwrap_err();
    assert!(
        why.contains("dxvif-fg11aa22 has its VLAN; was it created anew"),
        "{why}"
    );
}

#[test]
fn two_vifs_that_could_be_meant_are_neither_and_the_dead_do_not_count() {
    let mut intent = the_intent();
    intent.vifs[0].id = None;
    let twin = |state: &str| {
        answer("describe-virtual-interfaces")
            .replace("dxvif-fg11aa22", "dxvif-twin")
            .replacen(
                "\"virtualInterfaceState\": \"available\"",
                &format!("\"virtualInterfaceState\": \"{state}\""),
                1,
            )
    };
    let first = answer("describe-virtual-interfaces");
    let witness = read(&[first.clone(), twin("available")]).unwrap();
    let why = witness.vif_of(&intent, &intent.vifs[0]).err().unwrap();
    assert!(
        why.ambiguous && why.reason.contains("dxvif-twin"),
        "{}",
        why.reason
    );
    let witness = read(&[first, twin("deleted")]).unwrap();
    let found = witness.vif_of(&intent, &intent.vifs[0]).ok().unwrap();
    assert_eq!(found.label(), "dxvif-fg11aa22");
}

#[test]
fn what_stands_in_two_answers_counts_as_it_was_given_last() {
    let first = answer("describe-virtual-interfaces");
    let later = first.replacen("\"bgpStatus\": \"up\"", "\"bgpStatus\": \"down\"", 1);
    let witness = read(&[first, later]).unwrap();
    assert_eq!(witness.vifs.len(), 3);
    let status = witness.vifs[0].peers[0].status.as_ref().unwrap();
    assert_eq!(status.value, BgpStatus::Down);
    assert!(witness.place(status.spot).starts_with("1.json:"));
    assert_eq!(witness.notes.len(), 1, "{:?}", witness.notes);
}

#[test]
fn ports_and_routes_are_found() {
    let witness = read(&ANSWERS.map(answer)).unwrap();
    let intent = the_intent();
    let lag = witness
        .port_of(&intent, &intent.connections[1])
        .ok()
        .unwrap();
    assert!(matches!(lag, PortOf::Lag(lag) if lag.links() == (2, 2)));
    let member = witness.port("dxcon-fgm1m2m3").unwrap();
    assert_eq!(
        member.port().state.as_ref().unwrap().value,
        PortState::Available
    );
    let routes = witness.routes_of(&witness.vifs[0]).unwrap();
    assert_eq!((routes.accepted.len(), routes.advertised.len()), (2, 1));
    assert_eq!(routes.incomplete, None);
    assert_eq!(routes.accepted[0].path, [65010]);
    assert!(witness.routes_of(&witness.vifs[1]).is_none());
    let page = answer("list-virtual-interface-routes").replacen('{', "{\"nextToken\": \"x\", ", 1);
    let half = read(&[answer("describe-virtual-interfaces"), page.clone()]).unwrap();
    assert!(half.routes_of(&half.vifs[0]).unwrap().incomplete.is_some());
    let whole = read(&[
        answer("describe-virtual-interfaces"),
        page,
        answer("list-virtual-interface-routes"),
    ])
    .unwrap();
    assert!(
        whole
            .routes_of(&whole.vifs[0])
            .unwrap()
            .incomplete
            .is_none()
    );
}

#[test]
fn what_aws_prints_for_a_router_can_be_asked_for_words() {
    let witness = read(&ANSWERS.map(answer)).unwrap();
    let printed = &witness.router_configurations[0];
    for word in ["169.254.60.1", "65010", "64520", "301"] {
        assert!(printed.says(word), "{word}");
    }
    assert!(!printed.says("6452") && !printed.says("169.254.60"));
    assert!(printed.more.is_empty());
}

#[test]
fn files_that_are_no_answer_say_so_in_plain_words() {
    for (text, part) in [
        (&b""[..], "it is empty"),
        (b"  \n", "it is empty"),
        (
            b"virtualInterfaces:\n- vlan: 1\n",
            "0.json:1: this is not JSON; let the AWS CLI write it with --output json",
        ),
        (b"|  DescribeVirtualInterfaces  |", "--output json"),
        (
            b"\nAn error occurred (ExpiredTokenException) when calling",
            "refused",
        ),
        (
            b"{\"__type\": \"AccessDeniedException\", \"Message\": \"no\"}",
            "`AccessDeniedException`: `no`",
        ),
        (b"{\"Reservations\": []}", "it has `reservations`"),
        (b"{}", "tells nothing"),
        (b"[1]", "no answer"),
        (b"{\"virtualInterfaces\": [", "cut off"),
        (b"\xff\xfe\x00", "empty"),
        (b"\xff\xfe\x00\xd8", "UTF-16"),
        (b"{\n\"a\xff\": 1}", "line 2 is not UTF-8"),
    ] {
        let why = refusal(text);
        assert!(why.starts_with("0.json:") && why.contains(part), "{why}");
    }
    let why = Witness::open(&["/no/such/file.json"])
        .err()
        .unwrap()
        .to_string();
    assert_eq!(why, "/no/such/file.json: no such file or directory");
}

#[test]
fn an_answer_with_nothing_in_it_is_an_answer() {
    for text in ["{\"virtualInterfaces\": []}", "[]", "{\"locations\": [{}]}"] {
        assert_eq!(counts(&read(&[text]).unwrap()), [0; 5], "{text}");
    }
    let witness = read(&["{\"virtualInterfaces\": []}"]).unwrap();
    let intent = the_intent();
    let why = witness.vif_of(&intent, &intent.vifs[0]).err().unwrap();
    assert!(why.reason.contains("no file lists vifs"), "{}", why.reason);
}

#[test]
fn the_terminal_is_safe_from_what_stands_in_an_answer() {
    let text = answer("describe-virtual-interfaces").replacen(
        "\"virtualInterfaceState\": \"available\"",
        "\"virtualInterfaceState\": \"\\u001b[2Jgone\\u202e\"",
        1,
    );
    let witness = read(&[text]).unwrap();
    let quote = witness.vifs[0].state.as_ref().unwrap().quote();
    assert!(
        !quote.contains('\u{1b}') && !quote.contains('\u{202e}'),
        "{quote:?}"
    );
    let why = refusal(b"{\"\\u001b[2J\": 1}");
    assert!(!why.contains('\u{1b}'), "{why:?}");
}

/// A folder with the intent, and AWS's answers with words exchanged.
fn folder(exchanged: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    let intent = std::fs::read_to_string(fixture("aws/intent.toml")).expect("the intent");
    folder.with("vifctl.toml", intent);
    for name in ANSWERS {
        let mut text = answer(name);
        for (from, to) in exchanged {
            text = text.replacen(from, to, 1);
        }
        folder.with(&format!("{name}.json"), text);
    }
    for (from, _) in exchanged {
        let anywhere = ANSWERS.iter().any(|name| answer(name).contains(from));
        assert!(anywhere, "{from} stands in no answer");
    }
    folder
}

/// `vifctl verify` with AWS's answers and the right keys.
fn verify(folder: &Folder, arguments: &[&str]) -> Output {
    let files = ANSWERS.map(|name| format!("{name}.json"));
    let mut all = vec!["verify"];
    all.extend(arguments);
    all.push("--aws");
    all.extend(files.iter().map(String::as_str));
    let mut command = vifctl(folder, &all);
    for (name, key) in ["DX_PROD_KEY", "DX_HUB_KEY", "DX_PUBLIC_KEY"]
        .iter()
        .zip(KEYS)
    {
        command.env(name, key);
    }
    command.output().expect("the program runs")
}

fn verified(folder: &Folder, arguments: &[&str]) -> (i32, Json) {
    let output = verify(folder, &[&["--format", "json"], arguments].concat());
    let parsed = serde_json::from_slice(&output.stdout);
    (
        code(&output),
        parsed.unwrap_or_else(|error| panic!("{error}: {output:?}")),
    )
}

/// The checks that did not pass: name, status, vif or connection.
fn unwell(answer: &Json) -> Vec<(&str, &str, &str)> {
    let all = answer["checks"].as_array().expect("a list");
    let mut found: Vec<_> = all
        .iter()
        .filter(|one| matches!(one["status"].as_str(), Some("fail" | "warn")))
        .map(|one| {
            let about = one["vif"].as_str().or(one["connection"].as_str());
            let word = |field: &str| one[field].as_str().unwrap_or("");
            (word("check"), word("status"), about.unwrap_or(""))
        })
        .collect();
    found.dedup();
    found
}

fn causes(answer: &Json) -> Vec<(&str, &str)> {
    let all = answer["diagnoses"].as_array().expect("a list");
    all.iter()
        .map(|one| {
            (
                one["vif"].as_str().unwrap_or(""),
                one["cause"].as_str().unwrap_or(""),
            )
        })
        .collect()
}

#[test]
fn an_end_at_aws_that_is_as_intended_passes_every_check() {
    let folder = folder(&[]);
    let (code, answer) = verified(&folder, &[]);
    assert_eq!((code, unwell(&answer)), (0, vec![]));
    let all = answer["checks"].as_array().unwrap();
    let passed = |check: &str| {
        let of_check = all.iter().filter(|one| one["check"] == check);
        let passed = of_check.filter(|one| one["status"] == "pass");
        passed.count()
    };
    // Nothing is silent that could speak: no captures, no redundancy group.
    for check in vifctl::check::ALL
        .iter()
        .filter(|check| check.name.starts_with("aws-"))
    {
        let silent = ["aws-session-agrees", "aws-device"];
        assert!(
            passed(check.name) > 0 || silent.contains(&check.name),
            "{} is silent",
            check.name
        );
    }
    // And without captures no router is accused.
    assert!(
        all.iter()
            .all(|one| one["check"].as_str().unwrap().starts_with("aws-"))
    );
}

/// What AWS has otherwise, the check that finds it, its status and whom it concerns.
const DIFFERENCES: &[(&str, &str, &str, &str, &str)] = &[
    ("\"vlan\": 301", "\"vlan\": 310", "aws-vlan", "fail", "prod"),
    (
        "\"amazonSideAsn\": 64520",
        "\"amazonSideAsn\": 64521",
        "aws-amazon-asn",
        "fail",
        "prod",
    ),
    (
        "\"asnLong\": 4200000123,\n                    \"authKey\"",
        "\"asnLong\": 4200000124,\n                    \"authKey\"",
        "aws-asn",
        "fail",
        "hub",
    ),
    ("\"mtu\": 8500", "\"mtu\": 1500", "aws-mtu", "fail", "prod"),
    (
        "\"virtualInterfaceType\": \"transit\"",
        "\"virtualInterfaceType\": \"private\"",
        "aws-type",
        "fail",
        "hub",
    ),
    (
        "\"connectionId\": \"dxcon-fg5a1b2c\"",
        "\"connectionId\": \"dxcon-other000\"",
        "aws-connection",
        "fail",
        "prod",
    ),
    (
        "\"virtualInterfaceState\": \"available\"",
        "\"virtualInterfaceState\": \"rejected\"",
        "aws-vif-state",
        "fail",
        "prod",
    ),
    (
        "\"virtualInterfaceState\": \"available\"",
        "\"virtualInterfaceState\": \"verifying\"",
        "aws-vif-state",
        "warn",
        "prod",
    ),
    (
        "\"virtualInterfaceState\": \"available\"",
        "\"virtualInterfaceState\": \"snoozing\"",
        "aws-vif-state",
        "warn",
        "prod",
    ),
    (
        "\"bgpStatus\": \"up\"",
        "\"bgpStatus\": \"down\"",
        "aws-bgp-status",
        "fail",
        "prod",
    ),
    (
        "\"bgpPeerState\": \"available\"",
        "\"bgpPeerState\": \"pending\"",
        "aws-bgp-peer-state",
        "warn",
        "prod",
    ),
    (
        "\"prefixPoolAllocatedCountIpv4\": 200",
        "\"prefixPoolAllocatedCountIpv4\": 0",
        "aws-prefix-limit",
        "fail",
        "prod",
    ),
    (
        "\"directConnectGatewayId\": \"6f1d",
        "\"directConnectGatewayId\": \"7f1d",
        "aws-gateway",
        "fail",
        "prod",
    ),
    (
        "\"cidr\": \"198.51.100.0/24\"",
        "\"cidr\": \"198.51.100.0/25\"",
        "aws-route-filter",
        "fail",
        "public",
    ),
    (
        "\"siteLinkEnabled\": false",
        "\"siteLinkEnabled\": true",
        "aws-sitelink",
        "warn",
        "prod",
    ),
    (
        "\"siteLinkEnabled\": false",
        "\"rateLimit\": \"2Gbps\"",
        "aws-rate-limit",
        "fail",
        "prod",
    ),
    (
        "\"connectionState\": \"available\"",
        "\"connectionState\": \"down\"",
        "aws-connection-state",
        "fail",
        "dc-a",
    ),
    (
        "\"lagState\": \"available\"",
        "\"lagState\": \"down\"",
        "aws-connection-state",
        "fail",
        "dc-b",
    ),
    (
        "\"numberOfConnections\": 2",
        "\"numberOfConnections\": 3",
        "aws-lag",
        "fail",
        "dc-b",
    ),
    (
        "\"minimumLinks\": 1",
        "\"minimumLinks\": 2",
        "aws-lag",
        "warn",
        "dc-b",
    ),
    (
        "\"bandwidth\": \"10Gbps\"",
        "\"bandwidth\": \"1Gbps\"",
        "aws-speed",
        "fail",
        "dc-a",
    ),
    (
        "\"location\": \"EqDC2\",\n            \"bandwidth\"",
        "\"location\": \"EqDC6\",\n            \"bandwidth\"",
        "aws-location",
        "fail",
        "dc-a",
    ),
    (
        "\"jumboFrameCapable\": true,\n            \"awsDeviceV2\"",
        "\"jumboFrameCapable\": false,\n            \"awsDeviceV2\"",
        "aws-jumbo",
        "fail",
        "dc-a",
    ),
    (
        "\"portEncryptionStatus\": \"Encryption Up\"",
        "\"portEncryptionStatus\": \"Encryption Down\"",
        "aws-macsec",
        "fail",
        "dc-a",
    ),
    (
        "\"encryptionMode\": \"must_encrypt\"",
        "\"encryptionMode\": \"should_encrypt\"",
        "aws-macsec",
        "fail",
        "dc-a",
    ),
    (
        "\"state\": \"associated\"",
        "\"state\": \"disassociated\"",
        "aws-macsec",
        "fail",
        "dc-a",
    ),
    (
        "\"cidr\": \"10.100.0.0/16\"",
        "\"cidr\": \"10.101.0.0/16\"",
        "aws-accepted-routes",
        "fail",
        "prod",
    ),
    (
        "\"communities\": []",
        "\"communities\": [\"7224:7100\"]",
        "aws-accepted-preference",
        "fail",
        "prod",
    ),
    (
        "\"cidr\": \"10.20.0.0/16\"",
        "\"cidr\": \"10.90.0.0/16\"",
        "aws-announced-routes",
        "warn",
        "prod",
    ),
    (
        "encapsulation dot1Q 301",
        "encapsulation dot1Q 310",
        "aws-router-configuration",
        "fail",
        "prod",
    ),
    (
        "password Vq7pRod2Lw9Zt4",
        "password Vq7pRod2Lw9Zt5",
        "aws-router-configuration",
        "fail",
        "prod",
    ),
];

#[test]
fn every_difference_at_aws_is_found_and_pinned_to_its_line() {
    for (from, to, check, status, about) in DIFFERENCES {
        let folder = folder(&[(from, to)]);
        let (code, answer) = verified(&folder, &[]);
        let found = unwell(&answer);
        assert!(
            found.contains(&(check, status, about)),
            "{to}: {check} is silent: {found:?}"
        );
        assert_eq!(
            code,
            i32::from(found.iter().any(|one| one.1 == "fail")),
            "{to}"
        );
        let all = answer["checks"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["check"] == *check && one["status"] == *status)
            .unwrap();
        let evidence = &one["evidence"][0];
        let file = evidence["file"].as_str().unwrap_or("");
        let line = evidence["line"].as_u64().unwrap_or(0) as usize;
        let read = std::fs::read_to_string(folder.0.join(file)).expect(file);
        let quoted = evidence["text"].as_str().unwrap_or("");
        let stands = read.lines().nth(line - 1).unwrap_or("");
        // What is quoted stands on that line, but for texts that hold a key.
        let name = quoted.split(':').next().unwrap_or("");
        assert!(
            stands.contains(name),
            "{to}: {file}:{line} is {stands}, quoted {quoted}"
        );
        if !quoted.contains("customerRouterConfig") && !quoted.contains("without it") {
            assert!(
                stands.contains(quoted),
                "{to}: {file}:{line} is {stands}, quoted {quoted}"
            );
        }
    }
}

#[test]
fn a_key_that_differs_is_found_and_neither_is_shown() {
    let folder = folder(&[(
        "\"authKey\": \"Vq7pRod2Lw9Zt4\",\n                    \"addressFamily\": \"ipv4\"",
        "\"authKey\": \"Zz0other9Key77\",\n                    \"addressFamily\": \"ipv4\"",
    )]);
    let (code, answer) = verified(&folder, &[]);
    assert_eq!(
        (code, unwell(&answer)),
        (1, vec![("aws-key", "fail", "prod")])
    );
    let (_, answer) = verified(&folder, &["--no-secrets"]);
    let keys: Vec<&Json> = answer["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["check"] == "aws-key")
        .collect();
    assert!(keys.len() == 4 && keys.iter().all(|one| one["status"] == "unknown"));
    for format in ["text", "json", "junit"] {
        let output = verify(&folder, &["--format", format]);
        for stream in [&output.stdout, &output.stderr] {
            let printed = text(stream);
            for key in KEYS.iter().chain(&["Zz0other9Key77"]) {
                assert!(!printed.contains(&key[..7]), "{format}: {printed}");
            }
        }
    }
}

/// Keys that JSON, XML and terminals write otherwise than they are.
const AWKWARD: &[&str] = &[
    "Qx7\"wZ9\\mT4k",
    "Qx7<wZ9&mT4k>'",
    "Qx7/wZ9\u{e9}mT4k",
    "Qx7$(wZ9)`mT4k",
    "0xQx7wZ9mT4k._",
    "Qx7wZ9mT4k ",
];

#[test]
fn an_awkward_key_is_the_same_at_both_ends_and_is_not_shown() {
    for (at, key) in AWKWARD.iter().enumerate() {
        let written = serde_json::to_string(key).unwrap();
        let ascii = written.replace('\u{e9}', "\\u00e9").replace('/', "\\/");
        let from = "\"authKey\": \"Hb_hUb402.kEy\",\n                    \"addressFamily\"";
        let to = format!("\"authKey\": {ascii},\n                    \"addressFamily\"");
        let folder = folder(&[(from, &to)]);
        let run = |theirs: &str, format: &str| {
            let files = ANSWERS.map(|name| format!("{name}.json"));
            let mut all = vec!["verify", "--vif", "hub", "--format", format, "--aws"];
            all.extend(files.iter().map(String::as_str));
            let mut command = vifctl(&folder, &all);
            command
                .env("DX_HUB_KEY", theirs)
                .output()
                .expect("the program runs")
        };
        let other = AWKWARD[(at + 1) % AWKWARD.len()];
        for (theirs, expected) in [(*key, 0), (other, 1)] {
            for format in ["text", "json", "junit"] {
                let output = run(theirs, format);
                let printed = text(&output.stdout) + &text(&output.stderr);
                assert_eq!(code(&output), expected, "{key}: {printed}");
                for part in ["Qx7", "wZ9", "mT4"] {
                    assert!(!printed.contains(part), "{key}: {printed}");
                }
            }
        }
    }
}

#[test]
fn the_cause_is_named_where_only_aws_knows_it() {
    let down = ("\"bgpStatus\": \"up\"", "\"bgpStatus\": \"down\"");
    let state = "\"virtualInterfaceState\": \"available\"";
    let key = "\"authKey\": \"Vq7pRod2Lw9Zt4\",\n                    \"addressFamily\": \"ipv4\"";
    let cases = [
        (
            (state, "\"virtualInterfaceState\": \"confirming\""),
            "vif-not-accepted",
        ),
        (
            (state, "\"virtualInterfaceState\": \"verifying\""),
            "prefixes-not-verified",
        ),
        (
            (state, "\"virtualInterfaceState\": \"testing\""),
            "failover-test",
        ),
        (
            (state, "\"virtualInterfaceState\": \"pending\""),
            "vif-not-ready",
        ),
        (
            (state, "\"virtualInterfaceState\": \"deleted\""),
            "vif-gone",
        ),
        (("\"vlan\": 301", "\"vlan\": 310"), "aws-vlan-differs"),
        (
            ("\"amazonSideAsn\": 64520", "\"amazonSideAsn\": 64521"),
            "aws-asn-differs",
        ),
        (
            (key, "\"authKey\": \"another\", \"addressFamily\": \"ipv4\""),
            "aws-key-differs",
        ),
        (
            (
                "\"connectionState\": \"available\"",
                "\"connectionState\": \"down\"",
            ),
            "aws-port-down",
        ),
        (
            (
                "\"connectionState\": \"available\"",
                "\"connectionState\": \"ordering\"",
            ),
            "connection-not-ready",
        ),
        (
            (
                "\"customerAddress\": \"169.254.60.2/30\",\n                    \"bgpPeerState\"",
                "\"customerAddress\": \"169.254.60.3/30\",\n                    \"bgpPeerState\"",
            ),
            "aws-addresses-differ",
        ),
    ];
    let shown: Vec<&str> = cases.iter().map(|(_, cause)| *cause).collect();
    for cause in OF_AWS {
        assert!(shown.contains(cause), "{cause} has no case");
    }
    for (change, cause) in cases {
        let (_, answer) = verified(&folder(&[change, down]), &[]);
        assert!(
            causes(&answer).contains(&("prod", cause)),
            "{cause}: {:?}",
            causes(&answer)
        );
        // A session that is up has nothing to explain.
        let (_, answer) = verified(&folder(&[("\"vlan\": 301", "\"vlan\": 310")]), &[]);
        assert_eq!(causes(&answer), []);
    }
}

/// Summaries of both routers, where one session has this state.
fn captures(folder: &Folder, state: &str) {
    let summary = |asn: &str, rows: &[(&str, &str, &str)]| {
        let head = format!(
            "BGP router identifier 192.0.2.1, local AS number {asn}\nBGP table version is 44, main routing table version 44\n\nNeighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\n"
        );
        let row = |(peer, asn, state): &(&str, &str, &str)| {
            format!(
                "{peer:<15} 4 {asn:>12}    1200    1188       44    0    0 19:40:02 {state:>8}\n"
            )
        };
        head + &rows.iter().map(row).collect::<String>()
    };
    folder.with(
        "captures/edge-1/show_ip_bgp_summary.txt",
        summary(
            "65010",
            &[
                ("169.254.60.1", "64520", state),
                ("203.0.113.0", "7224", "3000"),
            ],
        ),
    );
}

#[test]
fn both_ends_are_compared_with_each_other() {
    let folder = folder(&[]);
    let agrees = |answer: &Json, status: &str| {
        let all = answer["checks"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["check"] == "aws-session-agrees" && one["peer"] == "169.254.60.1");
        let one = one.unwrap_or_else(|| panic!("it is silent: {answer:#}"));
        assert_eq!(one["status"], status, "{one}");
        one["reason"].as_str().unwrap_or("").to_owned()
    };
    captures(&folder, "3");
    let (_, answer) = verified(&folder, &["--captures", "captures"]);
    agrees(&answer, "pass");
    captures(&folder, "Idle");
    let (_, answer) = verified(&folder, &["--captures", "captures"]);
    assert!(agrees(&answer, "warn").contains("hold time"));
    // AWS has its end ready and the right key: what is left is on our side.
    let named = causes(&answer);
    assert!(named.contains(&("prod", "md5-mismatch")), "{named:?}");
    assert!(!named.contains(&("prod", "aws-not-ready")), "{named:?}");
    let all = answer["checks"].as_array().unwrap();
    assert!(
        all.iter()
            .any(|one| one["check"] == "bgp-established" && one["status"] == "fail")
    );
}

#[test]
fn the_router_has_the_casting_vote() {
    let folder = folder(&[("\"amazonSideAsn\": 64520", "\"amazonSideAsn\": 64521")]);
    let reason = |folder: &Folder| {
        let (_, answer) = verified(folder, &["--captures", "captures"]);
        let all = answer["checks"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["check"] == "aws-amazon-asn")
            .unwrap();
        one["reason"].as_str().unwrap_or("").to_owned()
    };
    captures(&folder, "3");
    assert!(reason(&folder).contains("AWS's end is what differs"));
    let path = "captures/edge-1/show_ip_bgp_summary.txt";
    let summary = std::fs::read_to_string(folder.0.join(path)).unwrap();
    folder.with(path, summary.replace("64520", "64521"));
    assert!(reason(&folder).contains("the intent is what differs"));
}

#[test]
fn what_aws_took_is_compared_with_what_the_router_sends() {
    let folder = folder(&[("\"cidr\": \"10.100.0.0/16\"", "\"cidr\": \"10.101.0.0/16\"")]);
    captures(&folder, "3");
    let sent = |prefixes: &[&str]| {
        let mut table = "BGP table version is 44, local router ID is 192.0.2.1\nStatus codes: s suppressed, d damped, h history, * valid, > best, i - internal\nOrigin codes: i - IGP, e - EGP, ? - incomplete\n\n     Network          Next Hop            Metric LocPrf Weight Path\n".to_owned();
        for prefix in prefixes {
            table += &format!(" *>   {prefix:<16} 0.0.0.0                  0         32768 i\n");
        }
        let name = "show_ip_bgp_neighbors_169.254.60.1_advertised-routes.txt";
        folder.with(&format!("captures/edge-1/{name}"), table);
        let (_, answer) = verified(&folder, &["--captures", "captures"]);
        let all = answer["checks"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["check"] == "aws-accepted-routes" && one["peer"] == "169.254.60.1")
            .unwrap();
        assert_eq!(one["status"], "fail");
        one["reason"].as_str().unwrap_or("").to_owned()
    };
    let reason = sent(&["10.100.0.0/16"]);
    assert!(
        reason.contains("the router sends and AWS has not taken 10.100.0.0/16"),
        "{reason}"
    );
    assert!(
        reason.contains("AWS still has, and the router does not send, 10.101.0.0/16"),
        "{reason}"
    );
    let reason = sent(&["10.101.0.0/16"]);
    assert!(
        reason.contains("the router does not send 10.100.0.0/16"),
        "{reason}"
    );
    assert!(
        reason.contains("the router sends besides 10.101.0.0/16"),
        "{reason}"
    );
}

#[test]
fn what_an_answer_was_not_asked_for_is_unknown() {
    let whole = answer("list-virtual-interface-routes");
    let unknown = |routes: &str, check: &str, part: &str| {
        let folder = folder(&[]);
        folder.with("list-virtual-interface-routes.json", routes);
        let (code, answer) = verified(&folder, &["--vif", "prod"]);
        let all = answer["checks"].as_array().unwrap();
        let one = all.iter().find(|one| one["check"] == check).unwrap();
        let reason = one["reason"].as_str().unwrap_or("");
        assert!(one["status"] == "unknown" && reason.contains(part), "{one}");
        assert_eq!(code, 0);
    };
    let direction = |word: &str| {
        let mut tree: Json = serde_json::from_str(&whole).unwrap();
        let routes = tree["routes"].as_array_mut().unwrap();
        routes.retain(|route| route["routeDirection"] == word);
        tree.to_string()
    };
    unknown(
        &direction("advertised"),
        "aws-accepted-routes",
        "--route-direction",
    );
    unknown(
        &direction("accepted"),
        "aws-announced-routes",
        "--route-direction",
    );
    // A page of several: what is missing may be on another.
    let page = whole
        .replacen('{', "{\"nextToken\": \"x\",", 1)
        .replace("10.100.0.0/16", "10.101.0.0/16");
    unknown(&page, "aws-accepted-routes", "more pages");
    unknown(
        &whole.replace("dxvif-fg11aa22", "dxvif-fh33bb44"),
        "aws-accepted-routes",
        "no answer of list-virtual-interface-routes is about dxvif-fg11aa22",
    );
}

#[test]
fn without_answers_of_aws_its_checks_are_not_listed() {
    let folder = folder(&[]);
    captures(&folder, "3");
    let output = vifctl(
        &folder,
        &["verify", "--captures", "captures", "--format", "json"],
    )
    .output()
    .unwrap();
    let printed = text(&output.stdout);
    assert!(
        printed.contains("bgp-established") && !printed.contains("\"aws-"),
        "{printed}"
    );
}

#[test]
fn a_vif_that_aws_does_not_list_is_unknown_once() {
    let folder = folder(&[(
        "\"virtualInterfaceId\": \"dxvif-fg11aa22\"",
        "\"virtualInterfaceId\": \"dxvif-new00000\"",
    )]);
    let (code, answer) = verified(&folder, &["--vif", "prod"]);
    assert_eq!(code, 1);
    let all = answer["checks"].as_array().unwrap();
    let of_vif: Vec<&Json> = all.iter().filter(|one| one["vif"] == "prod").collect();
    assert_eq!(of_vif.len(), 1, "{of_vif:#?}");
    assert_eq!(
        (&of_vif[0]["check"], &of_vif[0]["status"]),
        (&"aws-vif-state".into(), &"unknown".into())
    );
    assert!(
        of_vif[0]["reason"]
            .as_str()
            .unwrap()
            .contains("was it created anew?")
    );
}

#[test]
fn standard_input_is_a_file() {
    let folder = folder(&[]);
    let script = format!(
        "cat describe-*.json | {} verify --no-secrets --aws - --format json",
        env!("CARGO_BIN_EXE_vifctl")
    );
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(&folder.0)
        .output()
        .expect("there is a shell");
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).contains("\"file\":\"standard input\""));
}

#[test]
fn xml_that_is_none_is_left_alone() {
    let nested = format!("{}{}", "<a>".repeat(2_000), "</a>".repeat(2_000));
    let attributes: String = (0..2_000).map(|at| format!(" a{at}='x'")).collect();
    let entities = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>]><a>&b;&b;</a>".to_owned();
    for xml in [
        nested,
        format!("<a{attributes}/>"),
        entities,
        "<a".to_owned(),
    ] {
        let xml = serde_json::to_string(&xml).unwrap();
        let text = format!(
            "{{\"virtualInterfaceId\": \"dxvif-a\", \"vlan\": 1, \"customerRouterConfig\": {xml}}}"
        );
        let witness = read(&[text]).unwrap();
        let printed = witness.vifs[0].printed.as_ref();
        assert!(printed.is_none_or(|printed| printed.vlan.is_none()));
    }
}

#[test]
fn a_broken_file_stops_verify_with_its_line() {
    let folder = folder(&[]);
    let whole = answer("describe-connections");
    folder.with("describe-connections.json", &whole[..whole.len() / 2]);
    let output = verify(&folder, &[]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert!(
        said.contains("describe-connections.json:") && said.contains("cut off"),
        "{said}"
    );
}

proptest! {
    /// Torn, spliced and mangled answers are read or refused, and no refusal holds a key.
    #[test]
    fn mangled_answers_never_panic(which in 0usize..5, cut in 0.0f64..1.0, at in 0.0f64..1.0, byte: u8, twice: bool) {
        let mut bytes = answer(ANSWERS[which]).into_bytes();
        let at = (at * (bytes.len() - 1) as f64) as usize;
        bytes[at] = byte;
        if twice {
            let copy = bytes.clone();
            bytes.extend(copy);
        }
        bytes.truncate((cut * bytes.len() as f64) as usize);
        if let Err(why) = read(&[bytes]) {
            prop_assert!(why.starts_with("0.json:"), "{why}");
            prop_assert!(KEYS.iter().all(|key| !why.contains(&key[..6])), "{why}");
        }
    }

    #[test]
    fn noise_never_panics(bytes: Vec<u8>, brackets in "[\\[\\]{}\":,0-9a-z \\\\n]{0,200}") {
        let _ = read(&[bytes]);
        let _ = read(&[brackets]);
    }
}
