//! The defects of the router configurations that AWS has given out, and that ours must not have:
//! one test each, over what the platforms concerned make of the common cases.

mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use support::cases::{self, Platform};
use support::model::{self, State};
use support::{fixture, home};
use vifctl::render::Rendered;
use vifctl::vendor::Vendors;

/// What one platform makes of one case on one router.
struct Made {
    vendor: String,
    platform: Platform,
    case: String,
    apply: String,
    undo: String,
    state: State,
}

impl Made {
    fn new(vendor: &str, platform: &Platform, case: &str, rendered: &Rendered) -> Self {
        let apply = rendered.apply.masked();
        let lines: Vec<_> = apply
            .lines()
            .map(|line| (line.to_owned(), String::new()))
            .collect();
        let mut state = State::new();
        model::apply(&mut state, &platform.syntax, &lines);
        Self {
            vendor: vendor.to_owned(),
            platform: platform.clone(),
            case: case.to_owned(),
            apply,
            undo: rendered.undo.masked(),
            state,
        }
    }

    /// Its lines without their indentation.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.apply.lines().map(str::trim)
    }

    fn bad(&self, why: &str) -> ! {
        panic!("{} {}: {why}\n{}", self.vendor, self.case, self.apply)
    }
}

/// The platforms that are written, all of them or those that are named.
fn platforms(only: &[&str]) -> Vec<(String, Platform)> {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let written = |name: &&str| {
        home()
            .join("templates")
            .join(name)
            .join("apply.j2")
            .is_file()
    };
    vendors
        .names()
        .filter(|name| only.is_empty() || only.contains(name))
        .filter(written)
        .map(|name| (name.to_owned(), cases::platform(name)))
        .collect()
}

/// An intent in the words of a platform, rendered.
fn made(vendor: &str, platform: &Platform, case: &str, text: &str) -> Vec<Made> {
    let rendered = cases::render(&cases::filled(text, vendor, platform))
        .unwrap_or_else(|why| panic!("{vendor} cannot do {case}:\n{why}"));
    rendered
        .iter()
        .map(|router| Made::new(vendor, platform, case, router))
        .collect()
}

/// Every case that every platform can do.
static ALL: LazyLock<Vec<Made>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (vendor, platform) in platforms(&[]) {
        for (case, text) in cases::cases(&vendor) {
            if !platform.refuses.contains_key(&case) {
                all.extend(made(&vendor, &platform, &case, &text));
            }
        }
    }
    all
});

/// What these platforms make of every case; an empty list means all platforms.
fn all(only: &[&str]) -> impl Iterator<Item = &'static Made> {
    let wanted = |made: &&Made| only.is_empty() || only.contains(&made.vendor.as_str());
    let all: Vec<&Made> = ALL.iter().filter(wanted).collect();
    assert!(!all.is_empty(), "no platform of {only:?} is written");
    all.into_iter()
}

/// The case of one private vif over IPv4.
fn plain() -> String {
    let path = fixture("cases/private-v4.toml");
    std::fs::read_to_string(path).expect("the case is there")
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn defect_1_a_network_without_its_length() {
    let mut seen = 0;
    for made in all(&["cisco_nxos"]) {
        for line in made.lines() {
            if let ["network", prefix, ..] = words(line)[..] {
                seen += 1;
                assert!(
                    prefix.contains('/'),
                    "{} {}: {line}",
                    made.vendor,
                    made.case
                );
            }
        }
    }
    assert!(seen > 5);
}

#[test]
fn defect_2_router_bgp_before_its_feature() {
    for made in all(&["cisco_nxos"]) {
        let line = |wanted: &str| {
            made.lines()
                .position(|line| format!("{line} ").starts_with(wanted))
        };
        let (feature, process) = (line("feature bgp "), line("router bgp "));
        if feature.is_none() || process.is_none() || feature >= process {
            made.bad("`feature bgp` does not come before `router bgp`");
        }
        let bfd = made.lines().any(|line| line.starts_with("bfd interval"));
        if bfd && line("feature bfd ") >= line("bfd interval") {
            made.bad("`feature bfd` does not come before `bfd interval`");
        }
    }
}

#[test]
fn defect_3_address_translation_that_nobody_asked_for() {
    for made in all(&[]) {
        for text in [&made.apply, &made.undo] {
            let nat = text
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case("nat"));
            if nat {
                made.bad("it translates addresses");
            }
        }
    }
}

