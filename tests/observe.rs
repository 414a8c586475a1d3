//! What show output says: every case in fixtures/*/show is read as it was read by eye, and no torn
//! or hostile output makes the reader panic.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use serde_json::json;
use support::{golden, home};
use vifctl::observe::{Nothing, Shows, parse};
use vifctl::vendor::Vendors;

/// Every output among the fixtures: its vendor, its command, its file.
fn outputs() -> Vec<(String, String, PathBuf)> {
    let list = |path: &Path| -> Vec<PathBuf> {
        let mut all: Vec<_> = fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        all.sort();
        all
    };
    let name = |path: &Path| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let mut all = Vec::new();
    for vendor in list(&home().join("fixtures")) {
        for command in list(&vendor.join("show")) {
            for file in list(&command)
                .into_iter()
                .filter(|file| file.extension().is_some_and(|end| end == "txt"))
            {
                let typed = name(&command).replace('_', " ").replace(" pipe ", " | ");
                all.push((name(&vendor), typed, file));
            }
        }
    }
    all
}

/// The show files of all packs that have one, by the packs' names.
static SHOWS: LazyLock<BTreeMap<String, Shows>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let named = vendors.names().filter_map(|name| {
        let text = &vendors.get(name)?.show;
        let shows = || Shows::new(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        (!text.is_empty()).then(|| (name.to_owned(), shows()))
    });
    named.collect()
});

#[test]
fn every_output_is_read_as_it_was_read_by_eye() {
    for (vendor, command, file) in outputs() {
        let bytes = fs::read(&file).expect("a fixture can be read");
        let read = match SHOWS[&vendor].parse(&command, &bytes) {
            Ok(facts) => {
                json!({ "kind": facts.kind, "rows": facts.rows, "unread": facts.coverage.unread })
            }
            Err(nothing) => json!({ "nothing": format!("{nothing:?}") }),
        };
        let pretty = serde_json::to_string_pretty(&read).expect("it is JSON");
        golden(&file.with_extension("json"), &format!("{pretty}\n"));
    }
}

