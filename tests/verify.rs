//! `vifctl verify` as a user runs it: captures in, verdicts, diagnoses and exit codes out.

mod support;

use std::process::Output;

use serde_json::Value as Json;
use support::{Folder, code, fixture, golden, run, text, vifctl};

fn read(name: &str) -> String {
    std::fs::read_to_string(fixture("verify").join(name)).expect("a fixture")
}

/// A folder with the intent and a session of its router.
fn folder(session: &str) -> Folder {
    let folder = Folder::new();
    folder
        .with("vifctl.toml", read("vifctl.toml"))
        .with("captures/edge.log", session);
    folder
}

fn verify(folder: &Folder, more: &[&str]) -> Output {
    run(
        folder,
        &[&["verify", "--captures", "captures"], more].concat(),
    )
}

fn as_json(folder: &Folder, more: &[&str]) -> (i32, Json) {
    let output = verify(folder, &[&["--format", "json"], more].concat());
    let json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {output:?}"));
    (code(&output), json)
}

fn causes(json: &Json) -> Vec<&str> {
    let all = json["diagnoses"].as_array().expect("a list");
    all.iter()
        .filter_map(|diagnosis| diagnosis["cause"].as_str())
        .collect()
}

/// The healthy session with pieces of it changed.
fn changed(pieces: &[(&str, &str)]) -> String {
    pieces
        .iter()
        .fold(read("healthy.log"), |session, (from, to)| {
            assert!(
                session.contains(from),
                "{from} is not in the healthy session"
            );
            session.replace(from, to)
        })
}

/// A session that is down, with its uptime, its routes and its TCP connection gone.
const DOWN: &[(&str, &str)] = &[
    (
        "310       12    0    0 02:11:09        1",
        "310       12    0    0 00:06:52 Active",
    ),
    (
        "BGP state = Established, up for 02:11:09",
        "BGP state = Active, down for 00:06:52",
    ),
    (
        " *>   10.20.0.0/16     0.0.0.0                  0         32768 i\n",
        "",
    ),
    (
        " *>   172.31.0.0/16    169.254.96.1             0    200      0 64512 i\n",
        "",
    ),
    (
        "B     172.31.0.0/16 [20/0] via 169.254.96.1, 02:11:08\n",
        "",
    ),
    (
        "Option Flags: nagle, path mtu capable, md5, win-scale\n",
        "",
    ),
];

fn down(more: &[(&'static str, &'static str)]) -> String {
    changed(&[DOWN, more].concat())
}

