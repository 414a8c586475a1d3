//! The whole way, as a user goes it: validate, render, push over SSH, verify; then Amazon's side is asked
//! what it has.

use serde_json::Value as Json;

use crate::amazon::{Amazon, Route, Terms};
use crate::door::Door;
use crate::edge::{Edge, FOUR, SIX};
use crate::net::Host;
use crate::process::{both, comes, until};
use crate::tool::Desk;
use crate::turns::Scene;

const TWO: &[&str] = &["10.20.0.0/16", "10.21.0.0/16"];
const THREE: &[&str] = &["10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16"];

pub fn all() -> Vec<Scene> {
    vec![
        Scene::new("chain loaded by hand", by_hand),
        Scene::new("chain over SSH", over_ssh),
        Scene::new("chain a prefix is taken away", taken_away),
        Scene::new("chain the MTU is Linux's", mtu),
    ]
}

fn route(prefix: &str, path: &[u32], community: &str) -> Route {
    Route {
        prefix: prefix.to_owned(),
        path: path.to_vec(),
        communities: vec![community.to_owned()],
    }
}

/// What Amazon's side has to have, and nothing else. FRR takes five seconds to heed a changed route map.
fn amazon_has(edge: &Edge, four: &[&str], path: &[u32], community: &str) {
    let list = |all: &[&str]| -> Vec<Route> {
        let routes = all.iter().map(|prefix| route(prefix, path, community));
        routes.collect()
    };
    let (four, six) = (list(four), list(&["2001:db8:20::/48"]));
    let has = || edge.amazon.routes("four") == four && edge.amazon.routes("six") == six;
    let fine = comes(15, has);
    assert!(
        fine,
        "{:#?} {:#?}",
        edge.amazon.routes("four"),
        edge.amazon.routes("six")
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
    amazon_has(&edge, TWO, &[65010, 65010], "7224:7300");
    let once = edge.router.running();
    edge.router.loads(&apply);
    assert_eq!(edge.router.running(), once, "applied twice is applied once");
    edge.router.settled(&[FOUR, SIX]);
    edge.router.loads(&undo);
    same(&edge.router.running(), &before);
    "prefixes, communities and prepends as BIRD sees them; twice is once; undo leaves what was before".to_owned()
}

/// FRR keeps a block that is empty: `bfd` with nothing in it.
pub fn bare(config: &str) -> String {
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
        pushed(
            &self.edge.desk,
            &[&["--soak", "1", "--wait", "40"], more].concat(),
        )
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
        // A change of what is there already cannot be taken back by lines: that has to be taken.
        "--guarantee",
        "D",
        "--format",
        "json",
        "--state",
        "state",
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

/// A neighbour that is none of our business, inside: nothing may ever happen to it.
pub struct Bystander(Amazon);

const OFFICE: &str = "10.9.0.1";

impl Bystander {
    pub fn beside(edge: &Edge, name: &str) -> Self {
        let host = Host::new(&format!("{name}-lan"));
        edge.exchange.tagged(&edge.router.host, "eth9", 9);
        edge.exchange.tagged(&host, "lan0", 9);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let terms = Terms {
            asn: 65010,
            interface: "lan0".to_owned(),
            ipv4: pair(OFFICE, "10.9.0.2"),
            ipv6: pair("2001:db8:9::1", "2001:db8:9::2"),
            key4: String::new(),
            bfd: false,
            has6: false,
            prefixes: vec!["10.1.0.0/16".to_owned()],
            ..Terms::agreed()
        };
        let office = Amazon::start(host, terms);
        edge.router.types(&format!(
            "interface eth9\n ip address 10.9.0.2/30\nexit\nrouter bgp 65010\n neighbor {OFFICE} remote-as 65010"
        ));
        edge.router.settled(&[OFFICE]);
        Self(office)
    }

    /// Still up, and never down since.
    pub fn is_untouched(&self, edge: &Edge) {
        let all = edge
            .router
            .json(&format!("show bgp neighbors {OFFICE} json"));
        let peer = &all[OFFICE];
        assert_eq!(
            (
                peer["bgpState"].as_str(),
                peer["connectionsDropped"].as_u64()
            ),
            (Some("Established"), Some(0)),
            "{peer:#}"
        );
        assert!(self.0.is_up("four"));
    }
}

/// Change a line of the intent, and push.
fn wants(reached: &Reached, from: &str, to: &str) {
    let intent = reached.edge.desk.intent();
    assert!(intent.contains(from), "{from} is not in the intent");
    reached.edge.desk.wants(&intent.replace(from, to));
    reached.push(&[]).is("confirmed");
}

fn prefixes(edge: &Edge) -> Vec<String> {
    let routes = edge.amazon.routes("four").into_iter();
    routes.map(|route| route.prefix).collect()
}

/// A prefix that is not wanted any more. Push adds and changes, and does not take away: FRR even ignores
/// an entry that stands in a list already, under another number. So the prefix is still sent, and
/// push and verify have to say so.
fn taken_away(name: &str) -> String {
    let reached = Reached::new(name);
    reached.push(&[]).is("confirmed");
    let intent = reached.edge.desk.intent();
    reached
        .edge
        .desk
        .wants(&intent.replace("\"10.21.0.0/16\", ", ""));
    let pushed = reached.push(&[]);
    pushed.is("confirmed");
    let said = pushed.all.contains("\"left\"") && pushed.all.contains("10.21.0.0/16");
    reached.edge.router.settled(&[FOUR, SIX]);
    let verdict = reached.edge.desk.verify(&[]);
    let named = verdict.checks("fail").iter().any(|check| {
        check.starts_with("advertised-prefixes 169.254.101.1") && check.contains("10.21.0.0/16")
    });
    let causes = verdict.causes();
    let first = causes.first().map(|(cause, _)| cause.as_str());
    let gone = prefixes(&reached.edge) == ["10.20.0.0/16"];
    assert!(
        !gone && said && named && verdict.code == 1 && first == Some("sent-otherwise"),
        "{}\n{:#}",
        pushed.all,
        verdict.json
    );
    // What a person types who has read it.
    let left = reached.edge.router.running();
    let left = left.lines().filter(|line| line.contains("10.21.0.0/16"));
    let away: Vec<String> = left
        .filter(|line| line.starts_with("ip prefix-list"))
        .map(|line| format!("no {line}"))
        .collect();
    reached.edge.router.types(&away.join("\n"));
    until("it is sent no more", 15, || {
        prefixes(&reached.edge) == ["10.20.0.0/16"]
    });
    let pushed = reached.push(&[]);
    assert!(!pushed.all.contains("\"left\""), "{}", pushed.all);
    "still sent, and both push and verify say so; taken away by hand, it is gone".to_owned()
}

/// FRR has no words for an MTU: the intent's is Linux's to set. A push says so, verify misses it until it is
/// set, and the session never notices.
fn mtu(name: &str) -> String {
    let reached = Reached::new(name);
    reached.push(&[]).is("confirmed");
    let edge = &reached.edge;
    edge.router.settled(&[FOUR, SIX]);
    let dropped = || {
        let all = edge.router.json(&format!("show bgp neighbors {FOUR} json"));
        all[FOUR]["connectionsDropped"].as_u64()
    };
    let before = dropped();
    let intent = edge.desk.intent();
    edge.desk
        .wants(&intent.replace("vlan = 101", "vlan = 101\nmtu = 8500"));
    let planned = both(&edge.desk.run(&["plan", "--lines"]));
    assert!(planned.contains("MTU 8500"), "{planned}");
    reached.push(&[]);
    let misses = |verdict: &crate::tool::Verdict| {
        let failed = verdict.checks("fail");
        failed
            .iter()
            .any(|check| check.starts_with("interface-mtu"))
    };
    let verdict = edge.desk.verify(&[]);
    assert!(misses(&verdict) && verdict.code == 1, "{:#}", verdict.json);
    edge.router
        .host
        .sh("ip link set eth1 mtu 9000; ip link set eth1.101 mtu 8500");
    let verdict = edge.desk.verify(&[]);
    assert!(!misses(&verdict), "{:#}", verdict.json);
    assert!(before.is_some());
    assert_eq!(dropped(), before, "the session was lost");
    "the plan says what Linux has to do, verify misses it until it is done, the session stays"
        .to_owned()
}

fn over_ssh(name: &str) -> String {
    let mut reached = Reached::new(name);
    let office = Bystander::beside(&reached.edge, name);
    let before = reached.edge.router.running();
    reached.edge.desk.good(&["validate"]);
    reached.push(&[]).is("confirmed");
    amazon_has(&reached.edge, TWO, &[65010, 65010], "7224:7300");
    let once = reached.edge.router.running();
    reached.push(&[]).is("unchanged");
    assert_eq!(
        reached.edge.router.running(),
        once,
        "a second push changes nothing"
    );

    wants(
        &reached,
        "\"10.21.0.0/16\", ",
        "\"10.21.0.0/16\", \"10.22.0.0/16\", ",
    );
    until("the new prefix is there", 10, || {
        prefixes(&reached.edge) == ["10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16"]
    });

    wants(
        &reached,
        "preference = \"high\"\nprepend = 1",
        "preference = \"low\"\nprepend = 3",
    );
    amazon_has(&reached.edge, THREE, &[65010; 4], "7224:7100");

    reached.edge.desk.keys[0].1 = "another-key".to_owned();
    reached
        .edge
        .amazon
        .agrees(|terms| terms.key4 = "another-key".to_owned());
    reached.push(&[]).is("confirmed");
    reached.edge.router.settled(&[FOUR, SIX]);

    wants(
        &reached,
        "bfd = true",
        "bfd = { interval = 500, multiplier = 4 }",
    );
    reached.edge.router.settled(&[FOUR, SIX]);

    reached
        .edge
        .amazon
        .agrees(|terms| terms.customer_asn = 65011);
    wants(&reached, "vlan = 101", "vlan = 101\nasn = 65011");
    reached.edge.router.settled(&[FOUR, SIX]);
    amazon_has(&reached.edge, THREE, &[65011; 4], "7224:7100");

    reached.push(&[]).is("unchanged");
    // Live, over SSH, as the user runs it.
    let verdict = reached.edge.desk.verify(&["--save", "now.json"]);
    assert_eq!(verdict.code, 0, "{:#?}", verdict.checks("fail"));
    assert!(
        verdict.checks("fail").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    office.is_untouched(&reached.edge);
    let (_, undo) = reached.edge.desk.rendered("edge");
    reached.edge.router.loads(&undo);
    same(&reached.edge.router.running(), &before);
    office.is_untouched(&reached.edge);
    "pushed, unchanged; prefixes, preference, key, BFD and AS number changed on a running session; undone; the office never noticed".to_owned()
}