#[test]
fn every_pattern_of_every_show_file_is_one() {
    for (name, shows) in &*SHOWS {
        shows.check().unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn torn_output_is_read_or_refused_and_never_panics() {
    for (vendor, command, file) in outputs() {
        let bytes = fs::read(&file).expect("a fixture can be read");
        for cut in (0..bytes.len()).step_by(bytes.len() / 3 + 1) {
            let _ = SHOWS[&vendor].parse(&command, &bytes[..cut]);
            let mut spoilt = bytes.clone();
            spoilt[cut] = 0xff;
            let _ = SHOWS[&vendor].parse(&command, &spoilt);
        }
    }
}

/// Eight times the output may take eight times as long, not sixty-four times.
fn grows_evenly(what: &str, vendor: &str, command: &str, output: impl Fn(usize) -> Vec<u8>) {
    let time = |output: &[u8]| {
        let begin = Instant::now();
        let _ = SHOWS[vendor].parse(command, output);
        begin.elapsed()
    };
    let (small, large) = (output(1), output(8));
    let once = (0..3).map(|_| time(&small)).min().unwrap_or_default();
    let eight = time(&large);
    println!(
        "{what}: {} KB in {once:?}, {} KB in {eight:?}",
        small.len() / 1000,
        large.len() / 1000
    );
    assert!(
        eight < once * 24 + Duration::from_millis(500),
        "{what}: {once:?}, then {eight:?}"
    );
}

#[test]
fn hostile_text_takes_no_longer_than_its_length() {
    let summary = |what: &str, output: &dyn Fn(usize) -> Vec<u8>| {
        grows_evenly(what, "cisco_xe", "show ip bgp summary", output);
    };
    let heading = "Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd\n";
    summary("one line", &|times| vec![b'x'; times << 20]);
    summary("one line of digits and dots", &|times| {
        b"1.".repeat(times << 19)
    });
    summary("one line of backspaces", &|times| {
        b"\x08".repeat(times << 20)
    });
    summary("one line of carriage returns", &|times| {
        b"a\r".repeat(times << 19)
    });
    summary("one line of escapes", &|times| b"\x1b]".repeat(times << 19));
    summary("empty lines", &|times| b"\n".repeat(times << 15));
    summary("short lines", &|times| b"x\n".repeat(times << 11));
    summary("lines of 32 KB", &|times| {
        [&[b'-'; 32_000][..], b"\n"].concat().repeat(times * 2)
    });
    summary("no UTF-8", &|times| b"\xff\xfe\n".repeat(times << 10));
    summary("halves of rows", &|times| {
        [heading.as_bytes(), &b"2001:db8::1\n".repeat(times << 9)].concat()
    });
    summary("one row again and again", &|times| {
        let row = b"192.0.2.1 4 64512 1 2 3 0 0 00:01:02 5\n";
        [heading.as_bytes(), &row.repeat(times << 7)].concat()
    });
    grows_evenly(
        "a list over many lines",
        "cisco_xe",
        "show ip interface",
        |times| {
            let more = (0..times << 8)
                .map(|n| format!("  Secondary address 10.{}.{}.1/24\n", n / 256, n % 256));
            let text: String = ["GigabitEthernet1 is up, line protocol is up\n".to_owned()]
                .into_iter()
                .chain(more)
                .collect();
            text.into_bytes()
        },
    );
    grows_evenly(
        "a list in one line",
        "cisco_xe",
        "show etherchannel summary",
        |times| {
            format!(
                "1      Po1(SU)         LACP      {}\n",
                "Gi1(P) ".repeat(times << 10)
            )
            .into_bytes()
        },
    );
}

#[test]
fn hostile_trees_take_no_longer_than_their_length() {
    let xml = |what: &str, output: &dyn Fn(usize) -> String| {
        let whole = |times| format!("<rpc-reply>{}</rpc-reply>", output(times)).into_bytes();
        grows_evenly(what, "juniper_junos", "show bgp summary", whole);
    };
    let numbered =
        |count: usize, text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<String>();
    xml("attributes", &|times| {
        format!("<a {}/>", numbered(times << 10, &|n| format!("a{n}='' ")))
    });
    xml("attributes without a space", &|times| {
        format!(
            "<a b='>' {}/>",
            numbered(times << 10, &|n| format!("a{n} = '' "))
        )
    });
    xml("name spaces", &|times| {
        let open = numbered(times << 8, &|n| format!("<a xmlns:x{n}='u{n}'>"));
        format!("{open}{}", "</a>".repeat(times << 8))
    });
    xml("elements", &|times| "<a/>".repeat(times << 11));
    xml("texts", &|times| "x<a/>".repeat(times << 11));
    xml("references", &|times| "&amp;".repeat(times << 11));
    xml("deep elements", &|times| {
        format!(
            "{}{}",
            "<a>".repeat(times << 10),
            "</a>".repeat(times << 10)
        )
    });
    let json = |what: &str, output: &dyn Fn(usize) -> String| {
        grows_evenly(what, "frr", "show bgp summary json", |times| {
            output(times).into_bytes()
        });
    };
    json("deep lists", &|times| "[".repeat(times << 18));
    json("deep objects", &|times| "{\"a\":".repeat(times << 16));
    json("items", &|times| format!("[{}0]", "0,".repeat(times << 14)));
    json("peers", &|times| {
        let peers = numbered(times << 9, &|n| {
            format!(
                "\"10.0.{}.{}\":{{\"remoteAs\":1,\"state\":\"Idle\"}},",
                n / 256,
                n % 256
            )
        });
        format!("{{\"ipv4Unicast\":{{\"peers\":{{{peers}\"x\":{{}}}}}}}}")
    });
}

#[test]
fn a_value_of_many_parts_is_no_value_and_no_trouble() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let show = &vendors.get("cisco_xe").expect("a pack").show;
    let heading = "Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd\n";
    for uptime in ["0,".repeat(20_000), format!("{0}s{0}s", u64::MAX)] {
        let output = format!("{heading}192.0.2.1 4 64512 1 2 3 0 0 {uptime} 5\n");
        if let Ok(facts) = parse(show, "show ip bgp summary", output.as_bytes()) {
            assert!(facts.rows.iter().all(|row| !row.contains_key("uptime_s")));
        }
    }
}

#[test]
fn a_line_that_is_too_long_is_not_read_in_part() {
    let row = |blanks: usize| {
        let output = format!(
            "Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd\n192.0.2.1 4 64512 1 2 3 0 0 00:01:02 {}5\n",
            " ".repeat(blanks)
        );
        SHOWS["cisco_xe"]
            .parse("show ip bgp summary", output.as_bytes())
            .map_or(0, |facts| facts.rows.len())
    };
    assert_eq!((row(100), row(100_000)), (1, 0));
}

#[test]
fn a_row_knows_its_lines_in_the_file() {
    let output = "edge-1#show ip bgp vpnv4 all summary\r
BGP router identifier 192.0.2.1, local AS number 64512\r
\r
Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\r
10.0.0.1        4        64513       1       1        1    0    0 00:01:00        1\r
 --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\
2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:1\r
                4        64514       1       1        1    0    0 00:01:00        2\r
10.0.0.1        4        64513       1       1        1    0    0 00:01:00        1\r
edge-1#";
    let facts = SHOWS["cisco_xe"].parse("show ip bgp summary", output.as_bytes());
    let facts = facts.expect("the output is understood");
    let lines: Vec<_> = facts.places.iter().map(|place| place.line).collect();
    assert_eq!((facts.rows.len(), lines), (2, vec![5, 6]));
    let wrapped = &facts.places[1];
    let of = ["peer", "remote_as", "state", "local_as"].map(|field| wrapped.of(field));
    assert_eq!(of, [6, 7, 7, 2]);
    assert_eq!(facts.places[0].fields.as_slice(), [("local_as", 2)]);
}

#[test]
fn the_words_of_a_command_are_on_no_line_and_a_tree_has_none() {
    let output = "Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd\n\
                  10.0.0.1 4 64513 1 1 1 0 0 00:01:00 1\n";
    let command = "show ip bgp vpnv4 vrf AWS summary";
    let facts = SHOWS["cisco_xe"].parse(command, output.as_bytes());
    let facts = facts.expect("the output is understood");
    assert_eq!((facts.places[0].line, facts.places[0].of("vrf")), (2, 0));
    let tree = br#"{"ipv4Unicast":{"peers":{"10.0.0.1":{"remoteAs":1,"state":"Idle"}}}}"#;
    let facts = SHOWS["frr"].parse("show bgp summary json", tree);
    let facts = facts.expect("the tree is understood");
    assert_eq!((facts.places.len(), facts.places[0].line), (1, 0));
}

#[test]
fn show_files_serve_many_threads_and_know_their_commands() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&SHOWS["cisco_xe"]);
    assert_eq!(
        SHOWS["cisco_xe"].knows("sh ip bgp sum"),
        Some("bgp_summary")
    );
    assert_eq!(SHOWS["cisco_xe"].knows("show flash"), None);
}

