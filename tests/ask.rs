//! What is asked of a router, and what to type next: every platform has the same questions and the
//! same hints, and every command is one that its show file reads.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use support::cases::{cases, platform};
use support::{golden, home};
use vifctl::observe::{HINTS, Per, Question, Shows, Values};
use vifctl::vendor::{Pack, Vendors};

static VENDORS: LazyLock<Vendors> =
    LazyLock::new(|| Vendors::built_in().expect("the built-in packs can be read"));

static PACKS: LazyLock<BTreeMap<&str, (&Pack, Shows)>> = LazyLock::new(|| {
    let named = VENDORS.names().map(|name| {
        let pack = VENDORS.get(name).expect("it is there");
        let shows = Shows::of(pack).unwrap_or_else(|why| panic!("{name}: {why}"));
        (name, (pack, shows))
    });
    named.collect()
});

/// A vif on this platform, in the words of its fixtures.
fn sample(name: &str, pack: &Pack, vrf: bool, lag: bool, family: u8) -> Values {
    let words = platform(name).words;
    let word = |word: &str| words[word].clone();
    let mut values = Values {
        vrf: vrf.then(|| words.get("vrf").cloned().unwrap_or("AWS-PROD".to_owned())),
        port: word(if lag { "lag" } else { "port1" }),
        members: if lag {
            vec![word("member1"), word("member2")]
        } else {
            Vec::new()
        },
        lag,
        macsec: true,
        vlan: 101,
        mtu: 8500,
        name: "prod".to_owned(),
        peer: if family == 4 {
            "169.254.96.1"
        } else {
            "2001:db8:ffff::1"
        }
        .to_owned(),
        customer: if family == 4 {
            "169.254.96.2"
        } else {
            "2001:db8:ffff::2"
        }
        .to_owned(),
        family,
        amazon_asn: 64512,
        asn: 65010,
        ..Values::default()
    };
    let name = pack.interface_name(&values);
    values.interface = name.unwrap_or_else(|why| panic!("{why}"));
    values
}

fn samples(name: &str, pack: &Pack) -> Vec<(String, Values)> {
    let mut all = Vec::new();
    for (vrf, lag, family) in [
        (false, false, 4),
        (false, false, 6),
        (true, true, 4),
        (true, true, 6),
    ] {
        let title = format!(
            "IPv{family}, {}, {}",
            if vrf { "in a VRF" } else { "global" },
            if lag { "over a LAG" } else { "over a port" }
        );
        all.push((title, sample(name, pack, vrf, lag, family)));
    }
    all
}

fn asked(shows: &Shows, values: &Values) -> Vec<Question> {
    [Per::Router, Per::Port, Per::Vif, Per::Peer]
        .into_iter()
        .flat_map(|per| {
            shows
                .questions(values, per)
                .unwrap_or_else(|why| panic!("{why}"))
        })
        .collect()
}

#[test]
fn every_command_is_read_as_what_it_is_asked_for() {
    for (name, (pack, shows)) in &*PACKS {
        for (title, values) in samples(name, pack) {
            for question in asked(shows, &values) {
                assert_eq!(
                    shows.knows(&question.command),
                    Some(question.kind),
                    "{name}, {title}: {}",
                    question.command
                );
            }
        }
    }
}

#[test]
fn the_words_of_every_platform_stand_as_they_were_read_by_eye() {
    for (name, (pack, shows)) in &*PACKS {
        let mut text = String::new();
        for (title, values) in samples(name, pack) {
            text += &format!("# {title}\n");
            for question in asked(shows, &values) {
                let topic = Some(question.topic).filter(|topic| !topic.is_empty());
                let topic = topic.map_or(String::new(), |topic| format!("/{topic}"));
                for before in &question.before {
                    text += &format!("{:24} ({before})\n", "");
                }
                text += &format!(
                    "{:24} {}\n",
                    format!("{}{topic}", question.kind),
                    question.command
                );
            }
            for hint in HINTS {
                let words = shows
                    .hint(hint, &values)
                    .unwrap_or_else(|why| panic!("{name}: {why}"));
                text += &format!(
                    "? {hint:22} {}\n",
                    words.replace('\n', &format!("\n{:25}", ""))
                );
            }
        }
        golden(&home().join("fixtures").join(name).join("ask.txt"), &text);
    }
}

