//! How long `vifctl validate` takes and how much memory, from outside. See README.md.

mod generate;
mod outside;

use std::path::Path;

use outside::{Run, run, shown};

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
        let best = Run::best(100, || run(program, &[argument]));
        println!("  {name:<20} {:>9}", shown(best.time));
    }
    println!(
        "\nvalidate --no-secrets\n  {:>7} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9}  exit",
        "vifs", "file", "time", "cpu", "per vif", "memory", "per vif"
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
        "  {vifs:>7} {:>6} KB {:>10} {:>9} {time:>6.1} us {:>6.1} MB {memory:>6.1} KB  {}",
        bytes / 1000,
        shown(best.time),
        shown(best.cpu),
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
    Run::best(times, || {
        run(VIFCTL, &["validate", "--no-secrets", "-f", path])
    })
}
