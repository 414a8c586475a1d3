//! A kill at every step of the journal, on every platform: `recover` settles what is left, and what it
//! says is what is so.
//!
//! `KIND=x,y` only those platforms, `STEP=commit` only that step, `LONG=1` every moment of every step.
//! What was done, and how long it took: `--nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use vifctl::sim::{Kind, Trouble, World};
use vifctl::vendor::Vendors;
use vifctl::vendor::change::Confirm;

use super::fleet::{KEY, Site, each, outcome, patient, world};

/// When, within a step, the program is killed, and when somebody comes to settle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// The step is written down, and perhaps not begun.
    Written,
    /// The router has the next line and has done what it says, and nobody has heard its answer.
    Done,
    /// As soon as it is written; and the timer has long run out when somebody comes.
    Late,
    /// As soon as it is written; and who comes to settle it is killed as well.
    Twice,
}

/// What the push comes to where nobody kills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Well,
    /// The sessions stay down, and the change goes back.
    Ill,
}

struct Case<'c> {
    kind: Kind,
    way: Option<&'c str>,
    fate: Fate,
    moment: Moment,
    step: &'c str,
    /// What the router has when the change is made and kept.
    kept: &'c str,
}

fn site(kind: Kind, way: Option<&str>) -> Site {
    match way {
        Some(way) => Site::by(kind, way),
        None => Site::one(kind),
    }
}

/// The steps that the journal of a push has here, and the configuration that comes of it.
fn steps(kind: Kind, way: Option<&str>) -> (Vec<String>, String) {
    let site = site(kind, way);
    let (_, end) = site.push(&["--timer", "60"]);
    assert_eq!(outcome(&end), "confirmed", "{end:#}");
    let wanted = format!("\"way\":\"{}\"", way.unwrap_or_default());
    assert!(
        way.is_none() || journal(&site).contains(&wanted),
        "another way"
    );
    let mut steps = names(&journal(&site));
    steps.dedup();
    (steps, site.routers[0].running_config())
}

/// The steps of a journal, with its beginning and its end.
fn names(journal: &str) -> Vec<String> {
    let lines = journal.lines();
    let lines = lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let named = lines.filter_map(|line| {
        let record = &line["record"];
        let name = match record["kind"].as_str()? {
            "step" => record["step"].as_str()?,
            kind @ ("begin" | "end") => kind,
            _ => return None,
        };
        Some(name.to_owned())
    });
    named.collect()
}

/// The outcome that a journal ends with.
fn end_of(journal: &str) -> String {
    let lines = journal.lines().rev();
    let mut lines = lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let end = lines.find(|line| line["record"]["kind"] == "end");
    let end = end.and_then(|line| Some(line["record"]["outcome"].as_str()?.to_owned()));
    end.unwrap_or_else(|| "nothing".to_owned())
}

fn journal(site: &Site) -> String {
    let last = site.journals().pop();
    let last = last.and_then(|file| fs::read_to_string(file).ok());
    last.unwrap_or_default()
}

