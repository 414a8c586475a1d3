//! A push over a fleet: wave by wave, within limits, and nothing more is begun once something
//! failed or somebody pressed Ctrl-C.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::json;

use super::audit::Audit;
use super::health::alone;
use super::journal::{Begin, Journal, Story, path};
use super::lock::lock;
use super::look::{look, questions};
use super::outcome::{Outcome, RouterOutcome, letter};
use super::plan::{Plan, RouterPlan, waiting};
use super::recover::unsettled;
use super::running::{Running, fingerprint};
use super::site::{Options, Site, address};
use super::state::{make_folder, now, stamp};
use super::transaction::{Flight, Ready, Run};
use super::turns::{Turn, each};
use crate::intent::Vif;
use crate::router::{Error, Line, Target};
use crate::vendor::change::Way;

/// Something that a person may want to see while it happens.
#[derive(Debug)]
pub enum Event<'e> {
    Wave {
        number: usize,
        of: usize,
        routers: usize,
    },
    Step {
        router: &'e str,
        doing: &'e str,
    },
    Done {
        outcome: &'e RouterOutcome,
        done: usize,
        of: usize,
    },
}

/// Do what the plan says. The outcomes come in the plan's order.
pub fn push(
    site: &Site<'_>,
    plan: &Plan,
    options: &Options,
    stop: &(dyn Fn() -> bool + Sync),
    told: &(dyn Fn(&Event<'_>) + Sync),
) -> Vec<RouterOutcome> {
    let pid = std::process::id();
    let step = |router: &str, doing: &str| told(&Event::Step { router, doing });
    let run = Run {
        site,
        options,
        name: format!("{}-{pid}", stamp(now()).replace(['-', ':'], "")),
        plan: plan.hash.clone(),
        who: who(),
        stop,
        told: &step,
    };
    let (failed, done) = (Mutex::new(None::<String>), AtomicUsize::new(0));
    let any = AtomicBool::new(false);
    if let Some(blocked) = plan.routers.iter().find(|plan| !plan.is_open())
        && !options.skip
    {
        any.store(true, Ordering::SeqCst);
        let mut failed = failed
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *failed = Some(format!("{} cannot be changed", blocked.router));
    }
    let halt = || any.load(Ordering::SeqCst) || stop();
    let of = plan.routers.len();
    let mut outcomes: Vec<Option<RouterOutcome>> = plan.routers.iter().map(|_| None).collect();
    for wave in 1..=plan.waves {
        let in_wave = |plan: &&(usize, &RouterPlan)| plan.1.wave == wave;
        let all: Vec<(usize, &RouterPlan)> = plan.routers.iter().enumerate().collect();
        let turns: Vec<Turn> = all
            .iter()
            .filter(in_wave)
            .map(|(at, plan)| Turn {
                index: *at,
                bastion: plan.bastion.clone(),
            })
            .collect();
        if turns.is_empty() || halt() {
            continue;
        }
        told(&Event::Wave {
            number: wave,
            of: plan.waves,
            routers: turns.len(),
        });
        let results = each(&turns, options.limits, &halt, &|at| {
            let outcome = one(&run, &plan.routers[at]);
            if !outcome.outcome.is_good() && plan.routers[at].is_open() {
                any.store(true, Ordering::SeqCst);
                let mut failed = failed
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                failed.get_or_insert(format!("{} is {}", outcome.router, outcome.outcome.word()));
            }
            let done = done.fetch_add(1, Ordering::SeqCst) + 1;
            told(&Event::Done {
                outcome: &outcome,
                done,
                of,
            });
            outcome
        });
        for (turn, result) in turns.iter().zip(results) {
            outcomes[turn.index] = result;
        }
    }
    let failed = failed
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let why = failed.map_or("interrupted".to_owned(), |why| format!("because {why}"));
    let all = plan.routers.iter().zip(outcomes);
    all.map(|(plan, outcome)| outcome.unwrap_or_else(|| not_begun(plan, &why, stop())))
        .collect()
}

fn not_begun(plan: &RouterPlan, why: &str, interrupted: bool) -> RouterOutcome {
    if let Some(blocked) = blocked(plan) {
        return described(blocked, plan);
    }
    if plan.unchanged {
        return described(RouterOutcome::new(&plan.router, Outcome::Unchanged), plan);
    }
    let mut outcome = described(RouterOutcome::new(&plan.router, Outcome::Refused), plan)
        .because(format!("not begun, {why}"));
    outcome.interrupted = interrupted;
    // It is not what was wrong.
    outcome.world = true;
    outcome
}

fn described(mut outcome: RouterOutcome, plan: &RouterPlan) -> RouterOutcome {
    outcome.guarantee = plan.guarantee;
    outcome.vifs.clone_from(&plan.vifs);
    if outcome.outcome.is_good() {
        outcome.left.clone_from(&plan.left);
    }
    outcome
}

/// Who does this, for the audit and for whoever finds the lock.
pub fn who() -> String {
    let user = std::env::var("USER").or_else(|_| std::env::var("LOGNAME"));
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!(
        "{} at {} in process {}",
        user.unwrap_or_else(|_| "somebody".into()),
        host.trim(),
        std::process::id()
    )
}

/// One router: everything that may keep it from being begun, and then the flight.
fn one(run: &Run<'_>, plan: &RouterPlan) -> RouterOutcome {
    let outcome = begin(run, plan);
    described(outcome, plan)
}

/// Why the plan says that it cannot be changed.
fn blocked(plan: &RouterPlan) -> Option<RouterOutcome> {
    let refused = RouterOutcome::new(&plan.router, Outcome::Refused);
    match (&plan.error, plan.obstacles.first()) {
        (Some(error), _) => Some(refused.of_error(error)),
        (None, Some(obstacle)) => Some(refused.because(obstacle.clone())),
        (None, None) => None,
    }
}

fn begin(run: &Run<'_>, plan: &RouterPlan) -> RouterOutcome {
    let new = |outcome| RouterOutcome::new(&plan.router, outcome);
    if let Some(blocked) = blocked(plan) {
        return blocked;
    }
    if plan.unchanged {
        return new(Outcome::Unchanged);
    }
    let site = run.site;
    let begun = site.target(plan.index).and_then(|target| {
        let speech = site.speech(plan.index)?.clone();
        let way = plan.way.as_deref().and_then(|way| speech.way(way));
        let way = way.ok_or_else(|| setting("no way of changing this router is open"))?;
        Ok(locked(run, plan, &target, way))
    });
    begun.unwrap_or_else(|error| new(Outcome::Refused).of_error(&error))
}

fn locked(run: &Run<'_>, plan: &RouterPlan, target: &Target, way: &Way) -> RouterOutcome {
    let site = run.site;
    let refused = |why: String| RouterOutcome::new(&plan.router, Outcome::Refused).because(why);
    let place = address(target);
    let held = match lock(&site.state, &place, &run.who) {
        Ok(Ok(lock)) => lock,
        Ok(Err(holder)) => {
            return refused(format!("another push is at work on {place}: {holder}"));
        }
        Err(why) => {
            return refused(format!(
                "no lock in {}: {why}",
                site.state.folder().display()
            ));
        }
    };
    let left = unsettled(&site.state).unwrap_or_default();
    if let Some(left) = left.iter().find(|left| left.address() == place) {
        return refused(format!(
            "an earlier push ({}) has no end on this router: `vifctl recover` settles it",
            left.run()
        ));
    }
    let outcome = match prepare(run, plan, target, way) {
        Ok(ready) => {
            let audit = ready.audit.clone();
            let outcome = Flight::new(run, plan, ready).fly();
            audit.note(json!({
                "outcome": outcome.outcome.word(), "reason": outcome.reason,
                "router": outcome.router, "diff": outcome.diff,
            }));
            outcome
        }
        Err(error) => RouterOutcome::new(&plan.router, Outcome::Refused).of_error(&error),
    };
    drop(held);
    outcome
}

fn setting(reason: impl Into<String>) -> Error {
    Error::Setting {
        reason: reason.into(),
    }
}

/// Up to the journal's first line: the router is read, and it is as the plan saw it.
fn prepare<'a>(
    run: &Run<'a>,
    plan: &'a RouterPlan,
    target: &'a Target,
    way: &'a Way,
) -> Result<Ready<'a>, Error> {
    let site = run.site;
    let folder = site.state.runs().join(&run.name);
    let no_file = |why: std::io::Error| setting(format!("{}: {why}", folder.display()));
    make_folder(&folder).map_err(no_file)?;
    let audit = Audit::create(&path(&folder, &plan.router, "audit")).map_err(no_file)?;
    audit.note(json!({
        "router": plan.router, "address": address(target), "who": run.who, "run": run.name,
        "plan": run.plan, "vifs": plan.vifs, "way": way.name, "guarantee": letter(way.guarantee),
    }));
    let mut session = site.open(target, plan.index, Some(audit.ear()))?;
    site.hide(&mut session, &plan.rendered.apply, &plan.rendered);
    let running = Running::read(&mut session)?;
    if running.fingerprint != plan.fingerprint {
        return Err(setting(
            "its configuration has changed since the plan was made: look at a new plan",
        ));
    }
    let speech = site.speech(plan.index)?.clone();
    if let Some(waits) = waiting(&speech, &mut session)? {
        return Err(setting(waits));
    }
    if let Some(obstacle) = session.obstacles(way)?.into_iter().next() {
        return Err(setting(obstacle));
    }
    let wanted = |vif: &Vif| plan.vifs.contains(&vif.name.text);
    let questions = questions(site, plan.index, &wanted)?;
    let shows = site.shows.get(site.vendor(plan.index));
    let shows = shows.ok_or_else(|| setting("its pack reads no output"))?;
    let facts = look(&mut session, shows, &questions, false, &plan.router)?;
    let secret = || site.secrets(&plan.rendered);
    let keyless = |_| setting("a key cannot be had; `vifctl validate` says which and why");
    let lines = Line::unseal(&plan.rendered.apply, secret()).map_err(keyless)?;
    let undo = Line::unseal(&plan.rendered.undo, secret()).map_err(keyless)?;
    let begin = first_record(run, plan, target, way);
    let journal = Journal::create(&site.state, begin.clone(), &running.lines).map_err(no_file)?;
    let mut story = Story::new(begin);
    story.before = running.lines;
    Ok(Ready {
        target,
        way,
        session,
        journal,
        story,
        audit,
        before: alone(site, plan.index, facts),
        questions,
        lines,
        undo,
    })
}

/// The journal's first line.
fn first_record(run: &Run<'_>, plan: &RouterPlan, target: &Target, way: &Way) -> Begin {
    let options = run.options;
    let looks = options.wait.max(options.soak).as_secs();
    let wanted = options
        .timer
        .unwrap_or_else(|| u32::try_from(looks + 120).unwrap_or(u32::MAX));
    let undo = plan.rendered.undo.masked();
    Begin {
        run: run.name.clone(),
        plan: run.plan.clone(),
        router: plan.router.clone(),
        vendor: run.site.vendor(plan.index).to_owned(),
        address: address(target),
        who: run.who.clone(),
        vifs: plan.vifs.clone(),
        way: way.name.clone(),
        guarantee: letter(way.guarantee).to_owned(),
        name: format!("vifctl-{:x}-{:x}", now(), std::process::id()),
        seconds: way.timer.as_ref().map_or(0, |timer| timer.rounded(wanted)),
        fingerprint: plan.fingerprint.clone(),
        missing: plan.missing.clone(),
        lines: fingerprint(plan.rendered.apply.masked().lines()),
        undo,
        along: plan.along.clone(),
        saves: options.save,
    }
}