#[test]
fn defect_4_lines_behind_a_commit() {
    // Entering and leaving the configuration is the business of the conversation with the router.
    let sessions = [
        "commit",
        "configure",
        "end",
        "write",
        "save",
        "return",
        "copy",
        "discard",
    ];
    for made in all(&[]) {
        let closing = &made.platform.syntax.closing;
        for line in made.apply.lines().chain(made.undo.lines()).map(str::trim) {
            let first = words(line).first().copied().unwrap_or("");
            if sessions.contains(&first) && !closing.iter().any(|closing| closing == line) {
                made.bad(line);
            }
        }
    }
}

#[test]
fn defect_4_blocks_that_end_are_blocks_that_began() {
    // Where `end` closes a block, one too many leaves the configuration.
    for made in all(&["fortinet"]) {
        for text in [&made.apply, &made.undo] {
            let mut open: Vec<&str> = Vec::new();
            for line in text.lines().map(str::trim) {
                match words(line)[..] {
                    [block @ ("config" | "edit"), ..] => open.push(block),
                    ["end"] if open.pop() != Some("config") => made.bad("`end` without `config`"),
                    ["next"] if open.pop() != Some("edit") => made.bad("`next` without `edit`"),
                    _ => {}
                }
            }
            assert!(open.is_empty(), "{} {}", made.vendor, made.case);
        }
    }
}

/// The plain case with a second vif on the same port.
fn two_on_one_port() -> String {
    let plain = plain();
    let first = &plain[plain.find("[vif.prod]").expect("the case has a vif")..];
    let second = first
        .replace("vif.prod", "vif.test")
        .replace("vlan = 101", "vlan = 102")
        .replace("fgabc001", "fgabc002")
        .replace("DX_KEY", "DX_TEST_KEY")
        .replace("169.254.96.", "169.254.97.");
    format!("{plain}\n{second}")
}

#[test]
fn defect_5_a_second_vif_that_overwrites_the_first() {
    let number = |vlan: &str, text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|word| word == vlan)
    };
    for (vendor, platform) in platforms(&[]) {
        for made in made(
            &vendor,
            &platform,
            "two vifs on one port",
            &two_on_one_port(),
        ) {
            // Whatever names the first vif's address and VLAN is there, and the second's as well.
            for part in ["101", "102"] {
                assert!(number(part, &made.apply), "{vendor}: VLAN {part} is lost");
            }
            let one = |text: &str| {
                text.replace("102", "101")
                    .replace("169.254.97.", "169.254.96.")
            };
            let first = made.lines().filter(|line| number("101", line));
            for line in first.filter(|line| !line.contains("AWS Direct Connect")) {
                let twin = made.lines().any(|other| {
                    number("102", other) && one(other).replace("test", "prod") == line
                });
                assert!(twin, "{vendor}: the second vif lacks the like of: {line}");
            }
        }
    }
}

#[test]
fn defect_5_units_are_not_numbered_by_their_vlan() {
    let unit = Regex::new(r"^set interfaces (\S+) unit (\d+) vlan-id (\d+)$").expect("a pattern");
    for (vendor, platform) in platforms(&["juniper_junos"]) {
        for made in made(
            &vendor,
            &platform,
            "two vifs on one port",
            &two_on_one_port(),
        ) {
            let units: BTreeSet<_> = made
                .lines()
                .filter_map(|line| unit.captures(line))
                .map(|found| {
                    assert_eq!(found[2], found[3], "{}", &found[0]);
                    (found[1].to_owned(), found[2].to_owned())
                })
                .collect();
            assert_eq!(units.len(), 2, "{}", made.apply);
            assert!(!made.apply.contains(" unit 0 "), "{}", made.apply);
        }
    }
}

#[test]
fn defect_6_a_length_behind_the_address_of_a_session() {
    let bare = |word: &str| word.trim_matches('"').parse::<std::net::IpAddr>().is_ok();
    for made in all(&[]) {
        for line in made.lines() {
            let words = words(line);
            for pair in words.windows(2) {
                let named = ["neighbor", "peer", "local-address", "peer-address"];
                let address = pair[1].trim_matches('"').contains(['.', ':'])
                    && pair[1]
                        .trim_matches('"')
                        .starts_with(|c: char| c.is_ascii_digit());
                if named.contains(&pair[0]) && address && !bare(pair[1]) {
                    made.bad(line);
                }
            }
        }
    }
}

