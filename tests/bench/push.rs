//! How long it takes to change a router and to ask many, beside netmiko, scrapli and plain `ssh`, on
//! the same simulated routers in one run. See README.md.

#[path = "../push/fleet.rs"]
#[allow(dead_code)] // the tests of push use all of it
mod fleet;
#[allow(dead_code)] // other benchmarks use the rest of it
mod outside;
mod push_client;
mod push_proxy;
#[path = "../support/mod.rs"]
mod support;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use vifctl::sim::{self, Kind, Running, Start};

use fleet::Site;
use push_proxy::Proxy;
use support::Folder;

/// Each figure is the median of so many runs.
const RUNS: usize = 5;
const FLEET: usize = 200;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--client", work, number] => {
            push_client::main(work, number.parse().expect("a number"));
        }
        [] => measure(),
        ["one"] => one(&Bench::new()),
        ["many"] => many(&Bench::new()),
        ["whole"] => whole(&Bench::new()),
        _ => panic!("nothing, or: one, many, whole"),
    }
}

fn measure() {
    let bench = Bench::new();
    one(&bench);
    whole(&bench);
    many(&bench);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("\nload {}", load.trim());
}

/// What all measurements share: a key for plain `ssh`, which takes no password, and the peers.
struct Bench {
    folder: Folder,
    public: String,
    python: Option<String>,
}

/// A program that is measured.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Ours,
    Netmiko,
    Scrapli,
    Ssh,
}

impl Who {
    fn name(self) -> &'static str {
        match self {
            Self::Ours => "vifctl",
            Self::Netmiko => "netmiko",
            Self::Scrapli => "scrapli",
            Self::Ssh => "ssh",
        }
    }
}

impl Bench {
    fn new() -> Self {
        let folder = Folder::new();
        let key = folder.0.join("key").display().to_string();
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f", &key])
            .status();
        assert!(made.is_ok_and(|made| made.success()), "ssh-keygen is there");
        let public = std::fs::read_to_string(format!("{key}.pub")).expect("it was made");
        let python = std::env::var("PEERS_PYTHON").ok();
        if python.is_none() {
            println!("PEERS_PYTHON is not set: nothing to compare with, see README.md");
        }
        Self {
            folder,
            public,
            python,
        }
    }

    fn who(&self) -> &'static [Who] {
        match self.python {
            Some(_) => &[Who::Ours, Who::Netmiko, Who::Scrapli, Who::Ssh],
            None => &[Who::Ours, Who::Ssh],
        }
    }

    fn router(&self) -> Running {
        let start = Start {
            authorized_key: Some(self.public.trim().to_owned()),
            ..Start::new(Kind::named("cisco_xe").expect("it is simulated"))
        };
        sim::start(start).expect("it starts")
    }

    /// Routers as the clients want them described.
    fn described(&self, routers: &[(&Running, SocketAddr)]) -> String {
        let file = self.folder.0.join("known_hosts");
        let line = |(router, address): &(&Running, SocketAddr)| at(router, *address);
        std::fs::write(&file, routers.iter().map(line).collect::<String>()).expect("ours");
        let all = routers.iter().map(|(_, address)| {
            json!({
                "host": address.ip(), "port": address.port(), "user": "vifctl",
                "password": "vifctl", "known_hosts": file,
            })
        });
        Json::Array(all.collect()).to_string()
    }

    /// A client in a process of its own, that says how long its work took; and its memory.
    fn client(&self, who: Who, work: &str, number: usize, routers: &str) -> (Duration, u64) {
        let mut command = match who {
            Who::Ours => Command::new(std::env::current_exe().expect("this program")),
            _ => Command::new(self.python.as_ref().expect("it is set")),
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/push_peers.py");
        match who {
            Who::Ours => command.arg("--client"),
            _ => command.arg(script).arg(who.name()),
        };
        command.arg(work).arg(number.to_string());
        let (out, kib) = outside::fed(&mut command, routers);
        let answer: Json = serde_json::from_str(&out).expect("a client says a time");
        let seconds = answer["s"].as_f64().expect("a client says a time");
        (Duration::from_secs_f64(seconds), kib)
    }

    fn ssh(&self, address: SocketAddr) -> Command {
        let mut command = Command::new("ssh");
        let known = self.folder.0.join("known_hosts");
        command
            .args(["-F", "none", "-T", "-o", "BatchMode=yes", "-i"])
            .arg(self.folder.0.join("key"))
            .arg("-o")
            .arg(format!("UserKnownHostsFile={}", known.display()))
            .args(["-p", &address.port().to_string(), "vifctl@127.0.0.1"]);
        command
    }

    /// Everything typed at once and nothing looked at: the floor.
    fn ssh_lines(&self, address: SocketAddr, number: usize) -> Duration {
        let lines: String = (0..number).map(|n| push_client::line(n) + "\n").collect();
        let typed = format!("configure terminal\n{lines}end\nwrite memory\nexit\n");
        let begun = Instant::now();
        let (out, _) = outside::fed(&mut self.ssh(address), &typed);
        assert!(out.contains("[OK]"), "{out}");
        begun.elapsed()
    }
}