/// How many rows an output has, or `nothing`.
fn rows(vendor: &str, command: &str, output: &str) -> String {
    match SHOWS[vendor].parse(command, output.as_bytes()) {
        Ok(facts) => format!("{} rows", facts.rows.len()),
        Err(Nothing::NotUnderstood(_)) => "not understood".to_owned(),
        Err(nothing) => format!("{nothing:?}"),
    }
}

#[test]
fn an_answer_of_nothing_is_an_empty_list() {
    let heading =
        "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\n";
    for (vendor, command, output) in [
        ("cisco_xe", "show ip bgp summary", heading),
        (
            "juniper_junos",
            "show bgp summary",
            "Groups: 0 Peers: 0 Down peers: 0\n",
        ),
        ("frr", "show bfd peers", "BFD Peers:\n"),
        ("frr", "show bgp summary json", "{}"),
        (
            "frr",
            "show bgp summary json",
            "{\"ipv4Unicast\":{\"as\":1,\"peers\":{}}}",
        ),
        ("frr", "show bfd peers json", "[]\n"),
        (
            "arista_eos",
            "show ip bgp summary | json",
            "{\"vrfs\":{\"default\":{\"peers\":{}}}}",
        ),
        ("arista_eos", "show ip bgp summary | json", "{\"vrfs\":{}}"),
        (
            "juniper_junos",
            "show bgp summary | display xml",
            "<rpc-reply><bgp-information><group-count>0</group-count></bgp-information></rpc-reply>",
        ),
    ] {
        assert_eq!(
            rows(vendor, command, output),
            "0 rows",
            "{command}: {output}"
        );
    }
}