/// Kill a push at this moment of this step. The last step that it really has.
fn kill(site: &Site, case: &Case<'_>, timer: &str) -> String {
    let wait = if case.fate == Fate::Ill { "1" } else { "4" };
    let mut child = site.spawn(&site.arguments(&["--wait", wait, "--timer", timer]));
    let router = &site.routers[0];
    let until = Instant::now() + Duration::from_secs(60);
    let mut typed = None;
    loop {
        let there = names(&journal(site)).iter().any(|name| name == case.step);
        if there && case.moment != Moment::Done {
            break;
        }
        // The next line has come, and its answer is on the way.
        let received = router.received().len();
        if there && received > *typed.get_or_insert(received) {
            break;
        }
        if child.try_wait().expect("it runs").is_some() {
            break;
        }
        assert!(Instant::now() < until, "it never came to {}", case.step);
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it runs, or has just ended");
    child.wait().expect("it is gone");
    names(&journal(site)).pop().unwrap_or_default()
}

/// Kill whoever settles it at the first step that it writes down, if it writes one.
fn kill_recover(site: &Site) {
    let steps = names(&journal(site)).len();
    let mut child = site.spawn(&["recover", "--format", "json"]);
    while child.try_wait().expect("it runs").is_none() {
        if names(&journal(site)).len() > steps {
            child.kill().expect("it runs, or has just ended");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Can a confirmation that may have arrived be known from what the device says, or by time alone?
fn only_time_tells(site: &Site, kind: Kind) -> bool {
    let vendors = Vendors::built_in().expect("the packs");
    let speech = vendors.get(kind.name()).expect("the pack").speech();
    let journal = journal(site);
    let ways = &speech.expect("its words").ways;
    let way = ways
        .iter()
        .find(|way| journal.contains(&format!("\"way\":\"{}\"", way.name)));
    let timer = way.and_then(|way| way.timer.as_ref());
    timer.is_some_and(|timer| timer.confirm == Confirm::SameSession)
}

fn settled_after(case: &Case<'_>) {
    let began = Instant::now();
    let site = site(case.kind, case.way);
    let router = &site.routers[0];
    let before = router.running_config();
    if case.fate == Fate::Ill {
        router.set_world(World::default());
    }
    let slow = if case.moment == Moment::Done { 60 } else { 10 };
    router.set_trouble(vec![Trouble::Slow(slow)]);
    let last = kill(&site, case, "60");
    let passed = ["confirm", "disarm", "save", "unlock", "end"].contains(&last.as_str());
    if case.moment == Moment::Late || last == "confirm" && only_time_tells(&site, case.kind) {
        site.later(Duration::from_secs(3600));
    }
    if case.moment == Moment::Twice {
        kill_recover(&site);
    }
    router.set_trouble(Vec::new());
    let killed = began.elapsed();
    // A router that only time can help is given it.
    let (code, json) = patient(router, || site.recover());
    let now = router.running_config();
    let ended = end_of(&journal(&site));
    let end = match json["routers"].as_array().map(Vec::len) {
        Some(0) => ended.as_str(),
        _ => outcome(&json),
    };
    let at = format!(
        "killed at {} ({:?}, {:?}), last {last}: {end} in {killed:.1?} and {:.1?}",
        case.step,
        case.fate,
        case.moment,
        began.elapsed() - killed
    );
    println!("{}: {at}", case.kind.name());
    let at = format!("{at}: {json:#}\n{}", journal(&site));
    assert_eq!(code, 0, "{at}");
    assert!(!router.pending(), "{at}");
    assert_eq!(router.left_over(), Vec::<String>::new(), "{at}");
    match end {
        "unchanged" | "reverted" => assert_eq!(now, before, "{at}"),
        "confirmed" => {
            assert_eq!(now, case.kept, "{at}");
            assert_eq!(router.saved_config(), now, "{at}");
        }
        other => panic!("{other}: {at}"),
    }
    let back = case.fate == Fate::Ill;
    assert!(
        end != "confirmed" || passed && !back,
        "it had not passed its checks; {at}"
    );
    let certain = ["disarm", "save", "unlock"].contains(&last.as_str());
    assert!(
        end == "confirmed" || back || !certain,
        "it was confirmed; {at}"
    );
    assert!(!site.state().contains(KEY), "a key; {at}");
    let (code, json) = site.recover();
    assert_eq!(
        (code, json["routers"].as_array().map(Vec::len)),
        (0, Some(0)),
        "nothing is left"
    );
    router.set_world(world(0));
    let (code, json) = site.push(&[]);
    assert_eq!(code, 0, "a push after it; {at}\n{json:#}");
    assert_eq!(router.running_config(), case.kept, "{at}\n{json:#}");
}

/// The moments of a step that are tried.
fn moments(step: &str, long: bool) -> Vec<Moment> {
    match step {
        "begin" | "end" => vec![Moment::Written],
        _ if long => vec![Moment::Written, Moment::Done, Moment::Late, Moment::Twice],
        "commit" => vec![Moment::Written, Moment::Done],
        "confirm" => vec![Moment::Written, Moment::Done, Moment::Twice],
        "look" => vec![Moment::Written, Moment::Late, Moment::Twice],
        _ => vec![Moment::Written],
    }
}

fn all_steps(kind: Kind, way: Option<&str>) {
    let wanted = std::env::var("STEP").ok();
    let long = std::env::var_os("LONG").is_some();
    let (all, kept) = steps(kind, way);
    let ill = [("back".to_owned(), Fate::Ill)];
    let well = all.into_iter().map(|step| (step, Fate::Well));
    for (step, fate) in well.chain(ill) {
        if wanted.as_ref().is_some_and(|wanted| *wanted != step) {
            continue;
        }
        for moment in moments(&step, long) {
            settled_after(&Case {
                kind,
                way,
                fate,
                moment,
                step: &step,
                kept: &kept,
            });
        }
    }
}

#[test]
fn a_kill_at_any_step_is_settled() {
    each(|kind| all_steps(kind, None));
}

/// The ways that older releases have, and other devices.
#[test]
fn a_kill_at_any_step_of_another_way_is_settled() {
    let only = std::env::var("WAY").ok();
    for (kind, way) in [
        ("cisco_xe", "connected"),
        ("cisco_nxos", "scheduler"),
        ("cisco_nxos", "checkpoint"),
        ("cisco_asa", "connected"),
    ] {
        if only.as_ref().is_none_or(|only| only == way) {
            println!("{kind}, {way}");
            all_steps(Kind::named(kind).expect("it is simulated"), Some(way));
        }
    }
}

/// Where only the session that is gone could confirm, nobody can tell whether it did, but time: recover
/// waits for it.
#[test]
fn only_time_tells_what_became_of_a_lost_confirmation() {
    let site = Site::one(Kind::named("cisco_xr").expect("it is simulated"));
    let router = &site.routers[0];
    let before = router.running_config();
    router.set_trouble(vec![Trouble::Slow(10)]);
    let case = Case {
        kind: Kind::named("cisco_xr").expect("it is simulated"),
        way: None,
        fate: Fate::Well,
        moment: Moment::Written,
        step: "confirm",
        kept: "",
    };
    let last = kill(&site, &case, "30");
    router.set_trouble(Vec::new());
    let began = Instant::now();
    let (code, json) = site.recover();
    let at = format!("{last}: {json:#}");
    assert_eq!(code, 0, "{at}");
    let now = router.running_config();
    match outcome(&json) {
        "reverted" => assert_eq!(now, before, "{at}"),
        "confirmed" => {
            assert_ne!(now, before, "{at}");
            assert!(
                last != "confirm" || began.elapsed() > Duration::from_secs(25),
                "{at}"
            );
        }
        other => panic!("{other}: {at}"),
    }
    assert!(!router.pending(), "{at}");
}
