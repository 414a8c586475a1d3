//! VyOS: a working copy for each session, and `commit-confirm`.

use std::time::Duration;

use super::super::Trouble;
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::show;
use super::check::Problem;
use super::staged::{Change, Question, Staged, Wrong};
use super::{Reply, braces};

pub(super) fn greeting(_: &Router) -> String {
    "Welcome to VyOS!\n\nCheck out project news at https://blog.vyos.io\n".to_owned()
}

pub(super) fn prompt(cli: &Staged, router: &Router) -> String {
    if let Some(Question::Proceed(_)) = cli.question {
        return "Proceed ? [Y/n] ".to_owned();
    }
    let name = format!("{}@{}", router.user, router.hostname);
    match cli.configuring {
        false => format!("{name}:~$ "),
        true => {
            let place = cli.context.join(" ");
            let space = if place.is_empty() { "" } else { " " };
            format!("[edit{space}{place}]\n{name}# ")
        }
    }
}

pub(super) fn wrong(_: &Staged, _: &Router, wrong: &Wrong) -> String {
    let path = wrong.path.join(" ");
    match wrong.miss.why {
        Why::Value => format!(
            "\n  Error: {} is not a valid value\n\n  Invalid value\n  Value validation failed\n  Set failed\n\n",
            wrong.word
        ),
        Why::Incomplete => {
            format!("\n  Configuration path: [{path}] requires a value\n  Set failed\n\n")
        }
        _ => format!("\n  Configuration path: [{path}] is not valid\n  Set failed\n\n"),
    }
}

pub(super) fn line(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    if let Some(Question::Proceed(minutes)) = cli.question.take() {
        return match line {
            "" | "y" | "Y" | "yes" => armed(cli, router, minutes),
            _ => Reply::none(),
        };
    }
    match cli.configuring {
        true => config(cli, router, line),
        false => operation(cli, router, line),
    }
}

fn operation(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        ["exit" | "logout"] => Reply::close(),
        ["configure"] => {
            cli.begin(router, "own", true);
            Reply::none()
        }
        ["set", "terminal", "length", rows] => {
            cli.pages = *rows != "0";
            Reply::none()
        }
        ["set", "terminal", ..] => Reply::none(),
        [
            "show" | "ping" | "traceroute" | "monitor" | "vtysh" | "ip",
            ..,
        ] => match shown(router, line) {
            Some(text) => Reply::text(text),
            None => Reply::text(format!("\n  Invalid command: {}\n\n", marked(line))),
        },
        ["systemctl", "list-timers", ..] => Reply::text(match router.pending {
            Some(_) => {
                "NEXT LEFT LAST PASSED UNIT ACTIVATES\n- - - - commit-confirm.timer commit-confirm.service\n"
            }
            None => "0 timers listed.\n",
        }),
        _ => Reply::text(format!("\n  Invalid command: {}\n\n", marked(line))),
    }
}

/// The word that is wrong stands in brackets.
fn marked(line: &str) -> String {
    match line.rsplit_once(' ') {
        Some((start, last)) => format!("{start} [{last}]"),
        None => format!("[{line}]"),
    }
}

fn config(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        [first, ..] if first.starts_with('#') => Reply::none(),
        [verb @ ("set" | "delete"), _, ..] => {
            let path = line.split_once(' ').map_or("", |(_, path)| path);
            match cli.change(router, line, 1, *verb == "delete") {
                Ok(Change::Same) => Reply::text(format!(
                    "\n  Configuration path: [{path}] already exists\n\n"
                )),
                Ok(Change::Absent) => {
                    Reply::text("\n  Nothing to delete (the specified node does not exist)\n\n")
                }
                Ok(_) => Reply::none(),
                Err(found) if *verb == "delete" => {
                    Reply::text(wrong(cli, router, &found).replace("Set failed", "Delete failed"))
                }
                Err(found) => Reply::text(wrong(cli, router, &found)),
            }
        }
        ["compare"] => Reply::text(compared(cli, router)),
        ["compare", "commands"] => Reply::text(commands(cli, router)),
        ["commit", ..] => commit(cli, router),
        ["commit-confirm"] => confirm(cli, router, "10"),
        ["commit-confirm", minutes, ..] => confirm(cli, router, minutes),
        ["confirm"] => match router.pending.take() {
            Some(_) => Reply::commit("Reload timer stopped\n"),
            None => Reply::text("No confirm pending\n"),
        },
        ["save"] => {
            router.saved = router.running.clone();
            Reply::text("Saving configuration to '/config/config.boot'...\nDone\n")
        }
        ["discard"] => {
            cli.discard(router);
            Reply::text("Changes have been discarded\n")
        }
        ["rollback-soft", number] => {
            let at = number
                .parse::<usize>()
                .ok()
                .and_then(|number| router.commits.len().checked_sub(number + 1));
            match at.and_then(|at| router.commits.get(at)) {
                Some(commit) => {
                    cli.own = Some(commit.tree.clone());
                    Reply::text(
                        "Rollback diff has been applied.\nUse \"compare\" to review the changes or \"commit\" to apply them.\n",
                    )
                }
                None => Reply::text("Invalid revision\n"),
            }
        }
        ["exit", "discard"] => {
            cli.end(router);
            Reply::text("exit\n")
        }
        ["exit"] if !cli.context.is_empty() => {
            cli.context.clear();
            Reply::none()
        }
        ["exit"] if cli.dirty(router) => Reply::text(
            "Cannot exit: configuration modified.\nUse 'exit discard' to discard the changes and exit.\n",
        ),
        ["exit"] => {
            cli.end(router);
            let unsaved = super::text::differ(&router.running, &router.saved);
            Reply::text(if unsaved {
                "Warning: configuration changes have not been saved.\nexit\n"
            } else {
                "exit\n"
            })
        }
        ["top"] => {
            cli.context.clear();
            Reply::none()
        }
        ["run", ..] => operation(cli, router, line.strip_prefix("run").unwrap_or(line).trim()),
        ["show", path @ ..] => Reply::text(braces::sets(&cli.candidate(router), "", path)),
        _ => Reply::text(format!("\n  Invalid command: {}\n\n", marked(line))),
    }
}

