//! What every platform makes of every case: the configuration and its undoing, as files that were
//! read line by line; and the laws that hold for all of them.

mod support;

use std::collections::BTreeSet;

use support::cases::{self, Platform};
use support::model::{self, State};
use support::{golden, home};
use vifctl::render::Rendered;
use vifctl::vendor::Vendors;

/// Platforms that have templates, each with every case that it can do.
fn each_case(mut look: impl FnMut(&str, &Platform, &str, &[Rendered])) {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    // While one platform is worked on: PLATFORM=cisco_xe cargo test --test render
    let only = std::env::var("PLATFORM").ok();
    for name in vendors
        .names()
        .filter(|name| only.as_deref().is_none_or(|only| only == *name))
    {
        let platform = cases::platform(name);
        for (case, text) in &cases::cases(name) {
            let rendered = cases::render(&cases::filled(text, name, &platform));
            match (platform.refuses.get(case), rendered) {
                (None, Ok(rendered)) => look(name, &platform, case, &rendered),
                (None, Err(why)) => panic!("{name} cannot do {case}:\n{why}"),
                (Some(_), Ok(_)) => {
                    panic!("{name} can do {case} after all: take it out of `refuses`")
                }
                (Some(word), Err(why)) => assert!(
                    why.contains(word.as_str()),
                    "{name} refuses {case} otherwise:\n{why}"
                ),
            }
        }
    }
}

fn with_causes(rendered: &Rendered) -> Vec<(String, String)> {
    let text = rendered.apply.masked();
    text.lines()
        .map(str::to_owned)
        .zip(rendered.causes.iter().cloned())
        .collect()
}

fn undoing(rendered: &Rendered) -> Vec<(String, String)> {
    rendered
        .undo
        .masked()
        .lines()
        .map(|line| (line.to_owned(), "undo".to_owned()))
        .collect()
}

#[test]
fn every_platform_renders_every_case_as_it_was_read_by_eye() {
    each_case(|name, _, case, rendered| {
        let folder = home().join("fixtures").join(name).join("config");
        for router in rendered {
            golden(
                &folder.join(format!("{case}.{}.cfg", router.router)),
                &router.apply.masked(),
            );
            golden(
                &folder.join(format!("{case}.{}.undo.cfg", router.router)),
                &router.undo.masked(),
            );
            let before = folder.join(format!("{case}.{}.before.txt", router.router));
            match router.before.as_slice() {
                [] => assert!(!before.exists(), "nothing fills {}", before.display()),
                lines => golden(&before, &format!("{}\n", lines.join("\n"))),
            }
        }
    });
}

#[test]
fn where_vrfs_have_numbers_a_name_is_refused() {
    let mut platform = cases::platform("fortinet");
    platform.words.remove("vrf");
    let (_, case) = cases::cases("fortinet")
        .into_iter()
        .find(|(_, text)| text.contains("@vrf@"))
        .expect("a case has a VRF");
    let why = cases::render(&cases::filled(&case, "fortinet", &platform)).expect_err("refused");
    assert!(why.contains("numbers from 0 to 251"), "{why}");
}

/// The port, the BGP process and a VRF belong to the router: they stay.
fn may_stay(cause: &str) -> bool {
    ["connection.", "router.", "process"]
        .iter()
        .any(|owner| cause.starts_with(owner))
}

#[test]
fn what_apply_makes_undo_takes_back() {
    each_case(|name, platform, case, rendered| {
        for router in rendered {
            let mut state = State::new();
            model::apply(&mut state, &platform.syntax, &with_causes(router));
            let made = state.len();
            model::apply(&mut state, &platform.syntax, &undoing(router));
            let left: Vec<_> = state.iter().filter(|(_, cause)| !may_stay(cause)).collect();
            assert!(
                left.is_empty(),
                "{name} {case} {}: undo leaves\n{left:#?}",
                router.router
            );
            assert!(
                made > state.len() + 5,
                "{name} {case}: the model sees hardly anything"
            );
        }
    });
}

#[test]
fn applying_twice_is_applying_once() {
    each_case(|name, platform, case, rendered| {
        for router in rendered {
            let mut once = State::new();
            model::apply(&mut once, &platform.syntax, &with_causes(router));
            let mut twice = once.clone();
            model::apply(&mut twice, &platform.syntax, &with_causes(router));
            assert_eq!(once, twice, "{name} {case} {}", router.router);
        }
    });
}

#[test]
fn every_line_knows_its_cause() {
    each_case(|name, platform, case, rendered| {
        for (line, cause) in rendered.iter().flat_map(with_causes) {
            let closing = platform
                .syntax
                .closing
                .iter()
                .any(|closing| closing == line.trim());
            assert!(
                closing || !cause.is_empty(),
                "{name} {case}: no cause for: {line}"
            );
        }
    });
}

#[test]
fn causes_name_facts_of_the_catalogue() {
    let known: BTreeSet<&str> = vifctl::rule::CATALOGUE.keys().copied().collect();
    each_case(|name, _, case, rendered| {
        for (line, cause) in rendered.iter().flat_map(with_causes) {
            for id in cause.split_whitespace().skip(1) {
                assert!(
                    known.contains(id),
                    "{name} {case}: {id} is no fact of the catalogue, beside: {line}"
                );
            }
        }
    });
}

#[test]
fn every_platform_has_its_kinds_of_files() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for name in vendors.names() {
        let pack = vendors.get(name).expect("it was just named");
        for template in ["apply.j2", "undo.j2"] {
            assert!(
                pack.templates.contains_key(template),
                "{name} has no {template}"
            );
        }
        assert!(
            !pack.provenance.is_empty(),
            "{name} does not say what of it is proven"
        );
    }
}
