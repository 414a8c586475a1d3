//! Push while everything goes wrong. Afterwards the router has the configuration of before or the one
//! that is wanted, and the tool says which.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::chain::{Reached, bare, pushed};
use crate::process::{both, comes};
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
    all.push(Scene::new("fire connection reset", reset));
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

    /// Wait until so many lines of the change are on the router.
    fn reaches(&self, lines: usize) -> bool {
        let there = |config: &str| {
            let old: Vec<&str> = self.before.lines().collect();
            let new = config.lines().filter(|line| !old.contains(line));
            new.count()
        };
        let end = Instant::now() + Duration::from_secs(40);
        while Instant::now() < end {
            if there(&bare(&self.reached.edge.router.running())) >= lines {
                return true;
            }
        }
        false
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
                .run(&["recover", "--format", "json", "--state", "state"]);
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

/// A way to a router that is cut behind so many bytes, whichever connection they go over; once.
fn short_way(to: String, bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let left = Arc::new(AtomicUsize::new(bytes));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect(format!("{to}:22")) else {
                continue;
            };
            let left = Some(Arc::clone(&left));
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
        let mut may = count;
        if let Some(left) = &left {
            let had = left.load(Ordering::Relaxed);
            // Once it was cut, it is a way like any other.
            let rest = if had <= count {
                usize::MAX
            } else {
                had - count
            };
            left.store(
                if had == usize::MAX { had } else { rest },
                Ordering::Relaxed,
            );
            may = count.min(had);
        }
        if to.write_all(&buffer[..may]).is_err() || count == 0 || may < count {
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
    for step in 0..3 {
        let bytes = 3001 + (step * 3 + part) * 2900;
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

/// The same, by the line: when so many lines of the change are there, every connection is reset.
fn reset(name: &str) -> String {
    let range = Range::new(name);
    let mut told = Vec::new();
    for lines in [1, 30, 55] {
        let (desk, door) = (&range.reached.edge.desk, &range.reached.door);
        let said = thread::scope(|scope| {
            let push = scope.spawn(|| pushed(desk, QUICK));
            range.reaches(lines);
            door.cut();
            push.join().expect("it says something")
        });
        told.push(range.agrees(&format!("at {lines} lines"), word(&said.outcome)));
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
    for lines in [1, 20, 50] {
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
        let there = range.reaches(lines);
        let _ = child.kill();
        let _ = child.wait();
        assert!(there, "{lines} lines never came");
        told.push(range.agrees(&format!("at {lines} lines"), "killed"));
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
    for lines in [1, 20, 45] {
        let (desk, door) = (&range.reached.edge.desk, &range.reached.door);
        let said = thread::scope(|scope| {
            let push = scope.spawn(|| pushed(desk, QUICK));
            range.reaches(lines);
            door.freeze(true);
            comes(14, || push.is_finished());
            door.freeze(false);
            push.join().expect("it says something")
        });
        told.push(range.agrees(&format!("at {lines} lines"), word(&said.outcome)));
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
    let address = format!("{}:22", range.reached.door.address);
    let address = address.parse().expect("an address");
    let there = TcpStream::connect_timeout(&address, Duration::from_secs(3)).is_ok();
    assert!(there, "the router is out of reach: {}", said.all);
    assert_eq!(range.has(), "before", "{}", said.all);
    assert!(
        ["refused", "reverted"].contains(&said.outcome.as_str()),
        "{}",
        said.all
    );
    said.outcome
}
