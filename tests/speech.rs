//! What packs say about talking and changing: every platform says it, with every phase or the
//! reason why not.

use std::collections::BTreeSet;

use vifctl::router::Found;
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

/// The words of documentation and captures, and what a phase has to make of them.
#[test]
fn what_devices_are_known_to_say_is_understood() {
    let yes = |found: &Found| matches!(found, Found::Yes(_));
    let no = |found: &Found| *found == Found::No;
    for (pack, way, phase, text, right) in [
        (
            "cisco_ios",
            0,
            Phase::Pending,
            "Timer type: absolute timer\nTimer value: 5 min\n",
            &yes as &dyn Fn(&Found) -> bool,
        ),
        (
            "cisco_ios",
            0,
            Phase::Pending,
            "%No Rollback Confirmed Change pending\n",
            &no,
        ),
        (
            "cisco_ios",
            0,
            Phase::Diff,
            "!Contextual Config Diffs:\n!No changes were found\n",
            &no,
        ),
        (
            "cisco_xr",
            0,
            Phase::Pending,
            "Client: commit-confirm\nProcess: cfgmgr_trial_co\nLock: None\n",
            &yes,
        ),
        ("cisco_xr", 0, Phase::Pending, "", &no),
        (
            "cisco_xr",
            0,
            Phase::Diff,
            "Building configuration...\n!! IOS XR Configuration 24.3.1\nend\n",
            &no,
        ),
        (
            "cisco_xr",
            0,
            Phase::Diff,
            "Building configuration...\n-  interface Loopback777\nend\n",
            &yes,
        ),
        (
            "cisco_nxos",
            0,
            Phase::Diff,
            "! Cached configuration\n!\n",
            &no,
        ),
        (
            "cisco_nxos",
            0,
            Phase::Diff,
            "! Cached configuration\n!\nrouter bgp 65001\n",
            &yes,
        ),
        (
            "cisco_nxos",
            1,
            Phase::Diff,
            "Collecting Running-Config\n#Generating Rollback Patch\nRollback Patch is Empty\n",
            &no,
        ),
        (
            "juniper_junos",
            0,
            Phase::Pending,
            "0   2026-09-20 23:16:51 UTC by admin via cli commit confirmed, rollback in 2mins\n    vifctl-7f3a\n    rollback pending\n1   2026-09-20 23:10:00 UTC by admin via cli\n",
            &yes,
        ),
        (
            "juniper_junos",
            0,
            Phase::Pending,
            "0   2026-09-20 23:19:51 UTC by admin via cli\n1   2026-09-20 23:16:51 UTC by admin via cli commit confirmed, rollback in 2mins\n",
            &no,
        ),
        (
            "juniper_junos",
            0,
            Phase::Diff,
            "[edit interfaces lo0 unit 0]\n-   description old;\n",
            &yes,
        ),
        ("juniper_junos", 0, Phase::Diff, "", &no),
        (
            "arista_eos",
            0,
            Phase::Pending,
            "Session with pending commit timer: vifctl-7f3a\nTime left until commit timer expiry: in 0:04:56\n",
            &yes,
        ),
        (
            "arista_eos",
            0,
            Phase::Pending,
            "  Name           State                  User    Terminal   Commit Time Left\n  vifctl-7f3a    pendingCommitTimer                        4m56s\n",
            &yes,
        ),
        (
            "arista_eos",
            0,
            Phase::Pending,
            "Maximum number of pending sessions: 5\n",
            &no,
        ),
        ("arista_eos", 0, Phase::Diff, "", &no),
        (
            "cisco_asa",
            0,
            Phase::Pending,
            "No reload is scheduled.\n",
            &no,
        ),
        (
            "fortinet",
            0,
            Phase::Pending,
            "    set cfg-save revert\n",
            &yes,
        ),
        (
            "fortinet",
            0,
            Phase::Pending,
            "    set cfg-save automatic\n",
            &no,
        ),
        ("vyos", 0, Phase::Pending, "0 timers listed.\n", &no),
        (
            "vyos",
            0,
            Phase::Pending,
            "Sun 2026-09-20 23:20:00 UTC 4min 56s left n/a n/a commit-confirm.timer commit-confirm.service\n",
            &yes,
        ),
        (
            "vyos",
            0,
            Phase::Diff,
            "No changes between working and active configurations.\n",
            &no,
        ),
        ("mikrotik_routeros", 0, Phase::Pending, "1\n", &yes),
        ("mikrotik_routeros", 0, Phase::Pending, "0\n", &no),
        (
            "nokia_srl",
            0,
            Phase::Pending,
            "    commit 7 {\n        status unconfirmed\n",
            &yes,
        ),
        ("nokia_srl", 0, Phase::Diff, "", &no),
        ("nokia_sros", 0, Phase::Diff, "", &no),
        (
            "huawei_vrp",
            0,
            Phase::Diff,
            "Building configuration\n  #\n  interface 10GE0/0/38\n-  shutdown\n  #\n",
            &yes,
        ),
    ] {
        let speech = speech_of(pack);
        let doing = speech.ways[way].phase(phase).expect("every phase is there");
        let found = Found::read(doing, text.as_bytes());
        assert!(right(&found), "{pack}, {phase:?}: {text:?} is {found:?}");
    }
}

