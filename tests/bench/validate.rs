//! How long `vifctl validate` takes and how much memory, from outside. See README.md.

mod generate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const VIFCTL: &str = env!("CARGO_BIN_EXE_vifctl");

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    match &arguments[..] {
        [flag, vifs, path] if flag == "--generate" => {
            let vifs = vifs
                .parse()
                .expect("--generate takes a number of vifs and a file");
            std::fs::write(path, generate::intent(vifs)).expect("the file can be written");
        }
        [] => measure(),
        _ => panic!("nothing, or: --generate VIFS FILE"),
    }
}

fn measure() {
    let folder = std::env::temp_dir().join(format!("vifctl-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary directory can be made");
    println!("start-up, best of 100");
    for (name, program, argument) in [
        ("true", "true", "--version"),
        ("vifctl --version", VIFCTL, "--version"),
    ] {
        let best = (0..100).map(|_| run(program, &[argument]).time).min();
        println!("  {name:<20} {:>9}", shown(best.unwrap_or_default()));
    }
    println!(
        "\nvalidate --no-secrets\n  {:>7} {:>9} {:>9} {:>9} {:>9} {:>9}  exit",
        "vifs", "file", "time", "per vif", "memory", "per vif"
    );
    let idle = validate(&folder.join("nothing.toml"), 1).kib;
    for (vifs, times) in [(10, 30), (100, 30), (1_000, 10), (10_000, 7), (100_000, 3)] {
        let path = folder.join(format!("{vifs}.toml"));
        let text = generate::intent(vifs);
        std::fs::write(&path, &text).expect("the file can be written");
        row(vifs, text.len(), &validate(&path, times), idle);
    }
    std::fs::remove_dir_all(&folder).expect("our own directory can be removed");
}

fn row(vifs: usize, bytes: usize, best: &Run, idle: u64) {
    let time = best.time.as_secs_f64() * 1e6 / vifs as f64;
    let memory = best.kib.saturating_sub(idle) as f64 / vifs as f64;
    println!(
        "  {vifs:>7} {:>6} KB {:>9} {time:>6.1} us {:>6.1} MB {memory:>6.1} KB  {}",
        bytes / 1000,
        shown(best.time),
        best.kib as f64 / 1024.0,
        best.exit
            .map_or("signal".to_owned(), |code| code.to_string()),
    );
}

/// The best of several runs over one file, and the most memory of any.
fn validate(path: &Path, times: usize) -> Run {
    let path = path
        .to_str()
        .expect("a temporary directory has a plain name");
    let runs: Vec<Run> = (0..times)
        .map(|_| run(VIFCTL, &["validate", "--no-secrets", "-f", path]))
        .collect();
    Run {
        time: runs.iter().map(|run| run.time).min().unwrap_or_default(),
        // Memory is looked at from time to time, so that the largest figure is the truest.
        kib: runs.iter().map(|run| run.kib).max().unwrap_or_default(),
        exit: runs[0].exit,
    }
}

/// One run of a program.
struct Run {
    time: Duration,
    kib: u64,
    exit: Option<i32>,
}

fn run(program: &str, arguments: &[&str]) -> Run {
    let begin = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let status = format!("/proc/{}/status", child.id());
    let watcher = std::thread::spawn(move || high_water(&status));
    let exit = child.wait().expect("a child can be waited for").code();
    let time = begin.elapsed();
    let kib = watcher.join().expect("the watcher only reads");
    Run { time, kib, exit }
}

/// The most memory that a process has had, looked up until it ends.
fn high_water(status: &str) -> u64 {
    let mut most = 0;
    while let Ok(text) = std::fs::read_to_string(status) {
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let Some(kib) = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()) else {
            // A zombie has no memory any more.
            return most;
        };
        most = kib;
        std::thread::sleep(Duration::from_millis(1));
    }
    most
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
