//! Simulated routers, the intent that describes them, and the program that changes them.

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value as Json;
use vifctl::sim::{self, AmazonPeer, AmazonVif, Kind, Running, Start, Trouble, World};
use vifctl::vendor::Vendors;

use super::support::cases::{Platform, platform};
use super::support::{Folder, vifctl};

pub const KEY: &str = "Tr0ub4dorKey";
pub const LAB: &str = "l4b-pass-word";

/// A router, and what is known about it.
pub struct Site {
    pub folder: Folder,
    pub routers: Vec<Running>,
}

/// Amazon's side of the vif of a router.
pub fn world(number: usize) -> World {
    let (a, b) = (number / 64, number % 64 * 4);
    let peer = AmazonPeer {
        amazon: format!("169.254.{a}.{}", b + 1)
            .parse()
            .expect("an address"),
        customer: format!("169.254.{a}.{}", b + 2)
            .parse()
            .expect("an address"),
        length: 30,
        amazon_asn: 64512,
        customer_asn: 65010,
        key: Some(KEY.to_owned()),
        prefixes: vec![("172.31.0.0".parse().expect("an address"), 16)],
    };
    World {
        vifs: vec![AmazonVif::new(101, peer)],
        ..World::default()
    }
}

pub fn start(kind: Kind, number: usize, trouble: Vec<Trouble>) -> Running {
    sim::start(Start {
        password: Some(LAB.to_owned()),
        world: world(number),
        trouble,
        ..Start::new(kind)
    })
    .expect("it starts")
}

/// The tables of one router and its vif.
fn tables(kind: &str, words: &Platform, number: usize, router: &Running) -> String {
    let (a, b) = (number / 64, number % 64 * 4);
    let port = &words.words["port1"];
    let address = router.address();
    format!(
        r#"
[router.edge{number}]
vendor = "{kind}"
address = "{address}"
login = "lab"
asn = 65010
loopback = "192.0.2.1"

[connection.dx{number}]
kind = "dedicated"
speed = "10Gbps"
location = "EqLD5"
router = "edge{number}"
port = "{port}"

[vif.prod{number}]
type = "private"
connection = "dx{number}"
vlan = 101
amazon_asn = 64512
gateway = "dxgw-{number}"
key = {{ env = "DX_KEY" }}
bfd = true
advertise = ["10.20.0.0/16"]
accept = ["172.31.0.0/16"]
allow = ["no-redundancy", "key-shared"]

[[vif.prod{number}.peer]]
customer = "169.254.{a}.{}/30"
amazon = "169.254.{a}.{}/30"
"#,
        b + 2,
        b + 1
    )
}

impl Site {
    /// One router of a kind.
    pub fn one(kind: Kind) -> Self {
        Self::of(&[kind], "")
    }

    /// A router of each kind, and what else the intent says.
    pub fn of(kinds: &[Kind], more: &str) -> Self {
        let routers: Vec<Running> = kinds
            .iter()
            .enumerate()
            .map(|(number, kind)| start(*kind, number, Vec::new()))
            .collect();
        let site = Self {
            folder: Folder::new(),
            routers,
        };
        site.describe(kinds, more);
        site
    }

    /// One router, changed by this way of its pack, as if the better ones were not open.
    pub fn by(kind: Kind, way: &str) -> Self {
        let site = Self::one(kind);
        let vendors = Vendors::built_in().expect("the packs");
        let pack = vendors.get(kind.name()).expect("the pack");
        let mut parts = pack.speech_text.split("\n[[way]]\n");
        let mut text = parts.next().unwrap_or_default().to_owned();
        let named = format!("name = \"{way}\"\n");
        let ways: Vec<&str> = parts.skip_while(|part| !part.starts_with(&named)).collect();
        assert!(!ways.is_empty(), "no way {way}");
        for part in ways {
            text += "\n[[way]]\n";
            text += part;
        }
        let file = pack.speech_file.as_deref().expect("a speech file");
        site.folder
            .with(&format!("vendors/speech/{file}.toml"), text);
        site
    }