fn speech_of(pack: &str) -> Speech {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    vendors
        .get(pack)
        .expect("it is one of them")
        .speech()
        .expect("it can be talked with")
}

#[test]
fn success_has_the_words_that_are_known_of_it() {
    for (pack, way, phase, step, text) in [
        (
            "cisco_ios",
            0,
            Phase::Arm,
            0,
            "Rollback Confirmed Change: Backing up current running config to flash:x-Feb-15-15-56-38.517-1\n\nEnter configuration commands, one per line.  End with CNTL/Z.\n",
        ),
        (
            "cisco_ios",
            0,
            Phase::Abort,
            0,
            "!Pass 1\nTotal number of passes: 1\nRollback Done\n",
        ),
        (
            "cisco_ios",
            0,
            Phase::Save,
            0,
            "Building configuration...\n[OK]\n",
        ),
        (
            "cisco_xr",
            0,
            Phase::Undo,
            0,
            "Loading Rollback Changes.\nConfiguration successfully rolled back 1 commits.\n",
        ),
        (
            "cisco_nxos",
            0,
            Phase::CommitWithTimer,
            0,
            "Verification Succeeded.\nConfiguration committed by user 'admin' using Commit ID : 1000000006\n",
        ),
        ("cisco_nxos", 1, Phase::Arm, 0, ".......Done\n"),
        (
            "cisco_nxos",
            1,
            Phase::Abort,
            0,
            "Rollback Patch is Empty\n\nRollback completed successfully.\n",
        ),
        (
            "cisco_nxos",
            0,
            Phase::Save,
            0,
            "Copy complete, now saving to disk (please wait)...\nCopy complete.\n",
        ),
        (
            "juniper_junos",
            0,
            Phase::CommitWithTimer,
            0,
            "commit confirmed will be automatically rolled back in 5 minutes unless confirmed\ncommit complete\n",
        ),
        (
            "juniper_junos",
            0,
            Phase::Confirm,
            0,
            "configuration check succeeds\n",
        ),
        ("juniper_junos", 0, Phase::Discard, 0, "load complete\n"),
        (
            "arista_eos",
            0,
            Phase::Save,
            0,
            "Copy completed successfully.\n",
        ),
        (
            "frr",
            0,
            Phase::Save,
            0,
            "Building Configuration...\nIntegrated configuration saved to /etc/frr/frr.conf\n[OK]\n",
        ),
        (
            "cisco_asa",
            0,
            Phase::Save,
            0,
            "Cryptochecksum: fe1ed704 b7cf5ea3 91d452de 6b8cd26e\n\n24376 bytes copied in 0.290 secs\n[OK]\n",
        ),
        (
            "paloalto_panos",
            0,
            Phase::Commit,
            0,
            "...........55%...75%..98%..............100%\nConfiguration committed successfully\n",
        ),
        (
            "vyos",
            0,
            Phase::CommitWithTimer,
            0,
            "Initialized commit-confirm; 5 minutes to confirm before reload\n",
        ),
        ("vyos", 0, Phase::Confirm, 0, "Reload timer stopped\n"),
        (
            "nokia_sros",
            0,
            Phase::Confirm,
            0,
            "INFO: CLI #2092: Commit confirmed - accepted - automatic rollback canceled\n",
        ),
        (
            "nokia_sros",
            0,
            Phase::Abort,
            0,
            "INFO: CLI #2096: Commit confirmed - canceled - automatic rollback of changes\n",
        ),
        ("nokia_srl", 0, Phase::Check, 0, "All changes are valid.\n"),
        (
            "nokia_srl",
            0,
            Phase::Commit,
            0,
            "All changes have been committed. Starting new transaction.\n",
        ),
        (
            "huawei_vrp",
            0,
            Phase::CommitWithTimer,
            0,
            "Committing....done.\nInfo: The system enters the trial configuration mode.\n",
        ),
        (
            "huawei_vrp",
            0,
            Phase::Abort,
            0,
            "Info: The trial configuration rollback succeeded.\n",
        ),
    ] {
        let speech = speech_of(pack);
        let doing = speech.ways[way].phase(phase).expect("every phase is there");
        let good = doing.steps[step]
            .good
            .as_ref()
            .unwrap_or_else(|| panic!("{pack}, {phase:?} takes anything"));
        assert!(
            good.is_match(text.as_bytes()),
            "{pack}, {phase:?}: {text:?} is no success"
        );
        assert!(
            !good.is_match(b"% Failed\n"),
            "{pack}, {phase:?}: a failure is a success"
        );
    }
}

#[test]
fn where_nothing_goes_back_by_itself_lines_go_one_by_one() {
    for (name, speech) in speeches() {
        for way in speech
            .ways
            .iter()
            .filter(|way| way.acts == Acts::AtOnce && way.guarantee > Guarantee::B)
        {
            assert_eq!(way.window, Some(1), "{name}, {}", way.name);
        }
    }
}
