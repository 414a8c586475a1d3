//! What NX-OS has beside lines that act at once: a copy that is committed, with a timer, and a job
//! of the scheduler that rolls back to a checkpoint.

use std::time::Duration;

use super::super::edit::Place;
use super::super::router::Router;
use super::super::trouble::Trouble;
use super::check;
use super::direct::Direct;
use super::{Reply, text};

/// The name of the copy, which nobody else can have.
pub(super) const NAME: &str = " dual";

pub(super) const LEAVE: &str =
    "Uncommitted changes found, commit them before exiting (yes/no/cancel)? [cancel] ";

pub(super) fn enter(cli: &mut Direct, router: &Router) -> Reply {
    cli.copy = Some((NAME.to_owned(), router.running.clone()));
    cli.configuring = true;
    cli.place = Place::default();
    Reply::text("Enter configuration commands, one per line. End with CNTL/Z.\n")
}

pub(super) fn commit(cli: &mut Direct, router: &mut Router, line: &str) -> Reply {
    let timer = match line.split(' ').collect::<Vec<_>>().as_slice() {
        ["commit"] => None,
        ["commit", "confirmed", seconds] => match seconds.parse::<u64>() {
            Ok(seconds @ 30..=65535) => Some(seconds),
            _ => {
                return Reply::text(
                    "                 ^\n% Invalid number, range is (30:65535) at '^' marker.\n",
                );
            }
        },
        _ => return Reply::text("       ^\n% Invalid command at '^' marker.\n"),
    };
    if timer.is_none() && router.pending.is_some() && !cli.changed(router) {
        router.pending = None;
        return Reply::commit("");
    }
    let Some((_, copy)) = &cli.copy else {
        return Reply::none();
    };
    let mut copy = copy.clone();
    copy.prune();
    let refused = router
        .troubles
        .has(|trouble| *trouble == Trouble::FailCommit);
    let problem = match refused {
        true => Some("bgp instance is already running; Tag is 100".to_owned()),
        false => check::problems(router.kind.family(), &copy)
            .first()
            .map(|problem| problem.text.clone()),
    };
    if let Some(problem) = problem {
        return Reply::text(format!(
            "Failed. err={problem}\ncommit verification failed\n"
        ));
    }
    if !cli.changed(router) {
        return Reply::none();
    }
    if let Some(seconds) = timer {
        router.arm(cli.id, Duration::from_secs(seconds), NAME);
    }
    router.install(copy.clone(), "", "CLI");
    cli.copy = Some((NAME.to_owned(), copy));
    cli.place = Place::default();
    Reply::commit(format!(
        "Verification Succeeded.\n\nProceeding to apply configuration. This might take a while depending on amount of configuration in buffer.\nPlease avoid other configuration changes during this time.\nConfiguration committed by user '{}' using Commit ID : {}\n",
        router.user, router.number
    ))
}

pub(super) fn answered(cli: &mut Direct, router: &mut Router, line: &str) -> Reply {
    match line {
        "yes" => {
            let reply = commit(cli, router, "commit");
            cli.leave(router);
            reply
        }
        "no" => cli.leave(router),
        _ => Reply::none(),
    }
}

/// What has been typed and not committed.
pub(super) fn cached(cli: &Direct, router: &Router) -> String {
    let mut all = "! Cached configuration\n".to_owned();
    let Some((_, copy)) = &cli.copy else {
        return all;
    };
    let mut any = false;
    text::changes(&router.running, copy, |sign, depth, node| {
        if !std::mem::replace(&mut any, true) {
            all.push_str("!\n");
        }
        let no = if sign == '-' || node.denied {
            "no "
        } else {
            ""
        };
        all.push_str(&format!(
            "{}{no}{}\n",
            "  ".repeat(depth),
            node.words.join(" ")
        ));
    });
    all
}

