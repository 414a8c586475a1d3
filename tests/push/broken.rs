//! A connection that is cut, freezes or garbles, at many points of a push, on every platform: nothing
//! unknown is left unsaid, and no half change is left.
//!
//! Some points of each platform, evenly spread over all that the router says in a push; `LONG=1` many
//! more, `POINTS=100` so many, `KIND=x` only that platform. What was done: `--nocapture`.

use std::time::{Duration, Instant};

use vifctl::sim::{Kind, Trouble};

use super::fleet::{KEY, LAB, Site, each, each_of, json, outcome, patient};

/// A push that nothing is wrong with.
struct Whole {
    bytes: usize,
    lines: usize,
    /// The configuration that comes of it.
    kept: String,
}

impl Whole {
    fn of(kind: Kind) -> Self {
        let site = Site::one(kind);
        let (_, json) = site.push(&["--timer", "60"]);
        assert_eq!(outcome(&json), "confirmed", "{json:#}");
        let router = &site.routers[0];
        Self {
            bytes: router.bytes_sent(),
            lines: router.lines_typed(),
            kept: router.running_config(),
        }
    }

    /// So many points of a length, the middle of each of as many parts.
    fn points(length: usize, points: usize) -> impl Iterator<Item = usize> {
        let points = points.min(length).max(1);
        (0..points).map(move |point| (length * (2 * point + 1) / (2 * points)).max(1))
    }
}

/// The configuration is what this outcome says.
fn holds(site: &Site, outcome: &str, before: &str, kept: &str, at: &str) {
    let router = &site.routers[0];
    match outcome {
        "confirmed" => {
            assert_eq!(router.running_config(), kept, "{at}");
            assert_eq!(router.saved_config(), kept, "{at}");
        }
        "refused" | "reverted" | "unchanged" => assert_eq!(router.running_config(), before, "{at}"),
        other => panic!("{other}: {at}"),
    }
    assert!(!router.pending(), "{at}");
    assert_eq!(router.left_over(), Vec::<String>::new(), "{at}");
}

/// A push through this trouble; then the trouble is over, and `recover` may settle what is left.
fn through(kind: Kind, trouble: &Trouble, kept: &str) {
    let began = Instant::now();
    let site = Site::one(kind);
    let router = &site.routers[0];
    let text = std::fs::read_to_string(site.folder.0.join("vifctl.toml")).expect("an intent");
    let text = text.replace("timeout = 10", "timeout = 2");
    site.folder.with("vifctl.toml", text);
    let before = router.running_config();
    router.set_trouble(vec![trouble.clone()]);
    let arguments = site.arguments(&["--wait", "4", "--timer", "60"]);
    let (code, json) = patient(router, || json(site.run(&arguments)));
    router.set_trouble(Vec::new());
    let end = &json["routers"][0];
    let at = format!(
        "{trouble:?}: {code} {} in {:.1?}",
        outcome(&json),
        began.elapsed()
    );
    println!("{}: {at} {}", kind.name(), end["reason"]);
    let at = format!("{at}: {json:#}");
    match outcome(&json) {
        "unknown" => {
            assert_eq!(code, 1, "{at}");
            assert!(end["reason"].as_str().is_some_and(|says| !says.is_empty()));
            let (code, json) = patient(router, || site.recover());
            let at = format!("{at}\nthen {code} {json:#}");
            assert_eq!(code, 0, "{at}");
            holds(&site, outcome(&json), &before, kept, &at);
        }
        settled => holds(&site, settled, &before, kept, &at),
    }
    let state = site.state();
    assert!(!state.contains(KEY) && !state.contains(LAB), "a key; {at}");
    // Nothing that is left, a lock or a session or a job, is in the way of the next one.
    let (code, json) = site.push(&[]);
    assert_eq!(code, 0, "a push after it; {at}\n{json:#}");
    assert_eq!(router.running_config(), kept, "{at}\n{json:#}");
}

/// A push whose router goes away in the middle of it and does not come back in time, and `recover`
/// when it is back.
fn gone(kind: Kind) {
    let whole = Whole::of(kind);
    let site = Site::one(kind);
    let router = &site.routers[0];
    let before = router.running_config();
    router.set_trouble(vec![Trouble::Slow(30)]);
    let arguments = site.arguments(&["--wait", "4", "--timer", "30"]);
    let child = site.spawn(&arguments);
    while router.lines_typed() < whole.lines / 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    router.set_trouble(vec![Trouble::Away, Trouble::DropAtByte(0)]);
    let (code, json) = json(child.wait_with_output().expect("it ends"));
    let at = format!("{json:#}");
    assert_eq!((code, outcome(&json)), (3, "unknown"), "{at}");
    let says = json["routers"][0]["reason"].as_str().unwrap_or_default();
    assert!(says.contains("vifctl recover"), "{at}");
    let (code, json) = site.recover();
    assert_eq!((code, outcome(&json)), (3, "unknown"), "{at}\n{json:#}");
    router.set_trouble(Vec::new());
    let (code, json) = site.recover();
    assert_eq!(code, 0, "{at}\n{json:#}");
    holds(&site, outcome(&json), &before, &whole.kept, &at);
}

/// So many points, or those of a long run, or as many as somebody wants.
fn many(some: usize, long: usize) -> usize {
    let wanted = std::env::var("POINTS").ok();
    let wanted = wanted.map(|text| text.parse().expect("a number of points"));
    wanted.unwrap_or(match std::env::var_os("LONG") {
        Some(_) => long,
        None => some,
    })
}

#[test]
fn a_connection_that_is_cut_anywhere() {
    each(|kind| {
        let whole = Whole::of(kind);
        let last = [whole.bytes - 1, whole.bytes - 150];
        for byte in Whole::points(whole.bytes, many(6, 40)).chain(last) {
            through(kind, &Trouble::DropOnce(byte), &whole.kept);
        }
        for line in Whole::points(whole.lines, many(3, whole.lines)) {
            through(kind, &Trouble::DropAtLine(line), &whole.kept);
        }
    });
}

#[test]
fn a_session_that_freezes_anywhere() {
    // Most of the time they wait.
    each_of(8, |kind| {
        let whole = Whole::of(kind);
        for byte in Whole::points(whole.bytes, many(3, 20)) {
            through(kind, &Trouble::FreezeOnce(byte), &whole.kept);
        }
        for line in Whole::points(whole.lines, many(1, whole.lines)) {
            through(kind, &Trouble::FreezeAtLine(line), &whole.kept);
        }
    });
}

#[test]
fn a_router_that_garbles_or_says_no_at_the_end() {
    each(|kind| {
        let whole = Whole::of(kind);
        for trouble in [
            Trouble::SyslogNoise,
            Trouble::Page,
            Trouble::LoseCommitReply,
            Trouble::FailCommit,
        ] {
            through(kind, &trouble, &whole.kept);
        }
    });
}

#[test]
fn a_router_that_goes_away_and_stays_away_is_unknown_until_it_is_asked_again() {
    std::thread::scope(|scope| {
        for name in ["frr", "cisco_xr"] {
            scope.spawn(|| gone(Kind::named(name).expect("it is simulated")));
        }
    });
}
