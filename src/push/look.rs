//! Ask routers what the intent wants to know of them. Nothing is changed.

use super::site::{Limits, Site, bastion};
use super::turns::{Turn, each};
use crate::check::{Capture, Observed, Questions, RouterFacts, Scene};
use crate::intent::Vif;
use crate::observe::{Question, Shows, as_text};
use crate::router::{Error, Router};

/// What a router said, or why it did not.
pub type Looked = (usize, Result<RouterFacts, Error>);

/// Put the questions, all typed ahead of their answers. Those that send packets, or take long, are
/// put only when `active` is wanted.
pub fn look(
    session: &mut Router,
    shows: &Shows,
    questions: &Questions,
    active: bool,
    source: &str,
) -> Result<RouterFacts, Error> {
    let mode = session.speech().running.mode.clone();
    session.enter(&mode)?;
    let asked: Vec<_> = questions
        .all
        .iter()
        .filter(|question| active || !question.active)
        .collect();
    let mut commands: Vec<&str> = Vec::new();
    let mut places = Vec::new();
    for question in &asked {
        commands.extend(question.before.iter().map(String::as_str));
        places.push(commands.len());
        commands.push(&question.command);
    }
    let mut answers = session.ask_all(&commands)?;
    let mut facts = RouterFacts::default();
    let mut older = Vec::new();
    for (question, place) in asked.into_iter().zip(places) {
        let Some(output) = answers.get_mut(place).map(std::mem::take) else {
            continue;
        };
        // An older release has no such form of the answer, and says the same as text.
        if let Some(text) = as_text(&question.command)
            && shows.parse(&question.command, &output).is_err()
        {
            older.push((question, text));
            continue;
        }
        keep(
            &mut facts,
            shows,
            question,
            &question.command,
            output,
            source,
        );
    }
    let commands: Vec<&str> = older.iter().map(|(_, text)| text.as_str()).collect();
    let answers = session.ask_all(&commands)?;
    for ((question, text), output) in older.iter().zip(answers) {
        keep(&mut facts, shows, question, text, output, source);
    }
    Ok(facts)
}

/// Read an answer, unless it is one that not every router of the platform can give.
fn keep(
    facts: &mut RouterFacts,
    shows: &Shows,
    question: &Question,
    command: &str,
    output: Vec<u8>,
    source: &str,
) {
    if question.optional && shows.parse(command, &output).is_err() {
        return;
    }
    let capture = Capture {
        command: command.to_owned(),
        source: format!("{source}> {command}"),
        lines_before: 0,
        output,
    };
    facts.read(shows, capture, Some(question.topic.clone()));
}

/// What there is to ask a router about the vifs that are wanted.
pub(super) fn questions(
    site: &Site<'_>,
    router: usize,
    wanted: &dyn Fn(&Vif) -> bool,
) -> Result<Questions, Error> {
    let nothing = Observed::of_nothing(site.intent);
    let scene = Scene::new(site.intent, site.vendors, &site.shows, &nothing, wanted);
    Questions::of(&scene, router).map_err(|reason| Error::Setting { reason })
}

/// Look at every router that has vifs that are wanted. `told` hears when one is done.
pub fn look_at_all(
    site: &Site<'_>,
    limits: Limits,
    wanted: &(dyn Fn(&Vif) -> bool + Sync),
    active: bool,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Looked> {
    let routers = 0..site.intent.routers.len();
    let turns: Vec<Turn> = routers
        .filter(|router| !site.vifs(*router, wanted).is_empty())
        .map(|index| Turn {
            index,
            bastion: site.target(index).map_or(String::new(), |at| bastion(&at)),
        })
        .collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let looked = each(&turns, limits, &|| false, &|index| {
        let looked = one(site, index, wanted, active);
        let count = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        told(count, turns.len());
        (index, looked)
    });
    looked.into_iter().flatten().collect()
}

fn one(
    site: &Site<'_>,
    router: usize,
    wanted: &dyn Fn(&Vif) -> bool,
    active: bool,
) -> Result<RouterFacts, Error> {
    let questions = questions(site, router, wanted)?;
    let target = site.target(router)?;
    let mut session = site.open(&target, router, None)?;
    let shows = site.shows.get(site.vendor(router));
    let shows = shows.ok_or_else(|| Error::Setting {
        reason: format!("the pack {} reads no output", site.vendor(router)),
    })?;
    let facts = look(&mut session, shows, &questions, active, site.name(router))?;
    session.close();
    Ok(facts)
}
