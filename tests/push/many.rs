//! A fleet: waves, one failure, locks, Ctrl-C, two hundred at once.

use std::time::{Duration, Instant};

use serde_json::Value as Json;
use vifctl::sim::{Kind, Trouble};

use super::fleet::{KEY, LAB, Site, json, outcome};

/// One fleet at a time: two hundred routers leave nothing for the deadlines of another test.
fn alone() -> std::sync::MutexGuard<'static, ()> {
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    ONE.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn kind() -> Kind {
    Kind::named("cisco_xe").expect("it is simulated")
}

fn of<'j>(json: &'j Json, router: &str) -> &'j Json {
    let all = json["routers"].as_array().expect("a list");
    let of = all.iter().find(|end| end["router"] == router);
    of.expect("every router has an outcome")
}

const PAIR: &str =
    "[redundancy.pair]\nvifs = [\"prod0\", \"prod1\"]\npolicy = \"active-passive\"\n";

#[test]
fn the_passive_leg_goes_first_and_its_failure_stops_the_active_one() {
    let _alone = alone();
    let site = Site::of(&[kind(), kind()], PAIR);
    site.routers[1].set_trouble(vec![Trouble::Refuse("172.31.0.0".into())]);
    let before = site.routers[0].running_config();
    let (code, json) = site.push(&[]);
    assert_eq!(code, 1, "{json:#}");
    assert_eq!(of(&json, "edge1")["outcome"], "refused", "{json:#}");
    assert!(
        of(&json, "edge1")["line"]["number"].as_u64() > Some(0),
        "{json:#}"
    );
    assert_eq!(of(&json, "edge0")["outcome"], "refused", "{json:#}");
    let reason = of(&json, "edge0")["reason"].as_str().unwrap_or_default();
    assert!(
        reason.contains("not begun, because edge1 is refused"),
        "{reason}"
    );
    assert_eq!(site.routers[0].running_config(), before);
    let typed = site.routers[0].received().join("\n");
    assert!(!typed.contains("configure"), "{typed}");
    site.routers[1].set_trouble(Vec::new());
    let (code, json) = site.push(&[]);
    assert_eq!(code, 0, "{json:#}");
    assert_eq!(json["summary"]["confirmed"], 2, "{json:#}");
}

#[test]
fn two_pushes_at_once_never_interleave() {
    let _alone = alone();
    let site = Site::one(kind());
    site.routers[0].set_trouble(vec![Trouble::Slow(30)]);
    let arguments = site.arguments(&["--wait", "10"]);
    let children = [site.spawn(&arguments), site.spawn(&arguments)];
    let ends = children.map(|child| json(child.wait_with_output().expect("it ends")));
    let words: Vec<&str> = ends.iter().map(|(_, json)| outcome(json)).collect();
    // The second finds the lock, the other's change, or nothing to do; and it says so.
    assert!(words.contains(&"confirmed"), "{ends:#?}");
    assert!(
        words.contains(&"refused") || words.contains(&"unchanged"),
        "{ends:#?}"
    );
    let typed = site.routers[0].received();
    let armed = typed.iter().filter(|line| line.contains("revert timer"));
    assert_eq!(armed.count(), 1, "{typed:#?}");
    assert!(!site.routers[0].pending());
}

