//! A kill at every step of the journal, on every platform: `recover` settles what is left, and what it
//! says is what is so.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use vifctl::sim::{Kind, Trouble};

use super::fleet::{KEY, Site, each, outcome, patient};

const STEPS: [&str; 10] = [
    "begin", "arm", "open", "stage", "commit", "look", "confirm", "disarm", "save", "end",
];

/// Kill a push as soon as its journal has this record. The last step that it really has; none if the
/// push came to its end without it.
fn killed_at(site: &Site, step: &str) -> Option<String> {
    let mut child = site.spawn(&site.arguments(&["--wait", "4", "--timer", "60"]));
    let wanted = match step {
        "begin" | "end" => format!("\"kind\":\"{step}\""),
        step => format!("\"step\":\"{step}\""),
    };
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        let journal = journal(site);
        if journal.contains(&wanted) {
            child.kill().expect("it runs");
            child.wait().expect("it is gone");
            return Some(last(site));
        }
        if child.try_wait().expect("it runs").is_some() {
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it runs");
    child.wait().expect("it is gone");
    panic!("it never ended");
}

fn journal(site: &Site) -> String {
    let runs = site.folder.0.join(".local/state/vifctl/runs");
    let files = fs::read_dir(runs).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = files.map(|run| run.path().join("edge0.journal")).collect();
    files.sort();
    let last = files.last().and_then(|file| fs::read_to_string(file).ok());
    last.unwrap_or_default()
}

/// The last step that was announced before the kill.
fn last(site: &Site) -> String {
    let journal = journal(site);
    let steps = journal.rsplit("\"step\":\"").next().unwrap_or_default();
    match journal.contains("\"kind\":\"end\"") {
        true => "end".to_owned(),
        false if !journal.contains("\"step\":\"") => "begin".to_owned(),
        false => steps.split('"').next().unwrap_or_default().to_owned(),
    }
}

fn settled_after(kind: Kind, step: &str) {
    let site = Site::one(kind);
    let router = &site.routers[0];
    let before = router.running_config();
    router.set_trouble(vec![Trouble::Slow(10)]);
    let Some(last) = killed_at(&site, step) else {
        return;
    };
    router.set_trouble(Vec::new());
    // A router that only time can help is given it.
    let (code, json) = patient(router, || site.recover());
    let now = router.running_config();
    let at = format!("killed at {step}, last {last}: {json:#}");
    assert_eq!(code, 0, "{at}");
    assert!(!router.pending(), "{at}");
    let end = match json["routers"].as_array().map(Vec::len) {
        Some(0) => "ended",
        _ => outcome(&json),
    };
    match end {
        "unchanged" | "reverted" => assert_eq!(now, before, "{at}"),
        "confirmed" => assert_ne!(now, before, "{at}"),
        "ended" => assert_eq!(last, "end", "{at}"),
        other => panic!("{other}: {at}"),
    }
    let passed = ["confirm", "disarm", "save", "unlock", "end"].contains(&last.as_str());
    assert!(
        passed || end != "confirmed",
        "it had not passed its checks; {at}"
    );
    assert!(!site.state().contains(KEY), "a key; {at}");
    let (code, json) = site.recover();
    assert_eq!(
        (code, json["routers"].as_array().map(Vec::len)),
        (0, Some(0)),
        "nothing is left"
    );
    let (code, json) = site.push(&[]);
    assert_eq!(code, 0, "a push after it; {at}\n{json:#}");
}

#[test]
#[ignore = "minutes of waiting for timers; not proven on every platform: cargo test --test push killed -- --ignored"]
fn a_kill_at_any_step_is_settled() {
    let wanted = std::env::var("STEP").ok();
    each(|kind| {
        for step in STEPS {
            if wanted.as_ref().is_none_or(|wanted| wanted == step) {
                settled_after(kind, step);
            }
        }
    });
}
