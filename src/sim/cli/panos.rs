//! PAN-OS: one candidate for all, jobs that commit it, and no timer.

use super::super::Trouble;
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::show;
use super::check::Problem;
use super::staged::{Staged, Wrong};
use super::{Reply, braces};

pub(super) fn greeting(router: &Router) -> String {
    format!(
        "Last login: Mon Feb 15 11:58:01 2026 from 192.0.2.200\n\n\nNumber of failed attempts since last successful login: 0\n\n\nWelcome {}.\n",
        router.user
    )
}

pub(super) fn prompt(cli: &Staged, router: &Router) -> String {
    let name = format!("{}@{}", router.user, router.hostname);
    match cli.configuring {
        false => format!("{name}> "),
        true => {
            let place = cli.context.join(" ");
            let space = if place.is_empty() { "" } else { " " };
            format!("\n[edit{space}{place}]\n{name}# ")
        }
    }
}

pub(super) fn wrong(_: &Staged, _: &Router, wrong: &Wrong) -> String {
    match wrong.miss.why {
        Why::Value => format!(
            "Server error : {} -> {} is invalid\n",
            wrong.path[..wrong.path.len().saturating_sub(1)].join(" -> "),
            wrong.word
        ),
        _ => "Invalid syntax.\n".to_owned(),
    }
}

pub(super) fn line(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    match cli.configuring {
        true => config(cli, router, line),
        false => operation(cli, router, line),
    }
}

fn operation(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        ["exit" | "quit"] => Reply::close(),
        ["configure"] => {
            cli.begin(router, "shared", false);
            Reply::text("Entering configuration mode\n")
        }
        ["set", "cli", "pager", state] => {
            cli.pages = *state != "off";
            Reply::none()
        }
        ["set", "cli", ..] => Reply::none(),
        [
            "request",
            "config-lock" | "commit-lock",
            verb @ ("add" | "remove"),
            ..,
        ] => lock(cli, router, verb),
        ["show", "config-locks" | "commit-locks"] => Reply::text(match router.lock {
            Some(_) => {
                "Owner      Loginname  Name     Created           Last-Activity     Comment\nadmin      admin      shared   2026/02/15 12:01  2026/02/15 12:01  vifctl\n"
            }
            None => "No locks found\n",
        }),
        ["show" | "ping" | "traceroute" | "test", ..] => match shown(router, line) {
            Some(text) => Reply::text(text),
            None => Reply::text("Invalid syntax.\n"),
        },
        [first, ..] => Reply::text(format!("Unknown command: {first}\n")),
    }
}

fn lock(cli: &Staged, router: &mut Router, verb: &str) -> Reply {
    let other = router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked);
    Reply::text(match verb {
        "add" if other => "Other administrators are holding config locks for scope shared\n",
        "add" if router.lock.is_some() => "You already own a config lock for scope shared\n",
        "add" => {
            router.lock = Some(cli.id);
            "Successfully acquired lock. Other administrators will not be able to modify configuration for scope shared until lock is released\n"
        }
        _ => {
            router.lock = None;
            "Config lock released for scope shared\n"
        }
    })
}

