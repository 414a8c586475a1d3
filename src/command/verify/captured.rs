//! What captures say in place of the routers.

use std::path::Path;
use std::thread;

use anyhow::{Result, bail};

use super::Seen;
use crate::check::{Questions, RouterFacts, Scene};
use crate::command::captures::{self, Capture};

/// The facts of a router, and the files that are no answer.
type Facts = (RouterFacts, Vec<(String, String)>);
/// Which router, and what came of reading it.
type Read = (usize, Result<Facts>);

/// What the captures say, read on every core.
pub(super) fn read(scene: &Scene<'_>, folder: &Path) -> Result<Seen> {
    let mut routers = Vec::new();
    for (index, router) in scene.intent.routers.iter().enumerate() {
        let files = captures::files(folder, &router.name.text)?;
        if !files.is_empty() {
            routers.push((index, files));
        }
    }
    if routers.is_empty() {
        bail!(
            "{} has no captures of any router of the intent: it should hold ROUTER/ or ROUTER.log; \
             `vifctl verify --list-commands` says what to run",
            folder.display()
        );
    }
    let mut seen = Seen::nothing(scene.intent);
    for result in on_every_core(scene, &routers) {
        let Ok(all) = result else {
            bail!("a reading thread stopped; this is a fault of vifctl")
        };
        for (index, read) in all {
            let (facts, more) = read?;
            seen.observed.routers[index] = facts;
            seen.unread.extend(more);
        }
    }
    seen.unread.sort();
    Ok(seen)
}

/// What every router says, a list from each thread.
fn on_every_core(
    scene: &Scene<'_>,
    routers: &[(usize, Vec<Capture>)],
) -> Vec<thread::Result<Vec<Read>>> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(routers.len());
    let work = |first: usize| {
        let own = routers.iter().skip(first).step_by(threads);
        own.map(|(index, files)| (*index, read_router(scene, *index, files)))
            .collect()
    };
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        running.into_iter().map(|thread| thread.join()).collect()
    })
}

/// The captures of one router.
fn read_router(scene: &Scene<'_>, index: usize, files: &[Capture]) -> Result<Facts> {
    let (mut facts, mut unread) = (RouterFacts::default(), Vec::new());
    let vendor = scene.intent.routers[index].vendor.as_ref();
    let Some(shows) = vendor.and_then(|vendor| scene.shows.get(&vendor.value)) else {
        return Ok((facts, unread));
    };
    let questions = Questions::of(scene, index).map_err(anyhow::Error::msg)?;
    for file in files {
        let bytes = captures::bytes(&file.path)?;
        if !facts.read_file(shows, &questions, &file.name, &file.shown, bytes) {
            let reason = "its name is no command that is known, and it begins with no prompt";
            unread.push((file.shown.clone(), reason.to_owned()));
        }
    }
    unread.extend(facts.unreadable());
    Ok((facts, unread))
}
