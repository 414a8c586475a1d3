//! What the packs ask, the simulators answer, and what is made of the answers: that all is well when
//! it is, and what is wrong when something is.

use std::collections::HashMap;
use std::time::Duration;

use vifctl::check::{self, Capture, Diagnosis, Observed, Questions, Scene, Status, Verdict};
use vifctl::intent::load_text;
use vifctl::observe::Shows;
use vifctl::sim::{VifState, World};
use vifctl::vendor::Vendors;

use super::dialect::Dialect;
use super::laws::{case, change, dialects, router, shell, world};
use super::support::cases::{filled, platform};

/// What came of asking a router everything.
struct Told {
    verdicts: Vec<Verdict>,
    diagnoses: Vec<Diagnosis>,
    /// Questions that got no answer that can be read.
    unread: Vec<String>,
}

/// Configure a router with this behind it, let some time pass, and ask it everything.
fn told(dialect: &Dialect, world: World) -> Told {
    let router = router(dialect);
    router.set_world(world);
    let (apply, _) = case(dialect.kind, "private-v4.edge");
    let mut shell = shell(&router, dialect);
    change(&mut shell, dialect, "private-v4", &apply);
    router.advance(Duration::from_secs(3600));
    let text = include_str!("../../fixtures/cases/private-v4.toml");
    let text = filled(text, dialect.kind, &platform(dialect.kind));
    let intent = load_text("vifctl.toml", &text).intent;
    let vendors = Vendors::built_in().expect("the packs");
    let pack = vendors.get(dialect.kind).expect("the pack");
    let shows = Shows::of(pack).expect("a show file");
    let shows = HashMap::from([(dialect.kind.to_owned(), shows)]);
    let mut observed = Observed::of_nothing(&intent);
    let questions = {
        let scene = Scene::new(&intent, &vendors, &shows, &observed, &|_| true);
        Questions::of(&scene, 0).expect("questions")
    };
    let mut unread = Vec::new();
    let debug = std::env::var_os("SIM_SAY").is_some();
    for question in questions.all {
        for before in &question.before {
            shell.type_line(before);
        }
        let output = shell.type_line(&question.command);
        if debug {
            println!("#### {}\n{output}", question.command);
        }
        let capture = Capture {
            command: question.command.clone(),
            source: "edge".to_owned(),
            lines_before: 0,
            output: output.clone().into_bytes(),
        };
        let facts = &mut observed.routers[0];
        facts.read(&shows[dialect.kind], capture, Some(question.topic));
        match &facts.answers.last().expect("it was kept").facts {
            Err(why) if !question.optional => {
                unread.push(format!("`{}`: {why:?} of\n{output}", question.command));
            }
            Ok(facts) if debug => {
                println!("=> {:#?}\nunread {:#?}", facts.rows, facts.coverage.unread)
            }
            Err(why) if debug => println!("=> {why:?}"),
            _ => {}
        }
    }
    let scene = Scene::new(&intent, &vendors, &shows, &observed, &|_| true);
    let verdicts = check::check(&scene);
    let diagnoses = check::diagnose(&scene, &verdicts);
    Told {
        verdicts,
        diagnoses,
        unread,
    }
}

/// What has to be seen to pass, and where it cannot be.
const SEEN: &[&str] = &[
    "bgp-established",
    "interface-up",
    "interface-address",
    "amazon-resolved",
    "bfd-up",
    "advertised-prefixes",
    "accepted-prefixes",
];

/// A check that a platform's pack does not ask enough for, and why.
const UNSEEN: &[(&str, &str, &str)] = &[(
    "paloalto_panos",
    "interface-up",
    "`show interface` of a sub-interface has no state, only that of the port has",
)];

#[test]
fn every_question_is_answered() {
    let mut wrong = Vec::new();
    for dialect in dialects() {
        let kind = dialect.kind;
        let told = told(dialect, world());
        wrong.extend(told.unread.iter().map(|what| format!("{kind}: {what}")));
        for verdict in &told.verdicts {
            let name = verdict.check;
            let unseen = UNSEEN
                .iter()
                .any(|(of, check, _)| *of == kind && *check == name);
            let good = match verdict.status {
                Status::Pass => !unseen,
                Status::Fail | Status::Warn => false,
                _ => unseen || !SEEN.contains(&name),
            };
            if !good {
                wrong.push(format!(
                    "{kind} {name}: {} expected {:?} observed {:?} {:?}",
                    verdict.status.word(),
                    verdict.expected,
                    verdict.observed,
                    verdict.reason
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Something wrong at Amazon's side, and the causes that look like it from the router.
struct Fault {
    name: &'static str,
    world: fn(&mut World),
    right: &'static [&'static str],
    /// What cannot be told from it.
    alike: &'static [&'static str],
}

const FAULTS: &[Fault] = &[
    Fault {
        name: "wrong VLAN",
        world: |world| world.vifs[0].vlan = 102,
        right: &["nobody-answers"],
        alike: &[],
    },
    Fault {
        name: "wrong key",
        world: |world| world.vifs[0].peers[0].key = Some("another".to_owned()),
        right: &["md5-mismatch"],
        alike: &["tcp-blocked", "aws-not-ready"],
    },
    Fault {
        name: "prefix limit",
        world: |world| world.vifs[0].prefix_limit = 1,
        right: &["prefix-limit-amazon"],
        alike: &[],
    },
    Fault {
        name: "Amazon down",
        world: |world| world.vifs[0].state = VifState::Down,
        right: &["nobody-answers"],
        alike: &[],
    },
    Fault {
        name: "maintenance",
        world: |world| world.vifs[0].state = VifState::Maintenance,
        // A side that is silent on TCP looks the same whether it will not or cannot.
        right: &["aws-not-ready"],
        alike: &["md5-mismatch", "tcp-blocked"],
    },
    Fault {
        name: "wrong ASN",
        world: |world| world.vifs[0].peers[0].amazon_asn = 64513,
        right: &["asn-mismatch"],
        alike: &[],
    },
];

/// Where more looks alike than elsewhere, and why.
const BLURRED: &[(&str, &str, &[&str], &str)] = &[(
    "frr",
    "maintenance",
    &["nobody-answers"],
    "nothing is asked of FRR's shell that would make Amazon answer: it has no ping",
)];

#[test]
fn a_fault_behind_the_router_is_named() {
    let mut wrong = Vec::new();
    for dialect in dialects() {
        let kind = dialect.kind;
        for fault in FAULTS {
            let mut world = world();
            (fault.world)(&mut world);
            let told = told(dialect, world);
            let named: Vec<String> = told
                .diagnoses
                .iter()
                .map(|found| format!("{} ({})", found.cause, found.confidence.word()))
                .collect();
            println!("{kind:18} {:13} {}", fault.name, named.join(", "));
            let causes: Vec<&str> = told.diagnoses.iter().map(|found| found.cause).collect();
            let right = causes.iter().any(|cause| fault.right.contains(cause));
            let blurred = BLURRED
                .iter()
                .filter(|(of, name, ..)| *of == kind && *name == fault.name)
                .flat_map(|(_, _, alike, _)| *alike);
            let known: Vec<&str> = [fault.right, fault.alike]
                .concat()
                .into_iter()
                .chain(blurred.copied())
                .collect();
            let astray = causes.iter().any(|cause| !known.contains(cause));
            if !right || astray {
                wrong.push(format!("{kind} {}: {named:?}", fault.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