fn compared(cli: &Staged, router: &Router) -> String {
    let mut text = String::new();
    let heading = |path: &str| format!("[{path}]\n");
    braces::differences(
        &router.running,
        &cli.candidate(router),
        &mut Vec::new(),
        &mut text,
        &heading,
        "",
    );
    match text.is_empty() {
        true => "No changes between working and active configurations.\n".to_owned(),
        false => format!("{text}\n"),
    }
}

fn commands(cli: &Staged, router: &Router) -> String {
    let old = braces::sets(&router.running, "", &[]);
    let new = braces::sets(&cli.candidate(router), "", &[]);
    let gone = old
        .lines()
        .filter(|line| !new.lines().any(|other| other == *line));
    let come = new
        .lines()
        .filter(|line| !old.lines().any(|other| other == *line));
    let gone = gone.map(|line| format!("delete {line}\n"));
    gone.chain(come.map(|line| format!("set {line}\n")))
        .collect()
}

fn confirm(cli: &mut Staged, router: &Router, minutes: &str) -> Reply {
    let Ok(minutes) = minutes.parse::<u64>() else {
        return Reply::text(format!(
            "\n  Invalid command: commit-confirm [{minutes}]\n\n"
        ));
    };
    if router.pending.is_some() {
        return Reply::text("Another confirm is pending\n");
    }
    cli.question = Some(Question::Proceed(minutes));
    Reply::text(format!(
        "\ncommit-confirm will automatically reload previous config in {minutes} minutes\nunless changes are confirmed.\n\n"
    ))
}

/// The timer starts before the commit, and keeps running when that fails.
fn armed(cli: &mut Staged, router: &mut Router, minutes: u64) -> Reply {
    router.arm(cli.id, Duration::from_secs(minutes * 60), "");
    let before =
        format!("Initialized commit-confirm; {minutes} minutes to confirm before reload\n");
    let after = commit(cli, router);
    Reply {
        text: before + &after.text,
        ..after
    }
}

fn commit(cli: &mut Staged, router: &mut Router) -> Reply {
    if router.troubles.has(|trouble| *trouble == Trouble::Locked) {
        return Reply::text(
            "Configuration system temporarily locked due to another commit in progress\n",
        );
    }
    if !cli.dirty(router) {
        return Reply::text("No configuration changes to commit\n");
    }
    match cli.commit(router, None, "") {
        Ok(_) => Reply::commit(""),
        Err(problems) => Reply::text(failed(&problems)),
    }
}

fn failed(problems: &[Problem]) -> String {
    let Some(problem) = problems.first() else {
        return String::new();
    };
    let path = problem.path.join(" ");
    format!(
        "[ {path} ]\n{}\n\n[[{path}]] failed\nCommit failed\n",
        problem.text
    )
}

fn shown(router: &Router, line: &str) -> Option<String> {
    show::piped(line, |command| match command {
        "show configuration commands" => {
            Some(braces::sets(&router.running, "set ", &[]).replace('"', "'"))
        }
        "show configuration" => Some(braces::nokia(&router.running)),
        command => show::answer(router, command),
    })
}

pub(super) fn exec(cli: &mut Staged, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
    // The operational commands, as the wrapper of vyatta runs them.
    let text = text
        .strip_prefix("/opt/vyatta/bin/vyatta-op-cmd-wrapper ")
        .unwrap_or(text);
    Some((operation(cli, router, text.trim()), 0))
}

pub(super) fn gone(_: &mut Staged, _: &mut Router) {
    // The working copy goes with its session; a timer runs on.
}
