//! The laws that every simulated platform keeps.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use regex::Regex;
use vifctl::observe::Shows;
use vifctl::sim::{self, AmazonPeer, AmazonVif, Kind, Running, Start, Trouble, World};
use vifctl::vendor::Vendors;

use super::dialect::{DIALECTS, Dialect};
use super::shell::Shell;

const KEY: &str = "s3cret-key";

/// All platforms, or the one that SIM_KIND names.
pub fn dialects() -> impl Iterator<Item = &'static Dialect> {
    let only = std::env::var("SIM_KIND").ok();
    DIALECTS
        .iter()
        .filter(move |dialect| only.as_deref().is_none_or(|only| only == dialect.kind))
}

fn fixtures(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(kind)
        .join("config")
}

/// The golden configurations of a platform: name, apply, undo.
fn golden(kind: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(fixtures(kind))
        .expect("golden configurations")
        .flatten()
    {
        let name = entry.file_name().into_string().expect("a name");
        let Some(case) = name
            .strip_suffix(".cfg")
            .filter(|case| !case.ends_with(".undo"))
        else {
            continue;
        };
        let read = |name: String| fs::read_to_string(fixtures(kind).join(name)).expect("a file");
        let undo = read(format!("{case}.undo.cfg"));
        found.push((
            case.to_owned(),
            read(name.clone()).replace("********", KEY),
            undo.replace("********", KEY),
        ));
    }
    assert!(
        found.len() > 5,
        "{kind}: {} golden configurations",
        found.len()
    );
    found.sort();
    found
}

pub fn case(kind: &str, name: &str) -> (String, String) {
    let all = golden(kind);
    let (_, apply, undo) = all
        .into_iter()
        .find(|(case, ..)| case == name)
        .expect("the case");
    (apply, undo)
}

/// Amazon's side of `private-v4`.
pub fn world() -> World {
    let peer = AmazonPeer {
        amazon: "169.254.96.1".parse().expect("an address"),
        customer: "169.254.96.2".parse().expect("an address"),
        length: 30,
        amazon_asn: 64512,
        customer_asn: 65010,
        key: Some(KEY.to_owned()),
        prefixes: vec![("172.31.0.0".parse().expect("an address"), 16)],
    };
    World {
        vifs: vec![AmazonVif::new(101, peer)],
        ..World::default()
    }
}

pub fn router(dialect: &Dialect) -> Running {
    let kind = Kind::named(dialect.kind).expect("the platform is simulated");
    sim::start(Start {
        world: world(),
        ..Start::new(kind)
    })
    .expect("it starts")
}

pub fn shell(router: &Running, dialect: &Dialect) -> Shell {
    let (mut shell, _) = Shell::open_as(router, dialect.prompt, dialect.user);
    for line in dialect.setup {
        shell.type_line(line);
    }
    shell
}

/// Type a configuration line by line; no line may be refused.
fn enter(shell: &mut Shell, dialect: &Dialect, what: &str, lines: &str) {
    let refused = Regex::new(dialect.refused).expect("a pattern");
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let answer = shell.type_line(line);
        assert!(
            !refused.is_match(&answer),
            "{} {what}: `{line}` got\n{answer}",
            dialect.kind
        );
    }
}

pub fn change(shell: &mut Shell, dialect: &Dialect, what: &str, lines: &str) {
    enter(shell, dialect, what, &dialect.enter.join("\n"));
    enter(shell, dialect, what, lines);
    if let Some((commit, good)) = dialect.commit {
        let answer = shell.type_line(commit);
        assert!(
            answer.contains(good),
            "{} {what}: `{commit}` got\n{answer}",
            dialect.kind
        );
        let refused = Regex::new(dialect.refused).expect("a pattern");
        assert!(
            !refused.is_match(&answer),
            "{} {what}: `{commit}` got\n{answer}",
            dialect.kind
        );
    }
    enter(shell, dialect, what, &dialect.leave.join("\n"));
}

#[test]
fn every_platform_is_walked() {
    let mut walked: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.kind).collect();
    let mut known: Vec<&str> = Kind::all().map(Kind::name).collect();
    walked.sort_unstable();
    known.sort_unstable();
    assert_eq!(walked, known);
}

#[test]
fn golden_configurations_are_accepted_and_undone() {
    for dialect in dialects() {
        for (name, apply, undo) in golden(dialect.kind) {
            let router = router(dialect);
            let mut shell = shell(&router, dialect);
            let start = router.running_config();
            change(&mut shell, dialect, &name, &apply);
            let applied = router.running_config();
            assert_ne!(applied, start, "{} {name}", dialect.kind);
            change(&mut shell, dialect, &name, &undo);
            let undone = router.running_config();
            // What is the router's own stays: ports that are on, BGP itself. Nothing else does.
            if name == "private-v4.edge" {
                change(&mut shell, dialect, &name, &apply);
                assert_eq!(router.running_config(), applied, "{} {name}", dialect.kind);
                change(&mut shell, dialect, &name, &undo);
                assert_eq!(router.running_config(), undone, "{} {name}", dialect.kind);
            }
            let left = undone
                .lines()
                .filter(|line| !start.contains(*line))
                .filter(|line| !dialect.stays.iter().any(|own| line.starts_with(own)));
            let left: Vec<&str> = left
                .filter(|line| line.contains("VIFCTL-prod") || line.contains("169.254."))
                .collect();
            assert!(left.is_empty(), "{} {name}: {left:#?}", dialect.kind);
        }
    }
}