/// What every platform is asked, and who cannot answer: the reason stands in its show file.
const WANTED: &[(&str, &str, &[&str])] = &[
    ("version", "", &[]),
    ("interface", "", &[]),
    ("neighbor", "", &[]),
    ("bgp_summary", "", &[]),
    ("bgp_neighbor", "", &[]),
    ("bgp_routes", "advertised", &[]),
    ("bgp_routes", "accepted", &[]),
    ("bfd", "", &[]),
    ("route", "", &[]),
    ("lag", "", &["frr"]),
    ("macsec", "", &["huawei_vrp", "nokia_sros"]),
    ("optics", "", &["cisco_asa", "frr", "paloalto_panos"]),
    ("lldp", "", &["cisco_asa", "fortinet", "frr"]),
    ("log", "log", &["frr"]),
    ("ping", "ping", &["frr"]),
    ("ping", "df_ping", &["frr"]),
    ("traceroute", "traceroute", &["frr"]),
];

#[test]
fn every_platform_is_asked_the_same() {
    for (name, (pack, shows)) in &*PACKS {
        for family in [4, 6] {
            let values = sample(name, pack, true, true, family);
            let asked: BTreeSet<_> = asked(shows, &values)
                .into_iter()
                .map(|question| (question.kind, question.topic))
                .collect();
            for (kind, topic, cannot) in WANTED {
                let asks = asked.contains(&(*kind, (*topic).to_owned()));
                let knows = !cannot.contains(name);
                // Where nothing is to be secured, nothing is asked about it.
                let idle = *kind == "macsec" && !pack.features.macsec;
                assert!(asks == knows || idle, "{name}, IPv{family}: {kind} {topic}");
            }
        }
    }
}

#[test]
fn only_what_sends_packets_is_active() {
    for (name, (_, shows)) in &*PACKS {
        for ask in shows.asks() {
            let sends = ["ping", "traceroute"].contains(&ask.kind.as_str());
            assert_eq!(ask.active, sends, "{name}: {} {}", ask.kind, ask.topic);
        }
    }
}

#[test]
fn every_hint_has_words_or_a_reason() {
    for (name, (pack, shows)) in &*PACKS {
        let file = pack.show_file.as_deref().expect("it has a show file");
        let text = fs::read_to_string(home().join("vendors/show").join(format!("{file}.toml")))
            .expect("a show file");
        let values = sample(name, pack, true, true, 4);
        for hint in HINTS {
            let words = shows
                .hint(hint, &values)
                .unwrap_or_else(|why| panic!("{name}: {why}"));
            let hints = text.split("[hint]").nth(1).expect("hints");
            let lines: Vec<&str> = hints.lines().collect();
            let at = lines
                .iter()
                .position(|line| line.starts_with(&format!("{hint} = ")));
            let above = lines[at.unwrap_or_else(|| panic!("{name}: {hint}")) - 1];
            assert!(
                !words.is_empty() || above.starts_with('#'),
                "{name}: {hint} is empty"
            );
        }
    }
}

/// The name must be the one that the rendered configuration gives to the interface of the vif.
#[test]
fn the_interface_of_a_vif_is_called_as_it_is_configured() {
    for (name, (pack, _)) in &*PACKS {
        let known = platform(name);
        for (case, _) in cases(name) {
            let folder = home().join("fixtures").join(name).join("config");
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                let file = path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                let wanted = file.starts_with(&format!("{case}."))
                    && !file.contains(".undo.")
                    && file.ends_with(".cfg");
                let (vif, vlan, switched, port) = match case.as_str() {
                    "private-v4" => ("prod", 101, false, "port1"),
                    "private-dual-vrf-lag" => ("prod", 101, false, "lag"),
                    "svi" => ("prod", 101, true, "port1"),
                    _ => continue,
                };
                if !wanted {
                    continue;
                }
                let values = Values {
                    port: known.words[port].clone(),
                    vlan,
                    name: vif.to_owned(),
                    switched,
                    ..Values::default()
                };
                let interface = pack.interface_name(&values).expect("it renders");
                let config = fs::read_to_string(&path).expect("it is UTF-8");
                assert!(
                    carries(&config, &interface),
                    "{name}, {file}: no {interface}"
                );
            }
        }
    }
}

/// Does a line that names this interface, or one of those below it, say the address of the vif? Some
/// write the number of the unit in a word of its own.
fn carries(config: &str, interface: &str) -> bool {
    let parted = |word: &str| interface.replacen('.', word, 1);
    let ways = [
        interface.to_owned(),
        parted(" unit "),
        parted(" vif "),
        parted(" subinterface "),
    ];
    let names = |line: &str| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        ways.iter()
            .any(|way| line.split(way.as_str()).skip(1).any(ends))
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = config.lines().collect();
    let says = |at: usize| {
        let below = lines[at + 1..].iter();
        let below = below.take_while(|line| indent(line) > indent(lines[at]));
        std::iter::once(&lines[at])
            .chain(below)
            .any(|line| line.contains("169.254.96.2"))
    };
    (0..lines.len()).any(|at| names(lines[at]) && says(at))
}
