//! A router that refuses a line, whichever it is: its configuration is afterwards, byte for byte, what
//! it was.
//!
//! Some lines of each platform, evenly spread; `LONG=1` every line, `KIND=x` only that platform,
//! `LINE=7` only that line.

use std::collections::BTreeSet;
use std::time::Instant;

use vifctl::sim::{Kind, Trouble};

use super::fleet::{Site, each, outcome};

/// So many lines of a platform are tried when not all are.
const SOME: usize = 6;

/// Of a push that nothing is wrong with: the lines that change something, as the router counts them,
/// and what comes of them.
fn whole(kind: Kind) -> (usize, String) {
    let site = Site::one(kind);
    let (_, json) = site.push(&[]);
    assert_eq!(outcome(&json), "confirmed", "{json:#}");
    let router = &site.routers[0];
    (router.lines_typed(), router.running_config())
}

/// What became of a refused line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Refused {
    /// One of the change, by its number.
    Ours(u64),
    /// One of vifctl's own, around them.
    Around,
    /// One that only asks, or only leaves: the change is made without.
    Made,
}

fn refused(kind: Kind, site: &Site, line: usize, kept: &str) -> Refused {
    let router = &site.routers[0];
    let before = router.running_config();
    router.set_trouble(vec![Trouble::RefuseLine(line)]);
    let began = Instant::now();
    let (code, json) = site.push(&[]);
    router.set_trouble(Vec::new());
    let end = &json["routers"][0];
    let refusal = &end["line"];
    let at = format!("line {line} refused: {json:#}");
    println!(
        "{}: {line} {} {refusal} {} {:.1?}",
        kind.name(),
        outcome(&json),
        end["reason"],
        began.elapsed()
    );
    assert!(!router.pending(), "{at}");
    assert_eq!(router.left_over(), Vec::<String>::new(), "{at}");
    if (code, outcome(&json)) == (0, "confirmed") {
        assert_eq!(router.running_config(), kept, "{at}");
        return Refused::Made;
    }
    assert_eq!(code, 1, "{at}");
    assert_eq!(router.running_config(), before, "{at}");
    assert_eq!(outcome(&json), "refused", "{at}");
    let named = refusal["text"]
        .as_str()
        .is_some_and(|text| !text.is_empty());
    assert!(named, "{at}");
    match refusal["number"].as_u64() {
        None | Some(0) => Refused::Around,
        Some(number) => Refused::Ours(number),
    }
}

fn every_line(kind: Kind, only: Option<usize>, long: bool) {
    let (all, kept) = whole(kind);
    let mut site = Site::one(kind);
    let between = if long { 1 } else { all.div_ceil(SOME) };
    let lines = (1..=all).step_by(between);
    let lines = lines.filter(|line| only.is_none_or(|only| only == *line));
    let mut ours = BTreeSet::new();
    for line in lines {
        match refused(kind, &site, line, &kept) {
            Refused::Ours(number) => drop(ours.insert(number)),
            Refused::Around => {}
            Refused::Made => site = Site::one(kind),
        }
    }
    assert!(!ours.is_empty() || only.is_some(), "no line of the change");
    if long && only.is_none() {
        let last = ours.last().copied().unwrap_or(0);
        let missing: Vec<u64> = (1..=last).filter(|line| !ours.contains(line)).collect();
        assert!(missing.is_empty(), "never refused: {missing:?}");
    }
    let (code, json) = site.push(&[]);
    assert_eq!((code, outcome(&json)), (0, "confirmed"), "{json:#}");
    assert_eq!(site.routers[0].running_config(), kept);
}

#[test]
fn any_refused_line_leaves_the_router_as_it_was() {
    let only = std::env::var("LINE")
        .ok()
        .and_then(|line| line.parse().ok());
    let long = std::env::var_os("LONG").is_some() || only.is_some();
    each(|kind| every_line(kind, only, long));
}
