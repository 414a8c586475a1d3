//! What packs say about talking and changing: every platform says it, with every phase or the
//! reason why not.

use std::collections::BTreeSet;

use vifctl::vendor::Vendors;
use vifctl::vendor::change::{Acts, Guarantee, Phase};
use vifctl::vendor::speech::Speech;

fn speeches() -> Vec<(String, Speech)> {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let named = vendors.names().map(|name| {
        let pack = vendors.get(name).expect("it was named");
        let speech = pack
            .speech()
            .unwrap_or_else(|why| panic!("{name}: {why:#}"));
        (name.to_owned(), speech)
    });
    named.collect()
}

#[test]
fn every_platform_speaks_of_every_phase_in_every_way() {
    for (name, speech) in speeches() {
        assert_eq!(speech.silent_phases(), Vec::new(), "{name}");
        assert!(!speech.ways.is_empty(), "{name} cannot be changed");
    }
}

#[test]
fn the_safest_way_comes_first_and_the_last_needs_nothing() {
    for (name, speech) in speeches() {
        let guarantees: Vec<Guarantee> = speech.ways.iter().map(|way| way.guarantee).collect();
        assert!(guarantees.is_sorted(), "{name}: {guarantees:?}");
        let names: BTreeSet<&str> = speech.ways.iter().map(|way| way.name.as_str()).collect();
        assert_eq!(
            names.len(),
            speech.ways.len(),
            "{name}: two ways of one name"
        );
    }
}

#[test]
fn a_guarantee_is_kept_by_its_phases() {
    for (name, speech) in speeches() {
        for way in &speech.ways {
            let has = |phase| {
                way.phase(phase)
                    .is_some_and(|doing| !doing.steps.is_empty())
            };
            let at = format!("{name}, {}", way.name);
            assert!(has(Phase::Stage), "{at}: no way to type a line");
            assert!(has(Phase::Undo), "{at}: no way back");
            if way.guarantee <= Guarantee::B {
                assert!(
                    has(Phase::Confirm) || has(Phase::Disarm),
                    "{at}: it can never be kept"
                );
                assert!(way.phase(Phase::Pending).is_some(), "{at}: nobody can ask");
                assert!(
                    has(Phase::Abort),
                    "{at}: no way to go back before the timer"
                );
            }
            if way.acts == Acts::OnCommit {
                assert!(
                    has(Phase::Commit) || has(Phase::CommitWithTimer),
                    "{at}: nothing commits"
                );
                assert!(
                    has(Phase::Discard),
                    "{at}: what is staged cannot be dropped"
                );
            }
        }
    }
}

#[test]
fn every_mode_can_be_reached_and_left() {
    for (name, speech) in speeches() {
        let modes: BTreeSet<&str> = speech
            .ways
            .iter()
            .flat_map(|way| way.phases.values())
            .flat_map(|doing| &doing.steps)
            .filter_map(|step| step.mode.as_deref())
            .chain([speech.running.mode.as_str()])
            .collect();
        let home = speech.running.mode.as_str();
        // Some modes have a name of the change in the line that leads to them: the phases go there.
        let by_phase = ["session"];
        for mode in modes.iter().filter(|mode| **mode != home) {
            assert!(
                speech.towards(mode, home).is_some(),
                "{name}: no way from {mode} to {home}"
            );
            let there = by_phase.contains(mode) || speech.towards(home, mode).is_some();
            assert!(there, "{name}: no way from {home} to {mode}");
        }
    }
}

#[test]
fn no_question_looks_like_a_prompt() {
    for (name, speech) in speeches() {
        for prompt in [
            "R1#",
            "R1>",
            "R1(config)#",
            "user@R1>",
            "<R1>",
            "[~R1]",
            "[admin@R1] >",
            "A:admin@R1#",
            "R1 #",
            "R1 $",
        ] {
            let question = speech
                .questions
                .iter()
                .find(|question| question.is.is_match(prompt.as_bytes()));
            assert!(
                question.is_none(),
                "{name}: {prompt} is taken for a question"
            );
        }
    }
}

#[test]
fn what_a_pack_cannot_mean_is_said() {
    let good = include_str!("../vendors/speech/ios.toml");
    for (from, to, said) in [
        (
            "from = \"user\"",
            "from = \"usr\"",
            "no [[mode]] has the name usr",
        ),
        ("(?<host>{hostname})>", "{hostname}>", "has no group `host`"),
        ("{minutes}", "{moments}", "nothing is known as {moments}"),
        ("least = 60", "least = 9999", "leave no time"),
        ("starts = \"arm\"", "starts = \"check\"", "has no steps"),
        ("setup =", "set_up =", "did you mean `setup`"),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(broken, good, "{from}");
        let why = Speech::parse(&broken).map(|_| ()).expect_err(to);
        assert!(why.contains(said), "{to}: {why}");
    }
    Speech::parse(good).expect("it was good");
}
