//! The router room at the work that is measured, in a process of its own: what `vifctl` does under
//! a push or a verify, without what these do besides.

use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use vifctl::intent::AuthWay;
use vifctl::router::{Bastions, End, Entry, Line, Router, Target};
use vifctl::secret::Secret;
use vifctl::vendor::Vendors;
use vifctl::vendor::speech::Speech;

pub fn line(n: usize) -> String {
    let (a, b) = (n / 256, n % 256);
    format!(
        "ip prefix-list BENCH seq {} permit 10.{a}.{b}.0/24",
        5 * n + 5
    )
}

static SPEECH: LazyLock<Arc<Speech>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the packs");
    let pack = vendors.get("cisco_xe").expect("the pack");
    Arc::new(pack.speech().expect("its words"))
});

/// Routers on stdin, as for push_peers.py.
pub fn main(work: &str, number: usize) {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("routers");
    let routers: Vec<Json> = serde_json::from_str(&text).expect("routers");
    LazyLock::force(&SPEECH);
    let targets: Vec<Target> = routers.iter().map(target).collect();
    let begun = Instant::now();
    match work {
        "lines" => lines(&targets[0], number),
        _ => shows(&targets, number),
    }
    println!("{{\"s\": {}}}", begun.elapsed().as_secs_f64());
}

fn target(router: &Json) -> Target {
    let word = |name: &str| router[name].as_str().expect("a word").to_owned();
    let entry = Entry {
        ways: vec![AuthWay::Password],
        password: Some(Secret::new(word("password").into_bytes())),
        known_hosts: vec![PathBuf::from(word("known_hosts"))],
        ..Entry::default()
    };
    let port = router["port"].as_u64().expect("a port");
    Target {
        name: "edge".into(),
        end: End {
            host: word("host"),
            port: u16::try_from(port).expect("a port"),
            user: word("user"),
            entry: Arc::new(entry),
        },
        jumps: Vec::new(),
        timeout: Duration::from_secs(60),
    }
}

fn opened(target: &Target) -> Router {
    let opened = Router::open(target, Arc::clone(&SPEECH), &Bastions::default());
    opened.unwrap_or_else(|why| panic!("{why}"))
}

fn lines(target: &Target, number: usize) {
    let mut router = opened(target);
    router.enter("config").expect("a mode");
    let lines: Vec<Line> = (0..number).map(|n| Line::plain(&line(n))).collect();
    let answers = router.send(&lines, None).expect("nothing is refused");
    assert_eq!(answers.len(), number);
    router.enter("exec").expect("a mode");
    let saved = router.ask("write memory").expect("an answer");
    assert!(String::from_utf8_lossy(&saved).contains("[OK]"));
}

fn shows(targets: &[Target], threads: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(target) = targets.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let mut router = opened(target);
                    let said = router.ask("show ip bgp summary").expect("an answer");
                    assert!(String::from_utf8_lossy(&said).contains("BGP router identifier"));
                    router.close();
                }
            });
        }
    });
}
