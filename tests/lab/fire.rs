//! Push while everything goes wrong. Afterwards the router has the configuration of before or the one
//! that is wanted, and the tool says which.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::chain::{Reached, bare, pushed};
use crate::process::{both, comes, seconds};
use crate::turns::Scene;

pub fn all() -> Vec<Scene> {
    let mut all: Vec<Scene> = (0..3)
        .map(|part| {
            Scene::new(
                format!("fire cut at many bytes, part {}", part + 1),
                move |name: &str| cut(name, part),
            )
        })
        .collect();
    all.push(Scene::new("fire killed client", killed));
    all.push(Scene::new("fire refused line", refused));
    all.push(Scene::new("fire frozen network", frozen));
    all.push(Scene::new("fire self-lockout", lockout));
    all
}

/// A router, its configuration of before, and the one that is wanted.
struct Range {
    reached: Reached,
    before: String,
    wanted: String,
}

const QUICK: &[&str] = &["--may-stay-down", "--soak", "1", "--wait", "5"];

impl Range {
    fn new(name: &str) -> Self {
        let reached = Reached::new(name);
        let desk = &reached.edge.desk;
        desk.wants(&desk.intent().replace(
            "known_hosts = \"known_hosts\"",
            "known_hosts = \"known_hosts\"\ntimeout = 8",
        ));
        let before = bare(&reached.edge.router.running());
        pushed(desk, QUICK).is("confirmed");
        let wanted = bare(&reached.edge.router.running());
        assert_ne!(before, wanted);
        let range = Self {
            reached,
            before,
            wanted,
        };
        range.again();
        range
    }

    /// As before.
    fn again(&self) {
        if self.has() == "before" {
            return;
        }
        let (_, undo) = self.reached.edge.desk.rendered("edge");
        self.reached.edge.router.loads(&undo);
        assert_eq!(bare(&self.reached.edge.router.running()), self.before);
    }

    /// What is on the router.
    fn has(&self) -> &'static str {
        let now = bare(&self.reached.edge.router.running());
        match now {
            _ if now == self.before => "before",
            _ if now == self.wanted => "wanted",
            _ => "neither",
        }
    }

    /// After a push that said something, and whatever it left was settled: the word and the router agree.
    fn agrees(&self, what: &str, said: &str) -> String {
        let mut word = said.to_owned();
        // What is unknown, or nobody lived to say, is settled by asking the router.
        if !["confirmed", "unchanged", "reverted", "refused"].contains(&said) {
            let output = self
                .reached
                .edge
                .desk
                .run(&["recover", "--yes", "--format", "json", "--state", "state"]);
            let json: serde_json::Value =
                serde_json::from_slice(&output.stdout).unwrap_or_default();
            let outcome = json["routers"][0]["outcome"].as_str().unwrap_or("nothing");
            word = format!("{said}, then {outcome}");
            assert!(!outcome.is_empty(), "{}", both(&output));
        }
        let last = word.rsplit(' ').next().unwrap_or("");
        let has = self.has();
        let right = match has {
            "before" => ["reverted", "refused", "nothing", "unchanged"].contains(&last),
            "wanted" => ["confirmed", "unchanged"].contains(&last),
            _ => false,
        };
        assert!(
            right,
            "{what}: the router has {has}, the tool says {word}\n{}",
            self.reached.edge.router.running()
        );
        format!("{what}: {word}")
    }
}

/// A way to a router that is cut behind so many bytes, the first time that it is gone.
fn short_way(to: String, bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let left = Arc::new(AtomicUsize::new(bytes));
    thread::spawn(move || {
        let mut first = true;
        for stream in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect(format!("{to}:22")) else {
                continue;
            };
            let left = if first { Some(Arc::clone(&left)) } else { None };
            first = false;
            for (from, to, counted) in [
                (stream.try_clone(), far.try_clone(), left),
                (far.try_clone(), stream.try_clone(), None),
            ] {
                let (Ok(from), Ok(to)) = (from, to) else {
                    continue;
                };
                thread::spawn(move || carry(from, to, counted));
            }
        }
    });
    port
}

fn carry(mut from: TcpStream, mut to: TcpStream, left: Option<Arc<AtomicUsize>>) {
    let mut buffer = [0; 256];
    while let Ok(count) = from.read(&mut buffer) {
        let may = match &left {
            Some(left) => left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    Some(left.saturating_sub(count))
                })
                .unwrap_or(0),
            None => usize::MAX,
        };
        let sent = to.write_all(&buffer[..count.min(may)]);
        if count == 0 || may <= count || sent.is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

