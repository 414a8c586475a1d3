//! What an older intent asked for and the present one does not: push leaves it, and says so.

use super::fleet::{Site, each, outcome};

#[test]
fn a_prefix_that_is_wanted_no_more_is_said_to_be_there_still() {
    each(|kind| {
        let site = Site::one(kind);
        let intent = std::fs::read_to_string(site.folder.0.join("vifctl.toml")).expect("an intent");
        let more = intent.replace(
            "advertise = [\"10.20.0.0/16\"]",
            "advertise = [\"10.20.0.0/16\", \"10.21.0.0/16\"]",
        );
        assert_ne!(intent, more);
        site.folder.with("vifctl.toml", more);
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (0, "confirmed"), "{json:#}");
        assert!(json["routers"][0]["left"].is_null(), "{json:#}");

        site.folder.with("vifctl.toml", intent);
        let (_, json) = site.push(&[]);
        let left = json["routers"][0]["left"].to_string();
        assert!(!left.contains("10.20.0.0"), "{json:#}");
        let (_, plan) = super::fleet::json(site.run(&["plan", "--format", "json"]));
        let planned = plan["routers"][0]["left"].to_string();
        let told = left.contains("10.21.0.0");
        assert_eq!(planned.contains("10.21.0.0"), told, "{plan:#}");
        // Where a list is written anew as a whole, nothing of an older one is left.
        let verify = ["verify", "--settled", "0", "--format", "json"];
        let (_, seen) = super::fleet::json(site.run(&verify));
        let checks = seen["checks"].as_array().expect("a list").iter();
        let sent: Vec<_> = checks
            .filter(|check| check["check"] == "advertised-prefixes")
            .map(|check| check["status"].as_str().unwrap_or(""))
            .collect();
        assert_eq!(sent, [if told { "fail" } else { "pass" }], "{seen:#}");
    });
}
