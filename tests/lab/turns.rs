//! The scenes of the lab, a few at a time: most of a scene is waiting for a timer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// How many scenes go on at once.
const AT_ONCE: usize = 12;

/// Something that is set up for real and looked at. What it gives is a line for the page.
#[derive(Clone)]
pub struct Scene {
    pub name: String,
    pub play: std::sync::Arc<dyn Fn(&str) -> String + Send + Sync>,
}

impl Scene {
    pub fn new(
        name: impl Into<String>,
        play: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            play: std::sync::Arc::new(play),
        }
    }
}

/// Play those with a word in their names, and tell of each.
pub fn run(scenes: &[Scene], part: &str) -> ExitCode {
    let wanted: Vec<&Scene> = scenes
        .iter()
        .filter(|scene| scene.name.contains(part))
        .collect();
    let (next, failed, started) = (AtomicUsize::new(0), AtomicUsize::new(0), Instant::now());
    let told: Mutex<Vec<(usize, String)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(wanted.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scene) = wanted.get(index) else {
                        return;
                    };
                    let begun = Instant::now();
                    let result =
                        catch_unwind(AssertUnwindSafe(|| (scene.play)(&format!("s{index}"))));
                    let took = begun.elapsed().as_secs_f64();
                    let line = match result {
                        Ok(line) => format!("ok    {took:5.1} s  {}: {line}", scene.name),
                        Err(why) => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            format!(
                                "FAIL  {took:5.1} s  {}: {}",
                                scene.name,
                                words(why.as_ref())
                            )
                        }
                    };
                    println!("{line}");
                    told.lock()
                        .expect("nobody panics with it")
                        .push((index, line));
                }
            });
        }
    });
    let mut told = told.into_inner().expect("nobody panics with it");
    told.sort();
    table(told.iter().map(|(_, line)| line.as_str()));
    let failed = failed.into_inner();
    println!(
        "\nlab: {} scenes, {failed} failed, {:.0} s",
        wanted.len(),
        started.elapsed().as_secs_f64()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Every fault, the cause that was expected first, and what verify said.
fn table<'l>(lines: impl Iterator<Item = &'l str>) {
    let row = |line: &'l str| {
        let (name, said) = line.split_once("fault ")?.1.split_once(": expected ")?;
        let (expected, said) = said.split_once(", said ").or(said.split_once("; said "))?;
        Some((name, expected, said))
    };
    let rows: Vec<_> = lines.filter_map(row).collect();
    if rows.is_empty() {
        return;
    }
    println!("\n{:<40} {:<42} SAID", "FAULT", "EXPECTED");
    for (name, expected, said) in rows {
        println!("{name:<40} {expected:<42} {said}");
    }
}

fn words(why: &(dyn std::any::Any + Send)) -> String {
    let text = why
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(why.downcast_ref::<&str>().copied());
    text.unwrap_or("it stopped").to_owned()
}
