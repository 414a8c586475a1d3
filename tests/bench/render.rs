//! How long `vifctl render` takes, beside Jinja2 with the same templates and the same values, and
//! how much memory. See README.md.

mod generate;
mod outside;

use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use outside::{Run, run, shown};
use serde_json::{Value as Json, json};
use vifctl::intent::load_text;
use vifctl::render::{Rendered, Renderer};
use vifctl::secret::{Sealed, Writing};
use vifctl::vendor::{Pack, Vendors};

const VIFCTL: &str = env!("CARGO_BIN_EXE_vifctl");
const VIFS: usize = 10_000;
const TIMES: usize = 3;

fn main() {
    let folder = std::env::temp_dir().join(format!("vifctl-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary directory can be made");
    match std::env::var("JINJA2_PYTHON") {
        Ok(python) => beside_jinja2(&folder, &python),
        Err(_) => println!("JINJA2_PYTHON is not set: nothing to compare with, see README.md"),
    }
    whole_program(&folder);
    std::fs::remove_dir_all(&folder).expect("our own directory can be removed");
}

fn beside_jinja2(folder: &Path, python: &str) {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let loaded = load_text("bench.toml", &generate::intent(VIFS));
    let renderer = Renderer::new(&loaded.intent, &vendors, false)
        .unwrap_or_else(|mistake| panic!("{}", mistake.diagnostic.message));
    let pack = vendors
        .get("cisco_xe")
        .expect("the pack of generate.rs is built in");
    write_values(&folder.join("values.json"), &renderer, pack);
    let (ours, rendered) = one_thread(&renderer);
    let theirs = jinja2(folder, python);
    same(&folder.join("texts.json"), &rendered);

    println!("{VIFS} vifs, configuration and its undoing, one thread, best of {TIMES}; same bytes");
    println!("  {:<28} {:>10} {:>9} {:>7}", "", "ms", "us/vif", "ratio");
    let row = |name: &str, time: f64| {
        let per_vif = time * 1e3 / VIFS as f64;
        let ratio = time / (ours.as_secs_f64() * 1e3);
        println!("  {name:<28} {time:>10.0} {per_vif:>9.1} {ratio:>6.1}x");
    };
    row("vifctl, values and templates", ours.as_secs_f64() * 1e3);
    let version = theirs["version"].as_str().unwrap_or("?");
    for values in ["objects", "dicts"] {
        let time = theirs[values].as_f64().expect("the script says a time");
        row(&format!("Jinja2 {version}, {values}"), time);
    }
}

/// What jinja2_render.py needs: templates, limits of names, and the values of every router.
fn write_values(path: &Path, renderer: &Renderer<'_>, pack: &Pack) {
    let documents: Vec<_> = renderer
        .routers()
        .filter_map(|router| renderer.values(router, &|_| true))
        .collect();
    let names = &pack.names;
    let all = json!({
        "templates": pack.templates,
        "names": {
            "longest": names.longest,
            "separator": names.separator,
            "also": names.also,
            "lower_case": names.lower_case,
        },
        "documents": documents,
    });
    let file = std::fs::File::create(path).expect("the file can be written");
    serde_json::to_writer(BufWriter::new(file), &all).expect("the file can be written");
}

/// Everything from the intent to the finished text, on this thread.
fn one_thread(renderer: &Renderer<'_>) -> (Duration, Vec<Rendered>) {
    let once = || {
        let begin = Instant::now();
        let rendered: Vec<Rendered> = renderer
            .routers()
            .filter_map(|router| renderer.render(router, &|_| true).ok().flatten())
            .collect();
        (begin.elapsed(), rendered)
    };
    let runs = std::iter::repeat_with(once).take(TIMES);
    runs.min_by_key(|(time, _)| *time)
        .expect("there is at least one run")
}

/// Render the same with Jinja2: the answer is its version and times in ms.
fn jinja2(folder: &Path, python: &str) -> Json {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/jinja2_render.py");
    let output = Command::new(python)
        .arg(script)
        .args([folder.join("values.json"), folder.join("texts.json")])
        .arg(TIMES.to_string())
        .output()
        .unwrap_or_else(|error| panic!("{python}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("the script answers in JSON")
}

/// Both have made the same bytes, but for empty lines and blanks at the end of lines.
fn same(theirs: &Path, ours: &[Rendered]) {
    let text = std::fs::read(theirs).expect("the script has written its texts");
    let theirs: Vec<[String; 2]> = serde_json::from_slice(&text).expect("a list of pairs");
    assert_eq!(theirs.len(), ours.len());
    for ([apply, undo], rendered) in theirs.iter().zip(ours) {
        for (theirs, ours) in [(apply, &rendered.apply), (undo, &rendered.undo)] {
            let tidied: String = theirs
                .lines()
                .map(str::trim_end)
                .filter(|line| !line.is_empty())
                .flat_map(|line| [line, "\n"])
                .collect();
            let masked = Sealed::new(tidied, Writing::default()).masked();
            assert!(
                masked == ours.masked(),
                "{} differs; Jinja2 says\n{masked}",
                rendered.router
            );
        }
    }
}

/// The program as it is shipped, on all cores.
fn whole_program(folder: &Path) {
    println!(
        "\nread, validate, render and print, {} cores, best of {TIMES}\n  {:>7} {:>10} {:>12} {:>12} {:>10} {:>10} {:>11}  exit",
        std::thread::available_parallelism().map_or(1, usize::from),
        "vifs",
        "time",
        "cpu",
        "per vif",
        "printed",
        "memory",
        "validate's"
    );
    for vifs in [1_000, 10_000, 100_000] {
        let path = folder.join(format!("{vifs}.toml"));
        std::fs::write(&path, generate::intent(vifs)).expect("the file can be written");
        let path = path
            .to_str()
            .expect("a temporary directory has a plain name");
        let printed = Command::new(VIFCTL)
            .args(["render", "-f", path])
            .output()
            .map_or(0, |output| output.stdout.len());
        let render = Run::best(TIMES, || run(VIFCTL, &["render", "-f", path]));
        let validate = Run::best(1, || run(VIFCTL, &["validate", "--no-secrets", "-f", path]));
        println!(
            "  {vifs:>7} {:>10} {:>12} {:>9.1} us {:>7.1} MB {:>7.1} MB {:>8.1} MB  {}",
            shown(render.time),
            shown(render.cpu),
            render.time.as_secs_f64() * 1e6 / vifs as f64,
            printed as f64 / 1e6,
            render.kib as f64 / 1024.0,
            validate.kib as f64 / 1024.0,
            render
                .exit
                .map_or("signal".to_owned(), |code| code.to_string()),
        );
    }
}
