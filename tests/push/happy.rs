//! What happens when all is well, and when a router says no.

use vifctl::sim::{Kind, Trouble};

use super::fleet::{KEY, Site, outcome};

fn kinds() -> Vec<Kind> {
    let only = std::env::var("KIND").ok();
    Kind::all()
        .filter(|kind| only.as_ref().is_none_or(|only| kind.name() == only))
        .collect()
}

#[test]
fn a_vif_comes_up_is_confirmed_and_needs_no_second_push() {
    for kind in kinds() {
        let site = Site::one(kind);
        let before = site.routers[0].running_config();
        let (code, json) = site.push(&[]);
        assert_eq!(
            (code, outcome(&json)),
            (0, "confirmed"),
            "{kind:?}: {json:#}"
        );
        assert!(!site.routers[0].pending(), "{kind:?}");
        let after = site.routers[0].running_config();
        assert_ne!(before, after, "{kind:?}");
        let sent = site.routers[0].received().len();
        let (code, json) = site.push(&[]);
        assert_eq!(
            (code, outcome(&json)),
            (0, "unchanged"),
            "{kind:?}: {json:#}"
        );
        assert_eq!(site.routers[0].running_config(), after, "{kind:?}");
        let more = site.routers[0].received()[sent..].join("\n");
        assert!(!more.contains("169.254.0.1 remote"), "{kind:?}: {more}");
        assert!(!site.state().contains(KEY), "{kind:?}: a key in the state");
    }
}

#[test]
fn a_refused_line_leaves_the_router_as_it_was() {
    for kind in kinds() {
        let site = Site::one(kind);
        let before = site.routers[0].running_config();
        site.routers[0].set_trouble(vec![Trouble::Refuse("172.31.0.0".into())]);
        let (code, json) = site.push(&[]);
        assert_eq!((code, outcome(&json)), (1, "refused"), "{kind:?}: {json:#}");
        let line = &json["routers"][0]["line"];
        assert!(
            line["text"]
                .as_str()
                .is_some_and(|text| text.contains("172.31")),
            "{kind:?}: {json:#}"
        );
        assert_eq!(site.routers[0].running_config(), before, "{kind:?}");
        assert!(!site.routers[0].pending(), "{kind:?}");
    }
}
