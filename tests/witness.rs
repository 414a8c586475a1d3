//! AWS's own view: its answers are recognised in whatever files they come, carried along where
//! they are new, refused in plain words where they are broken, and their keys are shown nowhere.

use std::path::Path;

use proptest::prelude::*;
use vifctl::check::witness::{BgpStatus, PortOf, PortState, VifState, Witness};
use vifctl::intent;

const ANSWERS: [&str; 5] = [
    "describe-virtual-interfaces",
    "describe-connections",
    "describe-lags",
    "list-virtual-interface-routes",
    "describe-router-configuration",
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