#[test]
fn somebody_elses_timer_keeps_a_push_away() {
    let _alone = alone();
    let one = Site::one(kind());
    one.routers[0].set_trouble(vec![Trouble::Slow(20)]);
    let mut child = one.spawn(&one.arguments(&["--soak", "8", "--wait", "20"]));
    let until = Instant::now() + Duration::from_secs(20);
    while !one.routers[0].pending() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    // The same router from another machine: another state folder.
    let other = one.run(&[
        "push",
        "--yes",
        "--format",
        "json",
        "--state",
        "elsewhere",
        "--guarantee",
        "D",
    ]);
    let (code, json) = json(other);
    assert_eq!((code, outcome(&json)), (1, "refused"), "{json:#}");
    let reason = json["routers"][0]["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("waits for its confirmation"), "{reason}");
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn ctrl_c_takes_back_the_router_in_hand_and_starts_no_other() {
    let _alone = alone();
    let site = Site::of(&[kind(), kind()], PAIR);
    let before: Vec<String> = site.routers.iter().map(|r| r.running_config()).collect();
    let child = site.spawn(&site.arguments(&["--soak", "30", "--wait", "40"]));
    let until = Instant::now() + Duration::from_secs(20);
    while !site.routers[1].pending() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    let kill = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.expect("there is a kill").success());
    let (code, json) = json(child.wait_with_output().expect("it ends"));
    assert_eq!(code, 130, "{json:#}");
    for (router, before) in site.routers.iter().zip(before) {
        assert_eq!(router.running_config(), before);
        assert!(!router.pending());
    }
    assert_eq!(of(&json, "edge1")["outcome"], "reverted", "{json:#}");
    assert_eq!(of(&json, "edge0")["outcome"], "refused", "{json:#}");
}

#[test]
fn a_router_that_cannot_be_reached_is_the_world_in_the_way() {
    let _alone = alone();
    let site = Site::of(&[kind(), kind()], "");
    let before = site.routers[0].running_config();
    let gone = site.routers[1].address().to_string();
    let text = std::fs::read_to_string(site.folder.0.join("vifctl.toml")).expect("an intent");
    site.folder
        .with("vifctl.toml", text.replace(&gone, "127.0.0.1:1"));
    let (code, json) = site.push(&[]);
    assert_eq!(code, 3, "{json:#}");
    assert_eq!(
        site.routers[0].running_config(),
        before,
        "all or nothing was asked for"
    );
    let (code, json) = site.push(&["--skip"]);
    assert_eq!(code, 3, "{json:#}");
    assert_eq!(of(&json, "edge0")["outcome"], "confirmed", "{json:#}");
    assert_eq!(of(&json, "edge1")["outcome"], "refused", "{json:#}");
}

#[test]
fn verify_reads_live_routers_and_keeps_what_it_read() {
    let _alone = alone();
    let site = Site::one(kind());
    let (code, _) = site.push(&[]);
    assert_eq!(code, 0);
    let output = site.run(&[
        "verify",
        "--format",
        "json",
        "--settled",
        "0",
        "--save-captures",
        "kept",
    ]);
    let (live, first) = json(output);
    let passes = |json: &Json| json["summary"]["pass"].as_u64().unwrap_or(0);
    assert!(passes(&first) > 5, "{live} {first:#}");
    let established = first["checks"].as_array().expect("a list").iter();
    let mut established = established.filter(|check| check["check"] == "bgp-established");
    assert!(
        established.all(|check| check["status"] == "pass"),
        "{first:#}"
    );
    let again = site.run(&[
        "verify",
        "--format",
        "json",
        "--settled",
        "0",
        "--captures",
        "kept",
    ]);
    let (_, second) = json(again);
    assert_eq!(passes(&first), passes(&second), "{second:#}");
    use std::os::unix::fs::PermissionsExt;
    for file in std::fs::read_dir(site.folder.0.join("kept/edge0"))
        .expect("kept")
        .flatten()
    {
        let mode = file.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file:?}");
    }
}

#[test]
fn two_hundred_at_once() {
    let _alone = alone();
    let number = 200;
    let kinds = vec![kind(); number];
    let site = Site::of(&kinds, "");
    let (code, json) = site.push(&[
        "--at-once",
        "200",
        "--no-canary",
        "--wait",
        "120",
        "--timer",
        "600",
    ]);
    assert_eq!(code, 0, "{}", json["summary"]);
    assert_eq!(json["summary"]["confirmed"], number, "{}", json["summary"]);
    assert!(site.routers.iter().all(|router| !router.pending()));
    let state = site.state();
    assert!(
        !state.contains(KEY) && !state.contains(LAB),
        "a key in the state"
    );
}