/// The line is cut while the change goes over it, at many places.
fn cut(name: &str, part: usize) -> String {
    let range = Range::new(name);
    let desk = &range.reached.edge.desk;
    let address = range.reached.door.address.clone();
    let straight = desk.intent();
    let host = std::fs::read_to_string(desk.folder.join("known_hosts")).expect("it was written");
    let mut told = Vec::new();
    for step in 0..5 {
        let bytes = 2500 + (step * 3 + part) * 700;
        let port = short_way(address.clone(), bytes);
        std::fs::write(
            desk.folder.join("known_hosts"),
            format!(
                "{host}{}",
                host.replace(&address, &format!("[127.0.0.1]:{port}"))
            ),
        )
        .expect("it can be written");
        desk.wants(&straight.replace(&address, &format!("127.0.0.1:{port}")));
        let said = pushed(desk, QUICK);
        told.push(range.agrees(&format!("{bytes} bytes"), word(&said.outcome)));
        range.again();
    }
    told.join(", ")
}

fn word(outcome: &str) -> &str {
    if outcome.is_empty() {
        "no word"
    } else {
        outcome
    }
}

/// The client is killed on the way; another one settles what it left.
fn killed(name: &str) -> String {
    let range = Range::new(name);
    let mut told = Vec::new();
    for wait in [0.3, 0.6, 1.0, 1.5, 2.2] {
        let arguments = [
            &["push", "--yes", "--guarantee", "D", "--state", "state"],
            QUICK,
        ]
        .concat();
        let mut child = range
            .reached
            .edge
            .desk
            .command(&arguments)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("vifctl runs");
        seconds(wait);
        let ended = child.try_wait().expect("it is ours").is_some();
        let _ = child.kill();
        let _ = child.wait();
        if ended {
            told.push(format!("{wait} s: it had ended"));
        } else {
            told.push(range.agrees(&format!("{wait} s"), "killed"));
        }
        range.again();
    }
    told.join(", ")
}

/// The router refuses a line in the middle.
fn refused(name: &str) -> String {
    let range = Range::new(name);
    let router = &range.reached.edge.router;
    // Amazon's address is the router's own: that it cannot be a neighbour it says when it is told.
    router.types("interface lo\n ip address 169.254.101.1/32");
    let before = bare(&router.running());
    let said = pushed(&range.reached.edge.desk, QUICK);
    assert_eq!(bare(&router.running()), before, "{}", said.all);
    assert!(
        ["reverted", "refused"].contains(&said.outcome.as_str()),
        "{}",
        said.all
    );
    let line = said.all.contains("\"answer\"");
    format!(
        "{}{}",
        said.outcome,
        if line {
            ", with the line and the router's answer"
        } else {
            ""
        }
    )
}

/// Nothing gets through for a while, and then it does again.
fn frozen(name: &str) -> String {
    let range = Range::new(name);
    let mut told = Vec::new();
    for wait in [0.5, 1.0, 1.6] {
        let (desk, door) = (&range.reached.edge.desk, &range.reached.door);
        let said = thread::scope(|scope| {
            let push = scope.spawn(|| pushed(desk, QUICK));
            seconds(wait);
            door.freeze(true);
            comes(14, || push.is_finished());
            door.freeze(false);
            push.join().expect("it says something")
        });
        told.push(range.agrees(&format!("after {wait} s"), word(&said.outcome)));
        range.again();
    }
    told.join(", ")
}

/// A change that takes away the way on which it came.
fn lockout(name: &str) -> String {
    let range = Range::new(name);
    let desk = &range.reached.edge.desk;
    let ours = range.reached.door.address.trim_end_matches('2').to_owned() + "1";
    desk.wants(&desk.intent().replace(
        "advertise = [\"10.20.0.0/16\"",
        &format!("advertise = [\"{ours}/32\", \"10.20.0.0/16\""),
    ));
    let said = pushed(desk, QUICK);
    let there = comes(1, || {
        std::net::TcpStream::connect(format!("{}:22", range.reached.door.address)).is_ok()
    });
    assert!(there, "the router is out of reach: {}", said.all);
    assert_eq!(range.has(), "before", "{}", said.all);
    assert!(
        ["refused", "reverted"].contains(&said.outcome.as_str()),
        "{}",
        said.all
    );
    said.outcome
}