#[test]
fn defect_7_words_of_another_platform() {
    for made in all(&["juniper_junos", "paloalto_panos", "vyos"]) {
        for line in made.lines() {
            if !["set ", "delete "]
                .iter()
                .any(|verb| line.starts_with(verb))
                || line.contains("ipv6 nd")
                || line.contains("suppress-ra")
            {
                made.bad(line);
            }
        }
    }
}

#[test]
fn defect_8_a_length_where_a_dotted_mask_belongs() {
    let mut seen = 0;
    for made in all(&["cisco_ios", "cisco_xe", "cisco_asa"]) {
        for line in made.lines().filter(|line| line.starts_with("ip address ")) {
            let ["ip", "address", address, mask, ..] = words(line)[..] else {
                made.bad(line)
            };
            let dotted = |word: &str| word.parse::<std::net::Ipv4Addr>().is_ok();
            if !dotted(address) || !dotted(mask) || !mask.starts_with("255.") {
                made.bad(line);
            }
            seen += 1;
        }
    }
    assert!(seen > 5);
}

#[test]
fn defect_9_an_address_family_that_nobody_switched_on() {
    // How a session of its own family is switched on: a line within the family, or the family
    // within the session.
    let by_line = [
        ("arista_eos", "neighbor", "activate"),
        ("cisco_asa", "neighbor", "activate"),
        ("cisco_ios", "neighbor", "activate"),
        ("cisco_xe", "neighbor", "activate"),
        ("frr", "neighbor", "activate"),
        ("huawei_vrp", "peer", "enable"),
    ];
    let by_block = ["cisco_nxos", "cisco_xr"];
    let vendors: Vec<&str> = by_line.iter().map(|(vendor, ..)| *vendor).collect();
    let session = Regex::new(r"^(?:neighbor|peer) ([0-9a-f.:]+)(?: (?:remote-as|as-number) .*)?$")
        .expect("a pattern");
    for made in all(&[&vendors[..], &by_block[..]].concat()) {
        let sessions: BTreeSet<String> = made
            .lines()
            .filter_map(|line| session.captures(line))
            .map(|found| found[1].to_owned())
            .collect();
        assert!(!sessions.is_empty(), "{} {}", made.vendor, made.case);
        for peer in sessions {
            let family = if peer.contains(':') { "ipv6" } else { "ipv4" };
            let of_family = |block: &String| {
                block.contains(&format!("address-family {family}"))
                    || block.starts_with(&format!("{family}-family"))
            };
            let on = made.state.keys().any(|path| {
                let line = by_line.iter().find(|(vendor, ..)| *vendor == made.vendor);
                match (line, &path[..]) {
                    (Some((_, word, on)), [blocks @ .., last]) => {
                        // A session that is made within the family of a VRF of VRP is on there.
                        let made_there = last.starts_with(&format!("{word} {peer} as-number "))
                            && blocks.iter().any(|block| block.contains("vpn-instance"));
                        (*last == format!("{word} {peer} {on}") || made_there)
                            && blocks.iter().any(of_family)
                    }
                    (None, [.., around, last]) => {
                        *around == format!("neighbor {peer}") && of_family(last)
                    }
                    _ => false,
                }
            });
            if !on {
                made.bad(&format!("the {family} family of {peer} is not switched on"));
            }
        }
    }
}

/// Does a line name this prefix, in one of the ways in which they are written?
fn names(line: &str, address: &str, length: &str, mask: &str) -> bool {
    [length, mask]
        .iter()
        .flat_map(|size| [format!("{address}/{size}"), format!("{address} {size}")])
        .any(|written| {
            line.match_indices(&written).any(|(at, _)| {
                !line[at + written.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '.')
            })
        })
}

fn is_anchored(made: &Made, address: &str, length: &str, mask: &str) -> bool {
    let lines: Vec<&str> = made.lines().collect();
    lines.windows(2).any(|pair| {
        let discards = |line: &str| {
            let line = line.to_lowercase();
            ["null0", "blackhole", "discard"]
                .iter()
                .any(|word| line.contains(word))
        };
        names(pair[0], address, length, mask) && (discards(pair[0]) || discards(pair[1]))
    })
}

