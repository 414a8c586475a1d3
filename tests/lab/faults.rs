//! Faults, each made for real, and what `vifctl verify` says of the router then.

use crate::amazon::Terms;
use crate::edge::{Edge, FOUR, SIX};
use crate::process::{comes, seconds};
use crate::turns::Scene;

/// What is wrong, made so; and the causes of which the first one named has to be.
struct Fault {
    name: &'static str,
    /// The first cause that is named has to be this.
    cause: &'static str,
    /// And these have to be named beside it: the router cannot tell them apart.
    beside: &'static [&'static str],
    make: fn(&str) -> Edge,
}

pub fn all() -> Vec<Scene> {
    let scene = |fault: &'static Fault| {
        Scene::new(format!("fault {}", fault.name), move |name| {
            play(fault, name)
        })
    };
    let healthy = Scene::new("healthy", healthy);
    std::iter::once(healthy)
        .chain(FAULTS.iter().map(scene))
        .collect()
}

/// Nothing is wrong, and nothing is said to be.
fn healthy(name: &str) -> String {
    let edge = Edge::up(name);
    let verdict = edge.verdict();
    let bad = [verdict.checks("fail"), verdict.checks("warn")].concat();
    assert!(
        bad.is_empty() && verdict.code == 0,
        "{bad:#?} {:#}",
        verdict.json
    );
    let unknown = verdict.checks("unknown");
    println!("{unknown:#?}");
    format!(
        "{} checks pass, {} unknown",
        verdict.checks("pass").len(),
        unknown.len()
    )
}

fn play(fault: &Fault, name: &str) -> String {
    let edge = (fault.make)(name);
    let verdict = edge.verdict();
    let said = verdict.causes();
    let names: Vec<&str> = said.iter().map(|(cause, _)| cause.as_str()).collect();
    let all = said
        .iter()
        .map(|(cause, sure)| format!("{cause} ({sure})"))
        .collect::<Vec<_>>()
        .join(", ");
    let right = names.first() == Some(&fault.cause)
        && fault.beside.iter().all(|cause| names.contains(cause));
    assert!(
        right && verdict.code == 1,
        "expected {} {:?}, said {all}\n{:#?}\n{}",
        fault.cause,
        fault.beside,
        verdict.checks("fail"),
        std::fs::read_to_string(edge.desk.folder.join("captures/edge.log")).unwrap_or_default()
    );
    format!("expected {}, said {all}", fault.cause)
}

/// A session that was up, and the moment when it is not any more.
fn lost(edge: &Edge, peer: &str) {
    let down = comes(25, || edge.router.state(peer) != "Established");
    assert!(down, "the session is still up");
    // The router tries again a few times: what it says then is what people see.
    seconds(6.0);
}

static FAULTS: &[Fault] = &[Fault {
    name: "AWS has another key",
    cause: "md5-mismatch",
    beside: &["tcp-blocked"],
    make: |name| {
        let mut edge = Edge::up(name);
        edge.amazon
            .agrees(|terms| terms.key4 = "another-key".to_owned());
        lost(&edge, FOUR);
        edge
    },
}];
