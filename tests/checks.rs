//! The pages of checks are their tests: facts that pass and facts that do not. And what nobody
//! looked at is unknown, whatever the check.

use std::collections::HashMap;

use vifctl::check::witness::Witness;
use vifctl::check::{self, ALL, Observed, RouterFacts, Scene, Status, Verdict, example};
use vifctl::intent::{Intent, load_text};
use vifctl::observe::Shows;
use vifctl::vendor::Vendors;

fn intent() -> Intent {
    let loaded = load_text("example.toml", example::INTENT);
    assert!(
        !loaded.found.has_errors(),
        "the intent of the examples has errors"
    );
    loaded.intent
}

fn verdicts(
    name: &str,
    observed: &Observed,
    before: Option<&Observed>,
    witness: Option<&Witness>,
) -> Vec<Verdict> {
    let intent = intent();
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    // A platform that shows everything, so that no check has to say that it cannot tell.
    let shows = Shows::new("read = []\n[views]\nkey = \"always\"\nafter_policy = true\n");
    let shows = shows.expect("a show file");
    let shows = HashMap::from([("cisco_xe".to_owned(), shows)]);
    let mut scene = Scene::new(&intent, &vendors, &shows, observed, &|_| true);
    let keys = example::keys();
    scene.witness = witness;
    scene.keys = Some(&keys);
    scene.before = before;
    let all = check::check(&scene).into_iter();
    all.filter(|verdict| verdict.check == name).collect()
}

/// The example's verdicts, without those about vifs that it says nothing of.
fn of_example(name: &str, example: &str) -> Vec<Verdict> {
    let (observed, before) =
        example::observed(example).unwrap_or_else(|why| panic!("{name}: {why}\n{example}"));
    let witness =
        example::witness(example).unwrap_or_else(|why| panic!("{name}: {why}\n{example}"));
    let all = verdicts(name, &observed, before.as_ref(), witness.as_ref());
    let about = |verdict: &Verdict| {
        let lag = ["Port-channel1", "0/2/0", "dxlag-"]
            .iter()
            .any(|word| example.contains(word));
        let Some(vif) = verdict.subject.vif.as_deref() else {
            return lag == (verdict.subject.connection.as_deref() == Some("dx-2"));
        };
        match vif {
            "prod" => !example.contains("Port-channel1.103"),
            "east" | "west" => {
                example.contains("169.254.98.") || example.contains("Port-channel1.103")
            }
            _ => false,
        }
    };
    let all: Vec<Verdict> = all.into_iter().filter(about).collect();
    all.into_iter()
        .filter(|verdict| verdict.status != Status::Unknown)
        .collect()
}

#[test]
fn every_page_tells_good_from_bad() {
    let mut wrong = Vec::new();
    for check in ALL.iter() {
        assert!(
            !check.passes.is_empty() && !check.fails.is_empty(),
            "{} has no examples",
            check.name
        );
        for example in check.passes {
            let all = of_example(check.name, example);
            let good = !all.is_empty() && all.iter().all(|verdict| verdict.status == Status::Pass);
            if !good {
                wrong.push(format!("{} does not pass: {all:#?}\n{example}", check.name));
            }
        }
        for example in check.fails {
            let all = of_example(check.name, example);
            let bad = all
                .iter()
                .any(|verdict| matches!(verdict.status, Status::Fail | Status::Warn));
            if !bad {
                wrong.push(format!("{} does not fail: {all:#?}\n{example}", check.name));
            }
            for verdict in all.iter().filter(|verdict| verdict.status != Status::Pass) {
                assert!(
                    verdict.observed.is_some() || verdict.reason.is_some(),
                    "{} does not say what it saw",
                    check.name
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_nobody_looked_at_is_unknown() {
    let nothing = Observed {
        routers: vec![RouterFacts::default()],
    };
    for check in ALL.iter() {
        for verdict in verdicts(check.name, &nothing, None, None) {
            assert_eq!(verdict.status, Status::Unknown, "{verdict:?}");
            assert!(verdict.reason.is_some(), "{} does not say why", check.name);
        }
    }
}

#[test]
fn names_are_kebab_case_and_no_rule_has_one_of_them() {
    let rules: Vec<&str> = vifctl::rule::ALL
        .iter()
        .map(|rule| rule.code.rule)
        .collect();
    let mut seen = Vec::new();
    for check in ALL.iter() {
        assert!(
            check
                .name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-'),
            "{}",
            check.name
        );
        assert!(
            !rules.contains(&check.name),
            "{} is a rule's name as well",
            check.name
        );
        assert!(!seen.contains(&check.name), "{} stands twice", check.name);
        seen.push(check.name);
    }
}