#[test]
fn a_virtual_interface_comes_up_and_goes() {
    for dialect in dialects() {
        let (apply, undo) = case(dialect.kind, "private-v4.edge");
        let router = router(dialect);
        let mut shell = shell(&router, dialect);
        change(&mut shell, dialect, "private-v4", &apply);
        let facts =
            facts(&mut shell, dialect, dialect.summary).unwrap_or_else(|why| panic!("{why}"));
        let up = facts
            .iter()
            .find(|row| row.get("peer").is_some_and(|peer| peer == "169.254.96.1"));
        let up = up.unwrap_or_else(|| panic!("{}: no session in {facts:#?}", dialect.kind));
        assert!(
            up.get("state")
                .or(up.get("state_or_prefixes"))
                .is_some_and(|state| state == "established"),
            "{}: {up:#?}",
            dialect.kind
        );
        change(&mut shell, dialect, "private-v4", &undo);
        let gone = shell.type_line(dialect.summary);
        assert!(!gone.contains("169.254.96.1"), "{}: {gone}", dialect.kind);
    }
}

fn facts(
    shell: &mut Shell,
    dialect: &Dialect,
    command: &str,
) -> Result<Vec<vifctl::observe::Row>, String> {
    let vendors = Vendors::built_in().expect("the packs");
    let pack = vendors.get(dialect.kind).expect("the pack");
    let shows = Shows::new(&pack.show).expect("a show file");
    let output = shell.type_line(command);
    let read = shows
        .parse(command, output.as_bytes())
        .map_err(|why| format!("{} {command}: {why:?}\n{output}", dialect.kind))?;
    let unread = &read.coverage.unread;
    let known = |line: &String| dialect.unread.iter().any(|own| line.contains(own));
    match unread.iter().all(known) && !read.rows.is_empty() {
        true => Ok(read.rows),
        false => Err(format!(
            "{} {command}: {} rows, not read {:#?} of\n{output}",
            dialect.kind,
            read.rows.len(),
            read.coverage.unread
        )),
    }
}

#[test]
fn the_pack_reads_what_is_shown() {
    let mut wrong = Vec::new();
    for dialect in dialects() {
        let (apply, _) = case(dialect.kind, "private-v4.edge");
        let router = router(dialect);
        let mut shell = shell(&router, dialect);
        change(&mut shell, dialect, "private-v4", &apply);
        wrong.extend(
            dialect
                .shows
                .iter()
                .filter_map(|command| facts(&mut shell, dialect, command).err()),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_that_nobody_knows_is_refused_in_the_device_s_words() {
    for dialect in dialects() {
        let router = router(dialect);
        let mut shell = shell(&router, dialect);
        let before = router.running_config();
        enter(&mut shell, dialect, "unknown", &dialect.enter.join("\n"));
        let (line, words) = dialect.unknown;
        let answer = shell.type_line(line);
        assert!(
            answer.contains(words),
            "{}: `{line}` got\n{answer}",
            dialect.kind
        );
        assert_eq!(router.running_config(), before, "{}", dialect.kind);
        // On request, a good line is refused as well.
        router.set_trouble(vec![Trouble::RefuseLine(1)]);
        let (apply, _) = case(dialect.kind, "private-v4.edge");
        let answer = shell.type_line(apply.lines().next().expect("a line"));
        let refused = Regex::new(dialect.refused).expect("a pattern");
        assert!(refused.is_match(&answer), "{}: {answer}", dialect.kind);
    }
}

#[test]
fn a_timer_takes_back_what_nobody_confirms() {
    for dialect in dialects() {
        let Some(arm) = &dialect.arm else { continue };
        let (apply, undo) = case(dialect.kind, "private-v4.edge");
        // A job that undoes the change, where there is nothing better.
        let job: Vec<String> = undo.lines().map(|line| line.replace('"', "\\\"")).collect();
        let job = job.join("; ");
        for confirmed in [false, true] {
            let router = router(dialect);
            let before = router.running_config();
            let mut shell = shell(&router, dialect);
            enter(
                &mut shell,
                dialect,
                "timer",
                &arm.enter.join("\n").replace("{undo}", &job),
            );
            let armed = router.running_config();
            enter(&mut shell, dialect, "timer", &apply);
            if arm.commit.is_empty() {
                enter(&mut shell, dialect, "timer", &dialect.leave.join("\n"));
            }
            enter(&mut shell, dialect, "timer", &arm.commit.join("\n"));
            assert!(router.pending(), "{}", dialect.kind);
            let after = router.running_config();
            assert_ne!(after, before, "{}", dialect.kind);
            if confirmed {
                for line in arm.confirm {
                    let answer = shell.type_line(line);
                    assert!(!answer.contains("rror"), "{}: {answer}", dialect.kind);
                }
                assert!(!router.pending(), "{}", dialect.kind);
            }
            router.advance(Duration::from_secs(900));
            assert!(!router.pending(), "{}", dialect.kind);
            let then = router.running_config();
            match confirmed {
                true => assert!(then.contains("169.254.96.1"), "{}: {then}", dialect.kind),
                false => assert!(
                    then == before || then == armed,
                    "{}:
{then}",
                    dialect.kind
                ),
            }
        }
    }
}

#[test]
fn what_is_saved_is_what_a_reboot_brings() {
    for dialect in dialects() {
        let Some((save, good)) = dialect.save else {
            continue;
        };
        let (apply, _) = case(dialect.kind, "private-v4.edge");
        let router = router(dialect);
        let mut shell = shell(&router, dialect);
        change(&mut shell, dialect, "save", &apply);
        assert_ne!(
            router.saved_config(),
            router.running_config(),
            "{}",
            dialect.kind
        );
        let answer = shell.type_line(save);
        assert!(
            answer.contains(good),
            "{}: `{save}` got\n{answer}",
            dialect.kind
        );
        assert_eq!(
            router.saved_config(),
            router.running_config(),
            "{}",
            dialect.kind
        );
    }
}