fn config(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        [first, ..] if first.starts_with('#') => Reply::none(),
        [verb @ ("set" | "delete"), _, ..] => {
            if router.troubles.has(|trouble| *trouble == Trouble::Locked) {
                return Reply::text(
                    "Server error : Other administrators are holding config locks for scope shared\n",
                );
            }
            match cli.change(router, line, 1, *verb == "delete") {
                Ok(super::staged::Change::Absent) => Reply::text("Object doesn't exist\n"),
                Ok(_) => Reply::none(),
                Err(found) => Reply::text(wrong(cli, router, &found)),
            }
        }
        ["commit", "partial", "admin", other, ..] if *other != router.user => {
            Reply::text("There are no changes to commit.\n")
        }
        ["commit", ..] => commit(cli, router),
        ["validate", "full" | "partial", ..] => {
            let problems = super::check::problems(router.kind.family(), &cli.candidate(router));
            Reply::text(match problems.is_empty() {
                true => "\nValidate job 12 is in progress. Use Ctrl+C to return to command prompt\n........75%.....100%\nConfiguration is valid\n".to_owned(),
                false => format!("\nValidate job 12 is in progress. Use Ctrl+C to return to command prompt\n....100%\n{}Validation failed\n", failed(&problems)),
            })
        }
        ["revert", "config", "partial", "admin", other] if *other != router.user => {
            Reply::text("No changes by that administrator\n")
        }
        ["revert", "config", ..] => {
            cli.discard(router);
            Reply::text("Config reverted from running configuration\n")
        }
        ["save", "config", "to", name] => {
            router
                .checkpoints
                .insert((*name).to_owned(), router.candidate.clone());
            Reply::text(format!("Config saved to {name}\n"))
        }
        ["load", "config", "from", name] => match router.checkpoints.get(*name).cloned() {
            Some(tree) => {
                router.candidate = tree;
                Reply::text(format!("Config loaded from {name}\n"))
            }
            None => Reply::text(format!("Server error : {name} does not exist\n")),
        },
        ["load", "config", "version", number] => {
            let found = router
                .commits
                .iter()
                .find(|commit| commit.number.to_string() == *number);
            match found.map(|commit| commit.tree.clone()) {
                Some(tree) => {
                    router.candidate = tree;
                    Reply::text(format!("Config loaded from version {number}\n"))
                }
                None => Reply::text("Server error : version does not exist\n"),
            }
        }
        ["exit" | "quit"] => {
            if cli.context.is_empty() {
                // The candidate stays as it is, for everybody.
                cli.end(router);
                return Reply::text("Exiting configuration mode\n");
            }
            cli.context.clear();
            Reply::none()
        }
        ["top"] => {
            cli.context.clear();
            Reply::none()
        }
        ["run", ..] => operation(cli, router, line.strip_prefix("run").unwrap_or(line).trim()),
        ["show", path @ ..] => Reply::text(braces::sets(&cli.candidate(router), "set ", path)),
        [first, ..] => Reply::text(format!("Unknown command: {first}\n")),
    }
}

fn commit(cli: &mut Staged, router: &mut Router) -> Reply {
    if router.lock.is_some_and(|holder| holder != cli.id) {
        return Reply::text("Other administrators are holding device wide commit locks.\n");
    }
    if !super::text::differ(&router.candidate, &router.running) {
        return Reply::text("There are no changes to commit.\n");
    }
    let start = "\nCommit job 7 is in progress. Use Ctrl+C to return to command prompt\n";
    match cli.commit(router, None, "") {
        Ok(_) => {
            router.lock = None;
            Reply::commit(format!(
                "{start}...........55%...75%..98%..............100%\nConfiguration committed successfully\n"
            ))
        }
        Err(problems) => Reply::text(format!(
            "{start}......55%......100%\n{}Commit failed\n",
            failed(&problems)
        )),
    }
}

fn failed(problems: &[Problem]) -> String {
    let lines = problems
        .iter()
        .map(|problem| format!(" {} {}\n", problem.path.join(" -> "), problem.text));
    format!("Validation Error:\n{}", lines.collect::<String>())
}

fn shown(router: &Router, line: &str) -> Option<String> {
    show::piped(line, |command| {
        match command {
        "show config running" => Some(braces::sets(&router.running, "set ", &[])),
        "show config candidate" => Some(braces::sets(&router.candidate, "set ", &[])),
        "show config diff" => Some(difference(router)),
        "show config list changes" => Some(String::new()),
        "show jobs all" | "show jobs id 7" => Some("Enqueued              Dequeued           ID    PositionInQ                              Type                         Status Result Completed\n-------------------------------------------------------------------------------\n2026/02/15 14:10:01   14:10:01            7                                     Commit                            FIN     OK 14:10:11\n".to_owned()),
        "show config audit info" => Some(router.commits.iter().map(|commit| format!("{} {}\n", commit.number, commit.by)).collect()),
        command => show::answer(router, command),
    }
    })
}

fn difference(router: &Router) -> String {
    let mut text = String::new();
    let heading = |_: &str| String::new();
    braces::differences(
        &router.running,
        &router.candidate,
        &mut Vec::new(),
        &mut text,
        &heading,
        ";",
    );
    text
}

pub(super) fn exec(_: &mut Staged, _: &mut Router, _: &str) -> Option<(Reply, u32)> {
    None
}

pub(super) fn gone(_: &mut Staged, _: &mut Router) {
    // What was typed stays in the candidate.
}