/// The router's line of known_hosts, at another address.
fn at(router: &Running, address: SocketAddr) -> String {
    let own = format!(":{} ", router.address().port());
    let line = router.known_hosts_line();
    line.replace(&own, &format!(":{} ", address.port()))
}

fn median(mut runs: Vec<(Duration, usize)>) -> (Duration, usize) {
    runs.sort();
    runs[runs.len() / 2]
}

/// Connect, so many lines, save: the same words by each.
fn one(bench: &Bench) {
    println!(
        "connect, N lines, save; medians of {RUNS}\n  {:>6} {:>5}  {:<8} {:>10} {:>12} {:>8}",
        "rtt", "lines", "", "time", "round trips", "ours is"
    );
    for milliseconds in [0, 60] {
        for lines in [50, 500] {
            let mut ours = Duration::ZERO;
            for who in bench.who() {
                let runs = if *who == Who::Ours || lines == 50 {
                    RUNS
                } else {
                    1
                };
                let run = |_| one_run(bench, *who, lines, milliseconds);
                let (time, turns) = median((0..runs).map(run).collect());
                if *who == Who::Ours {
                    ours = time;
                }
                let ratio = time.as_secs_f64() / ours.as_secs_f64();
                println!(
                    "  {milliseconds:>3} ms {lines:>5}  {:<8} {:>7.0} ms {turns:>12} {ratio:>7.1}x",
                    who.name(),
                    time.as_secs_f64() * 1e3
                );
            }
        }
    }
}

fn one_run(bench: &Bench, who: Who, lines: usize, milliseconds: u64) -> (Duration, usize) {
    let router = bench.router();
    let proxy = Proxy::start(router.address(), Duration::from_millis(milliseconds));
    let described = bench.described(&[(&router, proxy.address)]);
    let time = match who {
        Who::Ssh => bench.ssh_lines(proxy.address, lines),
        _ => bench.client(who, "lines", lines, &described).0,
    };
    let text = router.running_config();
    let there = text
        .lines()
        .filter(|line| line.contains("prefix-list BENCH"))
        .count();
    assert_eq!(there, lines, "every line is there");
    (time, proxy.turns())
}

/// `vifctl push` and `vifctl verify` as users have them, from their start to their end.
fn whole(_: &Bench) {
    println!(
        "\nthe whole program, one vif, one router; medians of {RUNS}\n  {:>6}  {:<34} {:>10} {:>12} {:>6}",
        "rtt", "", "time", "round trips", "lines"
    );
    for milliseconds in [0, 60] {
        let mut pushes = Vec::new();
        let mut again = Vec::new();
        let mut looks = Vec::new();
        let mut lines = 0;
        for _ in 0..RUNS {
            let site = Site::one(Kind::named("cisco_xe").expect("it is simulated"));
            let proxy = Proxy::start(
                site.routers[0].address(),
                Duration::from_millis(milliseconds),
            );
            far(&site, &proxy);
            let arguments = site.arguments(&["--wait", "30"]);
            let run = |arguments: &[&str]| {
                let begun = Instant::now();
                let output = site.run(arguments);
                (output, (begun.elapsed(), proxy.turns()))
            };
            let (output, took) = run(&arguments);
            assert!(output.status.success(), "{output:?}");
            pushes.push(took);
            lines = site.routers[0].received().len();
            let (output, took) = run(&arguments);
            assert!(output.status.success(), "{output:?}");
            again.push(took);
            looks.push(run(&["verify", "--settled", "0"]).1);
        }
        for (name, runs, lines) in [
            ("push --soak 0, confirmed and saved", pushes, Some(lines)),
            ("push again: unchanged", again, None),
            ("verify", looks, None),
        ] {
            let (time, turns) = median(runs);
            println!(
                "  {milliseconds:>3} ms  {name:<34} {:>7.0} ms {turns:>12} {:>6}",
                time.as_secs_f64() * 1e3,
                lines.map_or(String::new(), |lines| lines.to_string())
            );
        }
    }
}

