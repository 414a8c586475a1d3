//! How long it takes to read show output, beside ntc-templates with the same output. See README.md.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use vifctl::observe::Shows;
use vifctl::vendor::Vendors;

const COMMAND: &str = "show ip bgp summary";

/// Rows, runs of ours, runs of theirs, how many times as fast we want to be.
const SIZES: [(usize, usize, usize, f64); 2] = [(10, 2_000, 50, 60.0), (10_000, 25, 5, 100.0)];

fn main() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let pack = vendors.get("cisco_xe").expect("the pack is built in");
    let begin = Instant::now();
    let shows = Shows::new(&pack.show).expect("a built-in show file can be read");
    read(&shows, &summary(1));
    println!(
        "show file and patterns, once: {:.2} ms\n",
        begin.elapsed().as_secs_f64() * 1e3
    );

    let python = std::env::var("NTC_TEMPLATES_PYTHON").ok();
    if python.is_none() {
        println!("NTC_TEMPLATES_PYTHON is not set: nothing to compare with, see README.md");
    }
    println!(
        "{COMMAND}, medians\n  {:>7} {:>12} {:>9} {:>14} {:>7} {:>7}",
        "rows", "vifctl", "per row", "ntc-templates", "ratio", "wanted"
    );
    for (rows, times, their_times, wanted) in SIZES {
        let output = summary(rows);
        let ours = (0..times).map(|_| {
            let begin = Instant::now();
            assert_eq!(read(&shows, &output), rows, "every row is read");
            begin.elapsed()
        });
        let ours = median(ours.collect());
        let per_row = ours.as_secs_f64() * 1e6 / rows as f64;
        print!(
            "  {rows:>7} {:>9.3} ms {per_row:>6.2} us",
            ours.as_secs_f64() * 1e3
        );
        match &python {
            Some(python) => {
                let theirs = ntc_templates(python, &output, rows, their_times);
                let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
                println!(
                    " {:>11.1} ms {ratio:>6.0}x {wanted:>6.0}x",
                    theirs.as_secs_f64() * 1e3
                );
            }
            None => println!(),
        }
    }
    many(&shows);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("\nload {}", load.trim());
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The captures of many routers, one after the other and by as many threads as there are cores.
fn many(shows: &Shows) {
    let captures: Vec<String> = (0..1_000).map(|_| summary(100)).collect();
    let all = |captures: &[String]| {
        let rows: usize = captures.iter().map(|output| read(shows, output)).sum();
        assert_eq!(rows, captures.len() * 100, "every row is read");
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let apart = || {
        std::thread::scope(|scope| {
            for part in captures.chunks(captures.len().div_ceil(threads)) {
                scope.spawn(|| all(part));
            }
        });
    };
    let time = |run: &dyn Fn()| {
        let once = |_| {
            let begin = Instant::now();
            run();
            begin.elapsed()
        };
        median((0..9).map(once).collect())
    };
    let (behind, beside) = (time(&|| all(&captures)), time(&apart));
    println!(
        "\n1,000 captures of 100 rows, medians\n  one after the other {:.1} ms, by {threads} threads {:.1} ms: {:.2}x",
        behind.as_secs_f64() * 1e3,
        beside.as_secs_f64() * 1e3,
        behind.as_secs_f64() / beside.as_secs_f64()
    );
}

/// The whole reader, from the bytes to the rows.
fn read(shows: &Shows, output: &str) -> usize {
    let facts = shows.parse(COMMAND, black_box(output.as_bytes()));
    black_box(facts.expect("the output is understood"))
        .rows
        .len()
}

/// What a router with so many neighbours prints.
fn summary(rows: usize) -> String {
    let mut text = "BGP router identifier 192.0.2.1, local AS number 64512
BGP table version is 10, main routing table version 10
9 network entries using 2232 bytes of memory

Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
"
    .to_owned();
    for row in 0..rows {
        let peer = format!("10.{}.{}.{}", row / 65_536, row / 256 % 256, row % 256);
        let state = if row % 10 == 9 {
            "Idle".to_owned()
        } else {
            (row % 100).to_string()
        };
        let line = format!(
            "{peer:<15} 4 {:>12} {:>7} {:>7} {:>8} {:>4} {:>4} 1d02h    {state:>12}\n",
            64_513 + row % 1_000,
            row,
            row,
            10,
            0,
            0
        );
        text.push_str(&line);
    }
    text
}

fn ntc_templates(python: &str, output: &str, rows: usize, times: usize) -> Duration {
    let path = std::env::temp_dir().join(format!("vifctl-bench-{}.txt", std::process::id()));
    std::fs::write(&path, output).expect("the file can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/ntc_parse.py");
    let run = Command::new(python)
        .arg(script)
        .arg(&path)
        .arg(times.to_string())
        .output()
        .unwrap_or_else(|error| panic!("{python}: {error}"));
    std::fs::remove_file(&path).expect("our own file can be removed");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let answer: Json = serde_json::from_slice(&run.stdout).expect("the script prints JSON");
    assert_eq!(
        answer["rows"], rows,
        "ntc-templates reads every row as well"
    );
    Duration::from_secs_f64(answer["s"].as_f64().expect("the script says a time"))
}