#[test]
fn defect_10_a_default_route_in_place_of_what_is_meant() {
    // Every address in the configuration is one of the intent's, or a mask.
    let known = [
        "10.20.0.0",
        "10.30.4.0",
        "172.31.0.0",
        "169.254.96.1",
        "169.254.96.2",
        "192.0.2.1",
    ];
    let address = Regex::new(r"\b\d+\.\d+\.\d+\.\d+\b").expect("a pattern");
    for (vendor, platform) in platforms(&[]) {
        for made in made(&vendor, &platform, "private-v4", &plain()) {
            for line in made.lines() {
                for found in address.find_iter(line) {
                    let refused = || {
                        let rule = line.split(" match ").next().unwrap_or(line);
                        line.contains("deny")
                            || made
                                .lines()
                                .any(|line| line == format!("{rule} action deny"))
                    };
                    let mask = found.as_str().starts_with("255.")
                        || (found.as_str().starts_with("0.0.") && found.as_str() != "0.0.0.0");
                    if !known.contains(&found.as_str()) && !mask && !refused() {
                        made.bad(line);
                    }
                }
            }
            for (address, length, mask) in [
                ("10.20.0.0", "16", "255.255.0.0"),
                ("10.30.4.0", "22", "255.255.252.0"),
            ] {
                let times = made
                    .lines()
                    .filter(|line| names(line, address, length, mask))
                    .count();
                if !is_anchored(&made, address, length, mask) || times < 2 {
                    made.bad(&format!(
                        "{address}/{length} is not anchored or not let out"
                    ));
                }
            }
        }
    }
}

#[test]
fn defect_10_a_default_route_is_there_if_it_is_asked_for() {
    let asked = plain().replace("\"10.20.0.0/16\", \"10.30.4.0/22\"", "\"0.0.0.0/0\"");
    for (vendor, platform) in platforms(&[]) {
        for made in made(&vendor, &platform, "a default route", &asked) {
            if !is_anchored(&made, "0.0.0.0", "0", "0.0.0.0") {
                made.bad("the default route is not anchored");
            }
        }
    }
}

#[test]
fn defect_11_bfd_with_echoes_that_aws_does_not_answer() {
    let mut seen = 0;
    for made in all(&["cisco_ios", "cisco_xe", "cisco_nxos"]) {
        let lines: Vec<&str> = made.lines().collect();
        for (at, _) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.starts_with("bfd interval"))
        {
            seen += 1;
            if lines.get(at + 1) != Some(&"no bfd echo") {
                made.bad("BFD with echoes");
            }
        }
    }
    // IOS XR sends echoes over IPv4 only.
    for made in all(&["cisco_xr"]) {
        let any = |wanted: &str| made.lines().any(|line| line.starts_with(wanted));
        if any("bfd fast-detect") && any("ipv4 address") && !any("echo disable") {
            made.bad("BFD with echoes");
        }
    }
    assert!(seen > 5);
}

#[test]
fn defect_12_ports_that_the_intent_does_not_name() {
    // No template has the name of a port in it ...
    let code = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|##[^\n]*").expect("a pattern");
    let port = Regex::new(
        r"(?x)
        [A-Za-z]-?\d+/\d+
        | \b(?i:(?:ten|hundred|forty|twentyfive)?gig\w*|ethernet|port-channel|bundle-ether|eth-trunk|eth|ge-|xe-|et-|ae|bond|sfp\w*|port|lag-)\d
    ",
    )
    .expect("a pattern");
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for name in vendors.names() {
        let pack = vendors.get(name).expect("it was just named");
        for (file, text) in &pack.templates {
            for line in code.replace_all(text, "").lines() {
                assert!(!port.is_match(line), "{name}/{file}: {line}");
            }
        }
    }
    // ... and another name in the intent is another name in the configuration, and nothing else.
    for (vendor, platform) in platforms(&[]) {
        let first = &platform.words["port1"];
        let other = format!("{}7", &first[..first.len() - 1]);
        let mut moved = platform.clone();
        moved.words.insert("port1".to_owned(), other.clone());
        let here = made(&vendor, &platform, "private-v4", &plain());
        let there = made(&vendor, &moved, "private-v4", &plain());
        for (here, there) in here.iter().zip(&there) {
            assert!(here.apply.contains(first.as_str()), "{vendor}");
            assert_eq!(here.apply, there.apply.replace(&other, first), "{vendor}");
            assert_eq!(here.undo, there.undo.replace(&other, first), "{vendor}");
        }
    }
}
