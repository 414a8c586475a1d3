//! What happens when all is well, and when a router says no.

use vifctl::sim::{Kind, Trouble, World};

use super::fleet::{KEY, LAB, Site, each, outcome, world};

#[test]
fn a_vif_comes_up_is_confirmed_and_needs_no_second_push() {
    each(|kind| {
        let site = Site::one(kind);
        let before = site.routers[0].running_config();
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (0, "confirmed"), "{json:#}");
        assert!(!site.routers[0].pending());
        let after = site.routers[0].running_config();
        assert_ne!(before, after);
        assert_eq!(site.routers[0].saved_config(), after, "it is saved");
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (0, "unchanged"), "{json:#}");
        let left = &json["routers"][0]["left"];
        assert!(
            left.is_null(),
            "what it wrote itself is no leftover: {left:#}"
        );
        assert_eq!(site.routers[0].running_config(), after);
        let state = site.state();
        assert!(
            !state.contains(KEY) && !state.contains(LAB),
            "a key in the state"
        );
    });
}

#[test]
fn a_refused_line_leaves_the_router_as_it_was() {
    each(|kind| {
        let site = Site::one(kind);
        let before = site.routers[0].running_config();
        site.routers[0].set_trouble(vec![Trouble::Refuse("172.31.0.0".into())]);
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (1, "refused"), "{json:#}");
        let line = &json["routers"][0]["line"];
        let text = line["text"].as_str().unwrap_or_default();
        assert!(text.contains("172.31"), "{json:#}");
        assert_eq!(site.routers[0].running_config(), before);
        assert!(!site.routers[0].pending());
    });
}

#[test]
fn sessions_that_stay_down_take_the_change_back() {
    each(|kind| {
        let site = Site::one(kind);
        site.routers[0].set_world(World::default());
        let before = site.routers[0].running_config();
        let (code, json) = site.push(&["--wait", "1"]);
        assert_eq!((code, outcome(&json)), (1, "reverted"), "{json:#}");
        assert_eq!(site.routers[0].running_config(), before);
        assert!(!site.routers[0].pending());
        site.routers[0].set_world(world(0));
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (0, "confirmed"), "{json:#}");
    });
}

#[test]
fn a_dry_run_shows_everything_and_sends_nothing() {
    let site = Site::one(Kind::named("cisco_xe").expect("it is simulated"));
    let before = site.routers[0].running_config();
    let output = site.run(&["push", "--dry-run"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0), "{text}");
    for piece in [
        "guarantee A",
        "would be sent",
        "would take it back",
        "password 0 ********",
    ] {
        assert!(text.contains(piece), "no {piece} in\n{text}");
    }
    assert_eq!(site.routers[0].running_config(), before);
    let typed = site.routers[0].received().join("\n");
    assert!(!typed.contains("configure"), "{typed}");
    assert!(site.state().is_empty(), "nothing was begun");
}

#[test]
fn without_a_yes_nothing_is_sent() {
    let site = Site::one(Kind::named("cisco_xe").expect("it is simulated"));
    let before = site.routers[0].running_config();
    let output = site.run(&["push"]);
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        err.contains("push this? [y/N]") && err.contains("nothing was changed"),
        "{err}"
    );
    assert_eq!(site.routers[0].running_config(), before);
}

#[test]
fn a_weak_guarantee_is_asked_for() {
    let kind = Kind::named("frr").expect("it is simulated");
    let site = Site::one(kind);
    let output = site.run(&["push", "--yes", "--format", "json"]);
    let (code, json) = super::fleet::json(output);
    assert_eq!((code, outcome(&json)), (1, "refused"), "{json:#}");
    let reason = json["routers"][0]["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("--guarantee C"), "{reason}");
}
