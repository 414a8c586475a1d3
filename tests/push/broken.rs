//! A connection that is cut, freezes or garbles, at many points: nothing unknown is left unsaid, and no
//! half change is left where the class says A or B.

use vifctl::sim::{Kind, Trouble};

use super::fleet::{KEY, LAB, Site, json, outcome, patient};

fn kinds() -> Vec<Kind> {
    let only = std::env::var("KIND").ok();
    let named = ["cisco_xe", "juniper_junos", "frr"];
    let named = named
        .into_iter()
        .filter(|name| only.as_ref().is_none_or(|only| only == name));
    named
        .map(|name| Kind::named(name).expect("it is simulated"))
        .collect()
}

/// A push through this trouble; then the trouble is over, and `recover` may settle what is left.
fn through(kind: Kind, trouble: Trouble) {
    let site = Site::one(kind);
    let router = &site.routers[0];
    let text = std::fs::read_to_string(site.folder.0.join("vifctl.toml")).expect("an intent");
    site.folder
        .with("vifctl.toml", text.replace("timeout = 10", "timeout = 2"));
    let before = router.running_config();
    router.set_trouble(vec![trouble.clone()]);
    let mut arguments = site.arguments(&["--wait", "4", "--timer", "60"]);
    let at = format!("{}, {trouble:?}", kind.name());
    arguments.push("--quiet");
    arguments.retain(|argument| *argument != "--quiet");
    let (code, json) = patient(router, || {
        let child = site.spawn(&arguments);
        let id = child.id();
        // The line is repaired after a while, as lines are.
        let output = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(std::time::Duration::from_secs(6));
                router.set_trouble(Vec::new());
            });
            child.wait_with_output().expect("it ends")
        });
        let _ = id;
        json(output)
    });
    let at = format!("{at}: {code} {json:#}");
    let now = router.running_config();
    match outcome(&json) {
        "confirmed" => assert_ne!(now, before, "{at}"),
        "refused" | "reverted" | "unchanged" => assert_eq!(now, before, "{at}"),
        "unknown" => {
            let (code, json) = patient(router, || site.recover());
            let at = format!("{at}\nthen {code} {json:#}");
            match outcome(&json) {
                "confirmed" => assert_ne!(router.running_config(), before, "{at}"),
                "reverted" | "unchanged" => assert_eq!(router.running_config(), before, "{at}"),
                other => panic!("still {other}; {at}"),
            }
        }
        other => panic!("{other}: {at}"),
    }
    assert!(!router.pending(), "{at}");
    let state = site.state();
    assert!(!state.contains(KEY) && !state.contains(LAB), "a key; {at}");
}

#[test]
#[ignore = "minutes of waiting; not proven yet: cargo test --test push broken -- --ignored"]
fn a_line_that_is_cut_or_freezes() {
    for kind in kinds() {
        for line in [1, 4, 9, 14] {
            through(kind, Trouble::DropAtLine(line));
            through(kind, Trouble::FreezeAtLine(line));
        }
    }
}

#[test]
#[ignore = "minutes of waiting; not proven yet: cargo test --test push broken -- --ignored"]
fn a_session_that_is_cut_freezes_or_garbles_anywhere() {
    for kind in kinds() {
        for byte in [40, 900, 2500, 5000, 9000] {
            through(kind, Trouble::DropAtByte(byte));
        }
        through(kind, Trouble::FreezeAtByte(3000));
        through(kind, Trouble::SyslogNoise);
        through(kind, Trouble::Page);
        through(kind, Trouble::LoseCommitReply);
        through(kind, Trouble::FailCommit);
    }
}