/// Send a site's program through the proxy.
fn far(site: &Site, proxy: &Proxy) {
    let own = site.routers[0].address().to_string();
    let path = site.folder.0.join("vifctl.toml");
    let text = std::fs::read_to_string(&path).expect("an intent");
    site.folder.with(
        "vifctl.toml",
        text.replace(&own, &proxy.address.to_string()),
    );
    let hosts = at(&site.routers[0], proxy.address);
    site.folder.with("known_hosts", hosts);
}

/// A show command of each of many routers, with the number of threads that suits each client best.
fn many(bench: &Bench) {
    println!(
        "\n{FLEET} routers, one show each, no delay; best of 3\n  {:<26} {:>8} {:>10} {:>8} {:>10}",
        "", "threads", "time", "ours is", "memory"
    );
    let routers: Vec<Running> = (0..FLEET).map(|_| bench.router()).collect();
    let addressed: Vec<(&Running, SocketAddr)> = routers
        .iter()
        .map(|router| (router, router.address()))
        .collect();
    let described = bench.described(&addressed);
    let mut ours = Duration::ZERO;
    for who in bench.who().iter().filter(|who| **who != Who::Ssh) {
        let tried = [10, 50, 200].map(|threads| {
            let run = |_| bench.client(*who, "show", threads, &described);
            let (time, kib) = (0..3).map(run).min().expect("three runs");
            (time, threads, kib)
        });
        let (time, threads, kib) = tried.into_iter().min().expect("three of them");
        if *who == Who::Ours {
            ours = time;
        }
        row(who.name(), threads, time, ours, kib);
    }
    let begun = Instant::now();
    shell(bench, &addressed, 10);
    row("ssh, a process for each", 10, begun.elapsed(), ours, 0);
    drop(routers);
    let site = Site::of(
        &vec![Kind::named("cisco_xe").expect("it is simulated"); FLEET],
        "",
    );
    for threads in ["10", "200"] {
        let mut command = site.command(&["verify", "--settled", "0", "--at-once", threads]);
        let begun = Instant::now();
        let (_, kib) = outside::fed(&mut command, "");
        let number = threads.parse().expect("a number");
        row(
            "vifctl verify, all it asks",
            number,
            begun.elapsed(),
            ours,
            kib,
        );
    }
}

fn row(name: &str, threads: usize, time: Duration, ours: Duration, kib: u64) {
    let ratio = time.as_secs_f64() / ours.as_secs_f64();
    let memory = match kib {
        0 => String::new(),
        kib => format!("{:.1} MB", kib as f64 / 1024.0),
    };
    println!(
        "  {name:<26} {threads:>8} {:>7.0} ms {ratio:>7.1}x {memory:>10}",
        time.as_secs_f64() * 1e3
    );
}

/// `ssh router show ip bgp summary`, so many at once.
fn shell(bench: &Bench, routers: &[(&Running, SocketAddr)], at_once: usize) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some((_, address)) =
                    routers.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
                {
                    let mut ssh = bench.ssh(*address);
                    ssh.arg("show ip bgp summary").stdin(Stdio::null());
                    let output = ssh.output().expect("there is ssh");
                    let said = String::from_utf8_lossy(&output.stdout).into_owned();
                    assert!(said.contains("BGP router identifier"), "{output:?}");
                }
            });
        }
    });
    std::io::stdout().flush().ok();
}