    fn describe(&self, kinds: &[Kind], more: &str) {
        let mut intent = "schema = 1\n[login.lab]\nuser = \"vifctl\"\nauth = [\"password\"]\npassword = { env = \"LAB_PASSWORD\" }\nknown_hosts = \"known_hosts\"\ntimeout = 10\n".to_owned();
        let mut hosts = String::new();
        for (number, (kind, router)) in kinds.iter().zip(&self.routers).enumerate() {
            intent += &tables(kind.name(), &platform(kind.name()), number, router);
            hosts += &router.known_hosts_line();
        }
        self.folder.with("vifctl.toml", intent + more);
        self.folder.with("known_hosts", hosts);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = vifctl(&self.folder, arguments);
        command
            .env("DX_KEY", KEY)
            .env("LAB_PASSWORD", LAB)
            .env("HOME", &self.folder.0)
            .env("USER", "tester");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// The arguments of a push for machines.
    pub fn arguments<'a>(&self, more: &[&'a str]) -> Vec<&'a str> {
        let mut arguments = vec!["push", "--yes", "--format", "json", "--guarantee", "D"];
        if !more.contains(&"--soak") {
            arguments.extend(["--soak", "0"]);
        }
        arguments.extend(more);
        arguments
    }

    /// A push for machines; what became of each router.
    pub fn push(&self, more: &[&str]) -> (i32, Json) {
        let mut arguments = self.arguments(more);
        if !more.contains(&"--wait") {
            arguments.extend(["--wait", "4"]);
        }
        json(self.run(&arguments))
    }

    pub fn recover(&self) -> (i32, Json) {
        json(self.run(&["recover", "--format", "json"]))
    }

    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs")
    }

    /// Time passes before anybody comes back: on the routers, and since the journals were written.
    pub fn later(&self, time: Duration) {
        self.routers.iter().for_each(|router| router.advance(time));
        for journal in self.journals() {
            let text = std::fs::read_to_string(&journal).expect("a journal");
            let older = text.lines().map(|line| aged(line, time));
            std::fs::write(&journal, older.collect::<String>()).expect("the journal is written");
        }
    }

    /// The journals of all runs, the oldest first.
    pub fn journals(&self) -> Vec<PathBuf> {
        let runs = std::fs::read_dir(self.folder.0.join(".local/state/vifctl/runs"));
        let files = runs.into_iter().flatten().flatten();
        let files = files.flat_map(|run| std::fs::read_dir(run.path()).into_iter().flatten());
        let files = files.flatten().map(|file| file.path());
        let mut files: Vec<PathBuf> = files
            .filter(|file| file.extension().is_some_and(|end| end == "journal"))
            .collect();
        files.sort();
        files
    }

    /// Everything that runs left on the disk.
    pub fn state(&self) -> String {
        let mut all = String::new();
        read_all(&self.folder.0.join(".local"), &mut all);
        all
    }
}

/// A line of a journal, written so much earlier.
fn aged(line: &str, time: Duration) -> String {
    let Ok(mut json) = serde_json::from_str::<Json>(line) else {
        return format!("{line}\n");
    };
    let seconds = json["seconds"].as_u64().expect("its time");
    json["seconds"] = (seconds - time.as_secs()).into();
    format!("{json}\n")
}

fn read_all(folder: &std::path::Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, all);
        } else if let Ok(bytes) = std::fs::read(&path) {
            *all += &String::from_utf8_lossy(&bytes);
        }
    }
}

pub fn json(output: Output) -> (i32, Json) {
    let code = output.status.code().unwrap_or(-1);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|why| panic!("{why}: {}\n{err}", String::from_utf8_lossy(&output.stdout)));
    (code, json)
}

pub fn outcome(json: &Json) -> &str {
    json["routers"][0]["outcome"].as_str().unwrap_or("none")
}

/// Do something that asks a router, and let the router's time run fast once it has been asked and that
/// alone did not help.
pub fn patient<T>(router: &Running, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    let logins = router.logins();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut idle = 0;
            while !done.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(50));
                let asked = router.logins() > logins && router.shells() == 0;
                idle = if asked { idle + 1 } else { 0 };
                if idle >= 3 {
                    router.advance(Duration::from_secs(30));
                }
            }
        });
        let result = work();
        done.store(true, Ordering::SeqCst);
        result
    })
}

/// Do it for every platform that there is a simulator of, a few at once, and tell of all that fail.
/// `KIND=x,y` only x and y.
pub fn each(test: impl Fn(Kind) + Sync) {
    each_of(3, test);
}

/// So many at once.
pub fn each_of(at_once: usize, test: impl Fn(Kind) + Sync) {
    let only = std::env::var("KIND").ok();
    let wanted = |kind: &Kind| {
        let only = only.as_deref();
        only.is_none_or(|only| only.split(',').any(|name| kind.name() == name))
    };
    assert!(Kind::all().any(|kind| wanted(&kind)), "no such platform");
    let kinds = std::sync::Mutex::new(Kind::all().filter(wanted));
    let failed = std::sync::Mutex::new(Vec::new());
    let next = || kinds.lock().expect("no thread panics in here").next();
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(kind) = next() {
                    let test = std::panic::AssertUnwindSafe(|| test(kind));
                    if let Err(why) = std::panic::catch_unwind(test) {
                        let text = why.downcast_ref::<String>().cloned();
                        let text = text.or(why.downcast_ref::<&str>().map(|why| (*why).to_owned()));
                        let says = format!("{}: {}", kind.name(), text.unwrap_or_default());
                        failed.lock().expect("no thread panics in here").push(says);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no thread panics in here");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