#[test]
fn a_healthy_router_passes_every_check_but_the_one_that_takes_two_moments() {
    let folder = folder(&read("healthy.log"));
    let (code, json) = as_json(&folder, &[]);
    assert_eq!(code, 0, "{json:#}");
    assert_eq!(json["summary"]["fail"], 0);
    assert_eq!(json["summary"]["warn"], 0);
    let unknown = json["checks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|check| check["status"] == "unknown");
    let unknown: Vec<&str> = unknown
        .filter_map(|check| check["check"].as_str())
        .collect();
    assert_eq!(unknown, ["port-errors"]);
    assert!(causes(&json).is_empty());
    assert_eq!(
        support::code(&verify(&folder, &["--strict"])),
        1,
        "what is not known is no pass"
    );
}

#[test]
fn faults_are_found_and_their_cause_is_named_with_its_line() {
    let cases: Vec<(&str, String)> = vec![
        (
            "port-shut",
            changed(&[(
                "TenGigabitEthernet0/1/0 is up, line protocol is up \n",
                "TenGigabitEthernet0/1/0 is administratively down, line protocol is down \n",
            )]),
        ),
        (
            "no-light",
            changed(&[
                (
                    "TenGigabitEthernet0/1/0 is up, line protocol is up \n",
                    "TenGigabitEthernet0/1/0 is down, line protocol is down \n",
                ),
                ("Te0/1/0          -3.1 ", "Te0/1/0         -40.0 "),
            ]),
        ),
        (
            "interface-shut",
            changed(&[(
                "TenGigabitEthernet0/1/0.101 is up, line protocol is up",
                "TenGigabitEthernet0/1/0.101 is administratively down, line protocol is down",
            )]),
        ),
        (
            "vlan-tag-wrong",
            changed(&[("Vlan ID  101.", "Vlan ID  110.")]),
        ),
        (
            "addresses-swapped",
            changed(&[(
                "Internet address is 169.254.96.2/30",
                "Internet address is 169.254.96.1/30",
            )]),
        ),
        (
            "address-wrong",
            changed(&[(
                "Internet address is 169.254.96.2/30",
                "Internet address is 169.254.96.2/29",
            )]),
        ),
        (
            "nobody-answers",
            down(&[
                (
                    "3   0000.5e00.5301  ARPA   TenGigabitEthernet0/1/0.101",
                    "0   Incomplete      ARPA   ",
                ),
                (
                    "!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 1/1/2 ms",
                    ".....\nSuccess rate is 0 percent (0/5)",
                ),
                ("1 169.254.96.1 1 msec", "1 *"),
            ]),
        ),
        (
            "neighbor-shut",
            down(&[
                (
                    "BGP version 4, remote",
                    "Administratively shut down\n  BGP version 4, remote",
                ),
                ("00:06:52 Active", "00:06:52 Idle (Admin)"),
            ]),
        ),
        (
            "remote-as-wrong",
            down(&[("remote AS 64512,", "remote AS 7224,")]),
        ),
        (
            "asn-mismatch",
            down(&[(
                "Last reset never",
                "Last reset 00:00:12, due to BGP Notification received of session 1, peer in wrong AS",
            )]),
        ),
        (
            "md5-mismatch",
            down(&[(
                "%BGP-5-ADJCHANGE: neighbor 169.254.96.1 Up",
                "%TCP-6-BADAUTH: Invalid MD5 digest from 169.254.96.1(179) to 169.254.96.2(45123) tableid - 0",
            )]),
        ),
        (
            "md5-missing",
            down(&[(
                "%BGP-5-ADJCHANGE: neighbor 169.254.96.1 Up",
                "%TCP-6-BADAUTH: No MD5 digest from 169.254.96.1(179) to 169.254.96.2(45123) tableid - 0",
            )]),
        ),
        (
            "prefix-limit-amazon",
            down(&[(
                "%BGP-5-ADJCHANGE: neighbor 169.254.96.1 Up",
                "%BGP-3-NOTIFICATION: received from neighbor 169.254.96.1 6/1 (Maximum Number of Prefixes Reached) 7 bytes",
            )]),
        ),
        (
            "prefix-limit-ours",
            down(&[
                ("00:06:52 Active", "00:06:52 Idle (PfxCt)"),
                ("BGP state = Active", "BGP state = Idle"),
            ]),
        ),
        (
            "hold-timer-expired",
            down(&[(
                "Last reset never",
                "Last reset 00:06:52, due to BGP Notification sent, hold time expired",
            )]),
        ),
        ("md5-mismatch", down(&[])),
        (
            "nothing-is-sent",
            changed(&[(
                " *>   10.20.0.0/16     0.0.0.0                  0         32768 i\n",
                "",
            )]),
        ),
        (
            "sent-otherwise",
            changed(&[(
                "Total number of prefixes 1 \nedge#show bgp ipv4 unicast neighbors 169.254.96.1 routes",
                " *>   10.99.0.0/16     0.0.0.0                  0         32768 i\n\nTotal number of prefixes 2 \nedge#show bgp ipv4 unicast neighbors 169.254.96.1 routes",
            )]),
        ),
        (
            "nothing-is-taken",
            changed(&[(
                " *>   172.31.0.0/16    169.254.96.1             0    200      0 64512 i\n",
                "",
            )]),
        ),
        (
            "taken-otherwise",
            changed(&[(
                " *>   172.31.0.0/16    169.254.96.1  ",
                " *>   172.16.0.0/12    169.254.96.1  ",
            )]),
        ),
        (
            "bfd-down-bgp-up",
            changed(&[(
                "Up        Up        Te0/1/0.101",
                "Down      Down      Te0/1/0.101",
            )]),
        ),
        (
            "timers-differ",
            changed(&[("hold time is 90,", "hold time is 180,")]),
        ),
        (
            "mtu-black-hole",
            changed(&[(
                "DF bit set\n!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 1/1/2 ms",
                "DF bit set\n.....\nSuccess rate is 0 percent (0/5)",
            )]),
        ),
        (
            "wrong-leg",
            changed(&[("via 169.254.96.1, 02:11:08", "via 192.0.2.1, 02:11:08")]),
        ),
        (
            "near-the-limit",
            changed(&[(
                "Prefixes Current:               1          1",
                "Prefixes Current:              96          1",
            )]),
        ),
        (
            "too-young",
            changed(&[("up for 02:11:09", "up for 00:00:04")]),
        ),
    ];
    let mut wrong = Vec::new();
    for (cause, session) in cases {
        let folder = folder(&session);
        let (code, json) = as_json(&folder, &[]);
        let named = causes(&json);
        let first = &json["diagnoses"][0];
        let line = first["evidence"][0]["line"].as_u64().unwrap_or(0) as usize;
        let quoted = first["evidence"][0]["text"]
            .as_str()
            .unwrap_or("")
            .to_owned();
        let there = line == 0
            || session
                .lines()
                .nth(line - 1)
                .is_some_and(|text| text.trim().starts_with(quoted.trim()));
        let warns = ["near-the-limit", "too-young"].contains(&cause);
        if named.first() != Some(&cause) || !there || code != i32::from(!warns) {
            wrong.push(format!(
                "{cause}: exit {code}, named {named:?}, line {line} {quoted:?}\n{:#}",
                json["checks"]
            ));
        }
        for diagnosis in json["diagnoses"].as_array().expect("a list") {
            assert!(
                !diagnosis["next"].as_array().expect("a list").is_empty(),
                "{cause} has no next step"
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn causes_that_look_alike_are_named_together_and_what_would_tell_is_said() {
    let folder = folder(&down(&[]));
    let (_, json) = as_json(&folder, &[]);
    assert_eq!(
        causes(&json),
        ["md5-mismatch", "tcp-blocked", "aws-not-ready"]
    );
    for diagnosis in json["diagnoses"].as_array().expect("a list") {
        assert!(
            !diagnosis["tells_apart"]
                .as_str()
                .expect("a text")
                .is_empty()
        );
        assert_ne!(diagnosis["confidence"], "certain");
    }
}

#[test]
fn the_page_fits_80_columns_and_says_the_worst_first() {
    let folder = folder(&down(&[]));
    let output = verify(&folder, &[]);
    assert_eq!(code(&output), 1);
    let page = text(&output.stdout);
    for line in page.lines().filter(|line| !line.starts_with("  > ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    golden(&fixture("verify/down.txt"), &page);
    assert!(
        text(&run(&folder, &["--quiet", "verify", "--captures", "captures"]).stdout).is_empty()
    );
}

#[test]
fn junit_has_a_case_for_every_verdict() {
    let folder = folder(&down(&[]));
    let page = text(&verify(&folder, &["--format", "junit"]).stdout);
    let (_, json) = as_json(&folder, &[]);
    let checks = json["checks"].as_array().expect("a list").len();
    assert_eq!(page.matches("<testcase").count(), checks);
    assert_eq!(
        page.matches("<failure").count() as u64,
        json["summary"]["fail"].as_u64().expect("a number")
    );
    assert_eq!(
        page.matches("<skipped").count() as u64,
        json["summary"]["unknown"].as_u64().expect("a number")
    );
}

#[test]
fn files_by_command_say_the_same_as_the_session() {
    let session = read("healthy.log");
    let folder = Folder::new();
    folder.with("vifctl.toml", read("vifctl.toml"));
    let mut files = 0;
    for part in session.split("\nedge#").skip(1) {
        let (command, output) = part.split_once('\n').unwrap_or((part, ""));
        if output.is_empty() {
            continue;
        }
        let name = command
            .split_whitespace()
            .map(|word| if word == "|" { "pipe" } else { word })
            .collect::<Vec<_>>()
            .join("_")
            .replace('/', "-")
            .replace('|', "pipe");
        folder.with(&format!("captures/edge/{name}.txt"), output);
        files += 1;
    }
    assert!(files > 12);
    let (code, json) = as_json(&folder, &[]);
    assert_eq!(
        (code, &json["summary"]["fail"], &json["summary"]["unknown"]),
        (0, &0.into(), &1.into()),
        "{json:#}"
    );
    assert_eq!(json["unread"], Json::Array(Vec::new()));
}

#[test]
fn a_snapshot_says_what_was_lost_since_ours_or_not() {
    let folder = folder(&changed(&[(
        "169.254.96.1    4        64512     312     310       12    0    0 02:11:09        1\n",
        "169.254.96.1    4        64512     312     310       12    0    0 02:11:09        1\n192.0.2.77      4        65077     312     310       12    0    0 1w2d           40\n192.0.2.78      4        65078     312     310       12    0    0 1w2d            4\n",
    )]));
    assert_eq!(code(&verify(&folder, &["--save", "before.json"])), 0);
    let same = as_json(&folder, &["--against", "before.json"]);
    assert_eq!((same.0, &same.1["changes"]), (0, &Json::Array(Vec::new())));
    let later = changed(&[
        ("0 input errors, 0 CRC", "0 input errors, 12 CRC"),
        (
            "169.254.96.1    4        64512     312     310       12    0    0 02:11:09        1\n",
            "169.254.96.1    4        64512     312     310       12    0    0 00:00:40        1\n192.0.2.77      4        65077     312     310       12    0    0 1w2d           12\n",
        ),
        ("up for 02:11:09", "up for 00:00:40"),
    ]);
    folder.with("captures/edge.log", later);
    let (code, json) = as_json(&folder, &["--against", "before.json"]);
    assert_eq!(code, 1);
    let mut all: Vec<(&str, &str, bool)> = json["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| {
            (
                change["change"].as_str().expect("a word"),
                change["subject"].as_str().expect("a name"),
                change["ours"] == true,
            )
        })
        .collect();
    all.sort_unstable();
    assert_eq!(
        all,
        [
            ("neighbor-lost", "192.0.2.78", false),
            ("prefixes-lost", "192.0.2.77", false),
            ("session-reset", "169.254.96.1", true),
        ]
    );
    assert!(causes(&json).contains(&"session-was-reset"));
    let errors = json["checks"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|check| check["check"] == "port-errors");
    assert_eq!(errors.expect("the check")["status"], "warn");
    folder.with("other.json", "{}");
    let refused = verify(&folder, &["--against", "other.json"]);
    assert_eq!(support::code(&refused), 2);
    assert!(text(&refused.stderr).contains("--save"));
}

#[test]
fn what_cannot_be_read_is_said_and_is_no_pass() {
    let folder = folder(
        "edge#show bgp ipv4 unicast summary\n% BGP not active\n\nedge#show ip arp 169.254.96.1\n% Invalid input detected at '^' marker.\n",
    );
    let (code, json) = as_json(&folder, &[]);
    assert_eq!(code, 1);
    assert_eq!(json["summary"]["pass"], 0, "{json:#}");
    assert!(json["unread"].to_string().contains("BGP not active"));
    folder.with("captures/edge/notes.txt", "nothing of interest\n");
    let (_, json) = as_json(&folder, &[]);
    assert!(json["unread"].to_string().contains("notes.txt"));
    let none = run(&folder, &["verify", "--captures", "no-such-folder"]);
    assert_eq!(support::code(&none), 2);
    folder.with("empty/readme", "");
    let none = run(&folder, &["verify", "--captures", "empty"]);
    assert_eq!(support::code(&none), 2);
    assert!(text(&none.stderr).contains("--list-commands"));
}

#[test]
fn hostile_captures_never_reach_the_terminal_and_end_in_time() {
    let loud = "edge#show bgp ipv4 unicast summary\nNeighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\n\
                169.254.96.1    4        64512     312     310       12    0    0 02:11:09 Idle (\u{1b}[2J\u{1b}]0;owned\u{7})\n";
    let folder = folder(loud);
    for format in ["text", "json", "junit"] {
        let output = verify(&folder, &["--format", format]);
        let page = text(&output.stdout);
        assert!(
            !page.contains('\u{1b}') && !page.contains('\u{7}'),
            "{format}: {page:?}"
        );
    }
    let mut long = b"edge#show bgp ipv4 unicast summary\n".to_vec();
    long.extend(std::iter::repeat_n(b'9', 30_000_000));
    folder.with("captures/edge.log", long);
    assert_eq!(code(&verify(&folder, &[])), 1);
    let deep = format!(
        "edge#show bgp ipv4 unicast summary\n{}",
        "[".repeat(2_000_000)
    );
    folder.with("captures/edge.log", deep);
    assert_eq!(code(&verify(&folder, &[])), 1);
    folder.with(
        "captures/edge.log",
        [0xff_u8, 0xfe, 0, b'\n'].repeat(100_000),
    );
    assert!([1, 2].contains(&code(&verify(&folder, &[]))));
}

#[test]
fn what_to_run_is_listed_for_every_router_and_can_be_narrowed() {
    let folder = Folder::new();
    let london = std::fs::read_to_string(fixture("intent/london.toml")).expect("an example");
    folder.with("vifctl.toml", london);
    let output = run(&folder, &["verify", "--list-commands"]);
    assert_eq!(code(&output), 0);
    let page = text(&output.stdout);
    assert!(page.contains("docklands") && page.contains("slough"));
    let one = text(
        &run(
            &folder,
            &["verify", "--list-commands", "--router", "slough"],
        )
        .stdout,
    );
    assert!(!one.contains("docklands") && one.contains("Port-channel1"));
    let vif = text(&run(&folder, &["verify", "--list-commands", "--vif", "hub-1"]).stdout);
    assert!(vif.contains("169.254.51.1") && !vif.contains("169.254.40.1"));
    let wrong = vifctl(&folder, &["verify", "--list-commands", "--vif", "hubb"])
        .output()
        .expect("the program runs");
    assert_eq!(support::code(&wrong), 2);
}
