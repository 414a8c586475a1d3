//! A program seen from outside: how long it ran, how much it worked, how much memory it had.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One run of a program.
pub struct Run {
    pub time: Duration,
    /// What its threads worked, all together: a busy machine stretches this less than the time.
    pub cpu: Duration,
    pub kib: u64,
    pub exit: Option<i32>,
}

impl Run {
    /// The best of several runs, and the most memory of any.
    pub fn best(times: usize, once: impl FnMut() -> Run) -> Run {
        let runs: Vec<Run> = std::iter::repeat_with(once).take(times).collect();
        Run {
            time: runs.iter().map(|run| run.time).min().unwrap_or_default(),
            cpu: runs.iter().map(|run| run.cpu).min().unwrap_or_default(),
            // Memory is looked at from time to time, so that the largest figure is the truest.
            kib: runs.iter().map(|run| run.kib).max().unwrap_or_default(),
            exit: runs[0].exit,
        }
    }
}

pub fn run(program: &str, arguments: &[&str]) -> Run {
    let (before, begin) = (of_children(), Instant::now());
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
    Run {
        time,
        cpu: of_children() - before,
        kib: watcher.join().expect("the watcher only reads"),
        exit,
    }
}

/// What a program says to what it is told, and the most memory that it had.
#[allow(dead_code)] // one of the benchmarks talks with its programs
pub fn fed(command: &mut Command, stdin: &str) -> (String, u64) {
    use std::io::Write;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let status = format!("/proc/{}/status", child.id());
    let watcher = std::thread::spawn(move || high_water(&status));
    let mut input = child.stdin.take().expect("it is piped");
    // A program that has heard enough says so by what it prints.
    input.write_all(stdin.as_bytes()).ok();
    drop(input);
    let output = child.wait_with_output().expect("a child can be waited for");
    let kib = watcher.join().expect("the watcher only reads");
    (String::from_utf8_lossy(&output.stdout).into_owned(), kib)
}

/// What our children have worked that are over, in steps of 10 ms.
fn of_children() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").expect("this is Linux");
    let behind_name = text.rsplit(')').next().unwrap_or("");
    // proc(5): cutime and cstime are the fields 16 and 17, and the third stands behind the name.
    let ticks = behind_name.split_whitespace().skip(13).take(2);
    Duration::from_millis(
        ticks
            .filter_map(|field| field.parse::<u64>().ok())
            .sum::<u64>()
            * 10,
    )
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

pub fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