/// The last commit is taken back.
pub(super) fn back(router: &mut Router) -> Reply {
    router.pending = None;
    let before = router
        .commits
        .len()
        .checked_sub(2)
        .and_then(|at| router.commits.get(at));
    let Some(tree) = before.map(|commit| commit.tree.clone()) else {
        return Reply::text("ERROR: no commit to roll back\n");
    };
    router.install(tree, "", "Rollback");
    Reply::commit(format!(
        "Rollback in progress\nConfiguration committed by rollback using Commit ID : {}\n",
        router.number
    ))
}

/// The lines that lead from one state to another.
pub(super) fn patch(router: &Router, from: &str, to: &[&str]) -> Option<String> {
    let (old, new) = match (from, to) {
        ("checkpoint", [name, "running-config"]) => {
            (router.checkpoints.get(*name)?, &router.running)
        }
        ("running-config", ["checkpoint", name]) => {
            (&router.running, router.checkpoints.get(*name)?)
        }
        _ => return None,
    };
    let mut all = String::new();
    text::changes(old, new, |sign, depth, node| {
        let no = if sign == '-' || node.denied {
            "no "
        } else {
            ""
        };
        all.push_str(&format!(
            "{}{no}{}\n",
            "  ".repeat(depth),
            node.words.join(" ")
        ));
    });
    Some(match all.is_empty() {
        true => "Collecting Running-Config\n#Generating Rollback Patch\nRollback Patch is Empty\n"
            .to_owned(),
        false => format!("Collecting Running-Config\n#Generating Rollback Patch\n!!\n{all}"),
    })
}

/// A job with a time of its own is a timer.
pub(super) fn job(router: &mut Router, session: u64) {
    let find = |start: &[&str], line: &[&str]| {
        let section = router.running.0.iter().find(|node| node.starts(start))?;
        let line = section.below.0.iter().find(|node| node.starts(line))?;
        Some((section.words.join(" "), line.words.join(" ")))
    };
    let armed = find(&["scheduler", "schedule"], &["time", "start"]);
    let own = router
        .pending
        .as_ref()
        .is_some_and(|pending| pending.name.starts_with("scheduler"));
    match armed {
        None if own => router.pending = None,
        Some((name, time)) if router.pending.is_none() => {
            let job = find(
                &["scheduler", "job"],
                &["rollback running-config checkpoint"],
            );
            let job = job.or_else(|| find(&["scheduler", "job"], &[]));
            let checkpoint = job.and_then(|(_, line)| line.split(' ').nth(3).map(str::to_owned));
            let back = checkpoint.and_then(|name| router.checkpoints.get(&name).cloned());
            let span = time.rsplit('+').next().unwrap_or_default();
            let minutes = span
                .split(':')
                .filter_map(|part| part.parse::<u64>().ok())
                .fold(0, |sum, part| sum * 60 + part);
            router.arm(session, Duration::from_secs(minutes * 60), &name);
            if let (Some(back), Some(pending)) = (back, &mut router.pending) {
                pending.back = back;
            }
        }
        _ => {}
    }
}

pub(super) fn schedule(router: &Router) -> String {
    match &router.pending {
        Some(pending) if pending.name.starts_with("scheduler") => {
            let name = pending.name.rsplit(' ').next().unwrap_or_default();
            format!(
                "Schedule Name       : {name}\n--------------------------\nUser Name           : {}\nSchedule Type       : Run once on Mon Feb 15 12:06:00 2026\nLast Execution Time : Yet to be executed\n-----------------------------------------------\n     Job Name            Last Execution Status\n-----------------------------------------------\n{name}                   -NA-\n",
                router.user
            )
        }
        _ => "\n".to_owned(),
    }
}

pub(super) fn expired(router: &Router) -> String {
    format!(
        "\nConfirm commit Timer expired, triggering rollback commit\nRollback in progress\nConfiguration committed by rollback using Commit ID : {}\n",
        router.number + 1
    )
}
