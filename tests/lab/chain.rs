//! The whole way, as a user goes it: validate, render, push over SSH, verify; then Amazon's side is asked
//! what it has.

use std::path::Path;

use serde_json::Value as Json;

use crate::amazon::{Route, Terms};
use crate::door::Door;
use crate::edge::{Edge, FOUR, INTENT, SIX};
use crate::net::Host;
use crate::process::{both, comes};
use crate::tool::Desk;
use crate::turns::Scene;

pub fn all() -> Vec<Scene> {
    vec![
        Scene::new("chain loaded by hand", by_hand),
        Scene::new("chain over SSH", over_ssh),
    ]
}

fn route(prefix: &str, path: &[u32], community: &str) -> Route {
    Route {
        prefix: prefix.to_owned(),
        path: path.to_vec(),
        communities: vec![community.to_owned()],
    }
}

/// What Amazon's side has to have, and nothing else.
pub fn amazon_has(edge: &Edge, path: &[u32], community: &str) {
    let four = ["10.20.0.0/16", "10.21.0.0/16"].map(|prefix| route(prefix, path, community));
    assert_eq!(edge.amazon.routes("four"), four);
    assert_eq!(
        edge.amazon.routes("six"),
        [route("2001:db8:20::/48", path, community)]
    );
}

/// What is rendered, loaded as an operator loads a file; then taken back.
fn by_hand(name: &str) -> String {
    let edge = Edge::bare(name, Terms::agreed());
    edge.desk.good(&["validate"]);
    let before = edge.router.running();
    let (apply, undo) = edge.desk.rendered("edge");
    edge.router.loads(&apply);
    edge.router.settled(&[FOUR, SIX]);
    amazon_has(&edge, &[65010, 65010], "7224:7300");
    let once = edge.router.running();
    edge.router.loads(&apply);
    assert_eq!(edge.router.running(), once, "applied twice is applied once");
    edge.router.settled(&[FOUR, SIX]);
    edge.router.loads(&undo);
    same(&edge.router.running(), &before);
    "prefixes, communities and prepends as BIRD sees them; twice is once; undo leaves what was before".to_owned()
}

/// FRR keeps a block that is empty: `bfd` with nothing in it.
fn bare(config: &str) -> String {
    let kept: Vec<&str> = config
        .lines()
        .filter(|line| !["!", ""].contains(&line.trim()))
        .collect();
    let text = kept.join("\n") + "\n";
    text.replace("bfd\nexit\n", "")
        .replace("interface eth1.101\nexit\n", "")
}

pub fn same(now: &str, before: &str) {
    assert_eq!(bare(now), bare(before));
}

/// An edge that is reached over SSH.
pub struct Reached {
    pub door: Door,
    pub edge: Edge,
}

impl Reached {
    pub fn new(name: &str) -> Self {
        let edge = Edge::bare(name, Terms::agreed());
        let door = reach(&edge.router.host, name, &edge.desk, "127.0.0.1:2201");
        Self { door, edge }
    }

    pub fn push(&self, more: &[&str]) -> Pushed {
        pushed(&self.edge.desk, more)
    }
}

/// A door to a router, and an intent that knows where it is.
pub fn reach(router: &Host, name: &str, desk: &Desk, stands_for: &str) -> Door {
    let number = name
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .parse::<usize>()
        .unwrap_or(0);
    let door = Door::open(router, number);
    Door::furnish(&[&door], &desk.folder);
    desk.wants(&desk.intent().replace(stands_for, &door.address));
    door
}

/// What push says.
pub struct Pushed {
    pub code: i32,
    pub outcome: String,
    pub all: String,
}

pub fn pushed(desk: &Desk, more: &[&str]) -> Pushed {
    let fixed = [
        "push",
        "--yes",
        "--guarantee",
        "C",
        "--format",
        "json",
        "--state",
        "state",
        "--soak",
        "3",
        "--wait",
        "40",
    ];
    let output = desk.run(&[&fixed, more].concat());
    let json: Json = serde_json::from_slice(&output.stdout).unwrap_or(Json::Null);
    let routers = json["routers"].as_array().into_iter().flatten();
    let outcomes: Vec<&str> = routers
        .filter_map(|router| router["outcome"].as_str())
        .collect();
    Pushed {
        code: output.status.code().unwrap_or(-1),
        outcome: outcomes.join(" "),
        all: both(&output),
    }
}

impl Pushed {
    #[track_caller]
    pub fn is(&self, outcome: &str) {
        assert_eq!(self.outcome, outcome, "exit {}: {}", self.code, self.all);
    }
}

fn over_ssh(name: &str) -> String {
    let reached = Reached::new(name);
    let edge = &reached.edge;
    edge.desk.good(&["validate"]);
    let before = edge.router.running();
    reached.push(&[]).is("confirmed");
    amazon_has(edge, &[65010, 65010], "7224:7300");
    let once = edge.router.running();
    reached.push(&[]).is("unchanged");
    assert_eq!(edge.router.running(), once);
    let _ = (before, comes(0, || true), Path::new(""), INTENT);
    "confirmed, unchanged".to_owned()
}
