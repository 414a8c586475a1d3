//! The stock drivers of netmiko and scrapli against the simulated routers: they have been at home on
//! the real ones for years, and know nothing of our packs. Where one fails, the simulator is
//! suspected first; what is the driver's own fault is named in drivers.py, and in the table.
//!
//!     python3 -m venv /tmp/foreign
//!     /tmp/foreign/bin/pip install -r tests/foreign/requirements.txt
//!     FOREIGN_PYTHON=/tmp/foreign/bin/python cargo test --test foreign
//!     FOREIGN_PYTHON=/tmp/foreign/bin/python cargo test --test foreign -- cisco_xr
//!     cargo test --test foreign -- stand    # only the routers, for a client of your own
//!
//! Without Python and the packages it says so and proves nothing.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use serde_json::{Value as Json, json};
use vifctl::sim::{self, Kind, Running, Start};

/// A router, and the library that speaks to it.
type Client = (Kind, &'static str, Running);

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1);
    let words: Vec<String> = arguments.filter(|word| !word.starts_with('-')).collect();
    if words.iter().any(|word| word == "stand") {
        return stand();
    }
    let python = std::env::var("FOREIGN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let packages = "import netmiko, scrapli, scrapli_community, ssh2";
    let found = Command::new(&python)
        .args(["-c", packages])
        .stderr(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        println!(
            "SKIPPED: nothing is proven about foreign clients: `{python}` has no netmiko and scrapli; the head of tests/foreign/main.rs says how to install them"
        );
        return ExitCode::SUCCESS;
    }
    let wanted = |kind: &Kind| {
        words.is_empty() || words.iter().any(|word| kind.name().contains(word.as_str()))
    };
    // Each library has a router of its own.
    let routers: Vec<Client> = Kind::all()
        .filter(wanted)
        .flat_map(|kind| ["netmiko", "scrapli"].map(|library| (kind, library)))
        .map(|(kind, library)| {
            (
                kind,
                library,
                sim::start(Start::new(kind)).expect("it starts"),
            )
        })
        .collect();
    let bad = drive(&python, &routers);
    match bad {
        0 => ExitCode::SUCCESS,
        bad => {
            println!("\n{bad} not as expected");
            ExitCode::FAILURE
        }
    }
}

/// Keep a router of each kind until the terminal is closed.
fn stand() -> ExitCode {
    let routers: Vec<Running> = Kind::all()
        .map(|kind| {
            let router = sim::start(Start::new(kind)).expect("it starts");
            println!(
                "{:<18} {} user vifctl, password vifctl\n    {}",
                kind.name(),
                router.address(),
                router.known_hosts_line().trim()
            );
            router
        })
        .collect();
    println!("\nthey stay until Enter is pressed");
    std::io::stdin().lock().read_line(&mut String::new()).ok();
    drop(routers);
    ExitCode::SUCCESS
}

/// Let both libraries at all routers; how many results are not as they should be.
fn drive(python: &str, routers: &[Client]) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
    let described: Vec<Json> = routers
        .iter()
        .map(|(kind, library, router)| {
            let address = router.address();
            json!({
                "kind": kind.name(), "library": library, "host": address.ip(), "port": address.port(),
                "user": "vifctl", "password": "vifctl",
            })
        })
        .collect();
    let mut child = Command::new(python)
        .arg(folder.join("drivers.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin
        .write_all(json!(described).to_string().as_bytes())
        .expect("the script reads");
    drop(stdin);
    println!(
        "{:<18} {:<8} {:<18} {:<7} {:<7} {:<8} {:<10} {:>7}",
        "platform", "library", "driver", "login", "show", "refused", "configure", "seconds"
    );
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut told = 0;
    let mut bad = 0;
    for line in stdout.lines() {
        let result: Json = serde_json::from_str(&line.expect("text")).expect("a result");
        bad += usize::from(!judge(&result, routers));
        told += 1;
    }
    let status = child.wait().expect("it ends");
    assert!(status.success(), "the script ends well");
    assert_eq!(told, routers.len(), "each library tried each router");
    bad
}

/// Print a result; is it what is expected? The word of the library is not enough: what it says it
/// has configured must run.
fn judge(result: &Json, routers: &[Client]) -> bool {
    let word = |name: &str| result[name].as_str().unwrap_or_default();
    let (kind, library) = (word("kind"), word("library"));
    println!(
        "{kind:<18} {library:<8} {:<18} {:<7} {:<7} {:<8} {:<10} {:>7.1}",
        word("driver"),
        word("login"),
        word("show"),
        word("refused"),
        word("configure"),
        result["seconds"].as_f64().unwrap_or_default()
    );
    if !word("note").is_empty() {
        println!("    {}", word("note"));
    }
    let (.., router) = routers
        .iter()
        .find(|(own, by, _)| own.name() == kind && *by == library)
        .expect("it is one of ours");
    let failed = ["login", "show", "refused", "configure"]
        .into_iter()
        .find(|step| word(step) == "FAILED");
    match failed {
        None => {
            let runs = router.running_config().contains(word("mark"));
            if !runs {
                println!("    it says that it has configured, and the router runs nothing of it");
            }
            runs
        }
        Some(step) => {
            println!("    {step}: {}", word("why").replace('\n', "\n    "));
            let heard = router.received();
            let last = heard.len().saturating_sub(8);
            println!("    the router heard last: {:?}", &heard[last..]);
            false
        }
    }
}