#[test]
fn what_is_no_answer_is_no_empty_list() {
    let heading =
        "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\n";
    let strange = format!("{heading}this row looks like no row that we know\n");
    for (vendor, command, output) in [
        ("cisco_xe", "show ip bgp summary", ""),
        ("cisco_xe", "show ip bgp summary", "\r\n\r\n"),
        (
            "cisco_xe",
            "show ip bgp summary",
            "edge#show ip bgp summary\r\nedge#",
        ),
        ("cisco_xe", "show ip bgp summary", "-------- -------\n"),
        ("cisco_xe", "show ip bgp summary", &strange),
        ("cisco_xe", "show ip bgp neighbors", "xyzzy\n"),
        ("juniper_junos", "show bgp neighbor", "xyzzy\n"),
        ("frr", "show bgp summary json", "{\"warning\":\"no BGP\"}"),
        (
            "frr",
            "show bgp summary json",
            "{\"ipv4Unicast\":{\"peers\":{\"x\":{}}}}",
        ),
        ("arista_eos", "show ip bgp summary | json", "{}"),
        (
            "arista_eos",
            "show ip bgp summary | json",
            "{\"vrfs\":{\"default\":{\"other\":1}}}",
        ),
        (
            "juniper_junos",
            "show bgp summary | display xml",
            "<rpc-reply><output/></rpc-reply>",
        ),
    ] {
        assert_eq!(
            rows(vendor, command, output),
            "not understood",
            "{command}: {output}"
        );
    }
}

/// What a command answers is nothing to another: no list of it, and no empty list.
#[test]
fn the_answer_to_another_command_is_no_empty_list() {
    let outputs = outputs();
    let mut empty = Vec::new();
    for (vendor, command, file) in &outputs {
        let bytes = fs::read(file).expect("a fixture can be read");
        let kind = SHOWS[vendor].knows(command);
        let mut others: Vec<_> = outputs
            .iter()
            .filter(|(other, ..)| other == vendor)
            .collect();
        others.dedup_by_key(|(_, command, _)| command.clone());
        for (_, other, _) in others {
            let facts = SHOWS[vendor].parse(other, &bytes);
            let facts = facts
                .ok()
                .filter(|facts| facts.rows.is_empty() && Some(facts.kind) != kind);
            if let Some(facts) = facts {
                empty.push(format!("{} as {}: {other}", file.display(), facts.kind));
            }
        }
    }
    assert!(
        empty.is_empty(),
        "{} empty:\n{}",
        empty.len(),
        empty.join("\n")
    );
}

#[test]
fn every_document_of_an_output_is_read() {
    let one = |peer: &str| {
        format!(
            "{{\"ipv4Unicast\":{{\"peers\":{{\"{peer}\":{{\"remoteAs\":1,\"state\":\"Idle\"}}}}}}}}\n"
        )
    };
    let both = format!(
        "edge# show bgp summary json\n{}{}edge# \n",
        one("10.0.0.1"),
        one("10.0.0.2")
    );
    assert_eq!(rows("frr", "show bgp summary json", &both), "2 rows");
    let quoted = "Local Intf: Gi1/0/32\nChassis id: 0011.2233.4455\nPort id: 222\n\
                  System Name: access-1\n\nSystem Description: \n{\"SN\":\"1\"}\n\n\
                  Time remaining: 92 seconds\n";
    assert_eq!(
        rows("cisco_xe", "show lldp neighbors detail", quoted),
        "1 rows"
    );
    let torn = format!("{}{{\"ipv4Unicast\":\n", one("10.0.0.1"));
    let facts = SHOWS["frr"].parse("show bgp summary json", torn.as_bytes());
    let facts = facts.expect("the first document is understood");
    assert_eq!((facts.rows.len(), facts.coverage.unread.len()), (1, 1));
}

/// What was asked for is not what was answered: a word of the command fills no field that only has
/// its name.
#[test]
fn a_word_of_the_command_is_no_fact_of_a_row() {
    let read = |vendor: &str, command: &str, output: &str, field: &str| {
        let facts = SHOWS[vendor].parse(command, output.as_bytes());
        let facts = facts.unwrap_or_else(|why| panic!("{command}: {why:?}"));
        facts.rows[0].get(field).cloned()
    };
    let peer = "Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd\n\
                10.0.0.1 4 64513 1 1 1 0 0 00:01:00 1\n";
    let vrf = |name: &str| {
        let command = format!("show ip bgp vpnv4 vrf {name} summary");
        read("cisco_xe", &command, peer, "vrf")
    };
    assert_eq!((vrf("AWS"), vrf("all")), (Some(json!("AWS")), None));
    let arp = "Address Age MAC Address Interface\n192.0.2.1 00:00:09 0011.2233.4455 Ethernet1/1\n";
    assert_eq!(
        read("cisco_nxos", "show ip arp 192.0.2.7", arp, "address"),
        Some(json!("192.0.2.1"))
    );
}
