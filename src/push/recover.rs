//! What earlier pushes left without an end, and how it is settled.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::audit::Audit;
use super::journal::{Journal, Record, Story};
use super::lock::lock;
use super::outcome::{Outcome, RouterOutcome};
use super::settle::{Settled, Settling};
use super::site::{Site, address};
use super::state::State;
use crate::intent::Vif;
use crate::render::Renderer;
use crate::router::{Error, Line, Target};

/// How long to try to reach a router.
const PATIENCE: Duration = Duration::from_secs(30);

/// A change of one router that was begun and has no end.
#[derive(Clone, Debug)]
pub struct Unsettled {
    path: PathBuf,
    story: Story,
}

impl Unsettled {
    pub fn run(&self) -> &str {
        &self.story.begin.run
    }

    pub fn router(&self) -> &str {
        &self.story.begin.router
    }

    pub(super) fn address(&self) -> &str {
        &self.story.begin.address
    }

    /// Who began it, and how far it came.
    pub fn says(&self) -> String {
        format!(
            "begun by {}, last step {}",
            self.story.begin.who,
            self.story.last()
        )
    }

    /// A person has looked: it counts as settled.
    pub fn forget(&self) -> io::Result<()> {
        Journal::open(&self.path)?.write(Record::Forgotten)
    }
}

/// All of them, the oldest first.
pub fn unsettled(state: &State) -> io::Result<Vec<Unsettled>> {
    let runs = match fs::read_dir(state.runs()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut folders: Vec<PathBuf> = runs
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let mut all = Vec::new();
    for folder in folders {
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "journal"))
            .collect();
        files.sort();
        for path in files {
            if let Some(story) = Story::read(&path)?
                && !story.is_settled()
            {
                all.push(Unsettled { path, story });
            }
        }
    }
    Ok(all)
}

/// Ask the device, and settle it.
pub fn recover(site: &Site<'_>, left: &Unsettled, who: &str) -> RouterOutcome {
    let begin = &left.story.begin;
    let new = |outcome| {
        let mut new = RouterOutcome::new(&begin.router, outcome);
        new.vifs.clone_from(&begin.vifs);
        new.guarantee = super::outcome::guarantee_of(&begin.guarantee);
        new
    };
    match settled(site, left, who) {
        Ok(settled) => {
            let mut end = new(settled.outcome).because(settled.says);
            end.world = settled.away;
            end
        }
        Err(error) => new(Outcome::Unknown).of_error(&error),
    }
}

fn setting(reason: impl Into<String>) -> Error {
    Error::Setting {
        reason: reason.into(),
    }
}

fn settled(site: &Site<'_>, left: &Unsettled, who: &str) -> Result<Settled, Error> {
    let begin = &left.story.begin;
    let routers = &site.intent.routers;
    let index = routers
        .iter()
        .position(|router| router.name.text == begin.router);
    let index = index.ok_or_else(|| {
        setting(format!(
            "the intent has no router {} any more; it was at {}: give the intent that it was pushed with",
            begin.router, begin.address
        ))
    })?;
    let target = site.target(index)?;
    if address(&target) != begin.address {
        return Err(setting(format!(
            "router {} was at {} and is at {} now: it cannot be told that they are the same",
            begin.router,
            begin.address,
            address(&target)
        )));
    }
    let held = lock(&site.state, &begin.address, who)
        .map_err(|why| {
            setting(format!(
                "no lock in {}: {why}",
                site.state.folder().display()
            ))
        })?
        .map_err(|holder| setting(format!("a push is still at work on it: {holder}")))?;
    let end = asked(site, left, index, &target)?;
    drop(held);
    Ok(end)
}

fn asked(
    site: &Site<'_>,
    left: &Unsettled,
    index: usize,
    target: &Target,
) -> Result<Settled, Error> {
    let mut story = left.story.clone();
    let speech = site.speech(index)?.clone();
    let way = speech.way(&story.begin.way);
    let way = way.ok_or_else(|| {
        setting(format!(
            "the pack has no way `{}` any more",
            story.begin.way
        ))
    })?;
    let no_file = |why: io::Error| setting(format!("{}: {why}", left.path.display()));
    let mut journal = Journal::open(&left.path).map_err(no_file)?;
    let audit = Audit::create(&left.path.with_extension("audit")).map_err(no_file)?;
    audit.note(json!({ "recover": story.begin.run, "router": story.begin.router }));
    // Its keys have to be masked as they were, or nothing would have its fingerprint.
    let vifs = story.begin.vifs.clone();
    let wanted = |vif: &Vif| vifs.contains(&vif.name.text);
    let rendered = Renderer::new(site.intent, site.vendors, false)
        .and_then(|renderer| renderer.render(index, &wanted))
        .map_err(|_| {
            setting("the intent can no longer be rendered for it: give the one that was pushed")
        })?;
    let undo: Vec<Line> = story.begin.undo.lines().map(Line::plain).collect();
    let settling = Settling {
        site,
        router: index,
        target,
        way,
        rendered: rendered.as_ref(),
        audit: Some(&audit),
        patience: PATIENCE,
    };
    let settling = Settling {
        patience: PATIENCE + settling.left(&story),
        ..settling
    };
    let settled = settling.settle(&mut story, &mut journal, &undo);
    let record = Record::End {
        outcome: settled.outcome.word().to_owned(),
        reason: settled.says.clone(),
    };
    journal.write(record).map_err(no_file)?;
    audit.note(json!({ "outcome": settled.outcome.word(), "reason": settled.says }));
    Ok(settled)
}
