//! SR OS with the model-driven command line: a commit that only its own session can accept, and
//! that goes back when that session ends.

use std::time::Duration;

use super::super::Trouble;
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::show;
use super::check::Problem;
use super::staged::{Question, Staged, Wrong};
use super::{Reply, braces, text};

pub(super) fn greeting(_: &Router) -> String {
    " TiMOS-B-23.3.R1 both/x86_64 Nokia 7750 SR Copyright (c) 2000-2023 Nokia.\nAll rights reserved. All use subject to applicable license agreements.\n".to_owned()
}

pub(super) fn prompt(cli: &Staged, router: &Router) -> String {
    if cli.question.is_some() {
        return "Discard uncommitted changes? [y,n] ".to_owned();
    }
    let dirty = if cli.configuring && cli.dirty(router) {
        "*"
    } else {
        ""
    };
    let way = match (cli.configuring, cli.way.as_str()) {
        (false, _) => "",
        (true, "exclusive") => "(ex)",
        (true, "global") => "(gl)",
        (true, _) => "(pr)",
    };
    format!(
        "\n{dirty}{way}[/{}]\nA:{}@{}# ",
        cli.context.join(" "),
        router.user,
        router.hostname
    )
}

pub(super) fn wrong(_: &Staged, router: &Router, wrong: &Wrong) -> String {
    let indent = " ".repeat(router.user.len() + router.hostname.len() + 5 + wrong.column);
    let caret = format!("{indent}{}\n", "^".repeat(wrong.word.len().max(1)));
    match wrong.miss.why {
        Why::Value => format!(
            "{caret}MINOR: MGMT_CORE #2301: Invalid element value - '{}'\n",
            wrong.word
        ),
        Why::Incomplete => format!(
            "{caret}MINOR: CLI #2001: Missing element value - '{}'\n",
            wrong.path.last().map_or("", String::as_str)
        ),
        _ => format!(
            "{caret}MINOR: MGMT_CORE #2201: Unknown element - '{}'\n",
            wrong.word
        ),
    }
}

pub(super) fn line(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    if cli.question.take().is_some() {
        return match line {
            "y" | "yes" => {
                let way = cli.way.clone();
                cli.discard(router);
                leave(
                    cli,
                    router,
                    &format!(
                        "WARNING: CLI #2073: Exiting {way} configuration mode - uncommitted changes are discarded\n"
                    ),
                )
            }
            _ => Reply::none(),
        };
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        [first, ..] if first.starts_with('#') => Reply::none(),
        ["environment", "more", "false"] => {
            cli.pages = false;
            Reply::none()
        }
        ["environment", ..] => Reply::none(),
        ["edit-config", way @ ("private" | "exclusive" | "global")] => enter(cli, router, way),
        ["quit-config"] => quit(cli, router),
        ["admin", "save"] => {
            router.saved = router.running.clone();
            Reply::text(
                "Writing configuration to cf3:\\config.cfg\nSaving configuration ... OK\nCompleted.\n",
            )
        }
        ["admin", "show", "configuration", ..] => Reply::text(shown(router)),
        ["logout"] => Reply::close(),
        ["exit", "all"] | ["exit"] | ["back"] | ["/"] => {
            cli.context.clear();
            Reply::none()
        }
        ["info", rest @ ..] => {
            let tree = if cli.configuring {
                cli.candidate(router)
            } else {
                router.running.clone()
            };
            Reply::text(match rest.contains(&"full-context") {
                true => braces::sets(&tree, "/", &[]),
                false => braces::nokia(&tree),
            })
        }
        ["show" | "ping" | "traceroute", ..] => {
            match show::piped(line, |command| show::answer(router, command)) {
                Some(text) => Reply::text(text),
                None => Reply::text(unknown(router, words.get(1).unwrap_or(&""), 5)),
            }
        }
        _ if cli.configuring => config(cli, router, line, &words),
        ["configure" | "/configure", ..] => {
            Reply::text("MINOR: CLI #2004: Not allowed in operational mode - use edit-config\n")
        }
        [first, ..] => Reply::text(unknown(router, first, 0)),
    }
}

fn unknown(router: &Router, word: &str, column: usize) -> String {
    let indent = " ".repeat(router.user.len() + router.hostname.len() + 5 + column);
    format!(
        "{indent}{}\nMINOR: MGMT_CORE #2201: Unknown element - '{word}'\n",
        "^".repeat(word.len().max(1))
    )
}

fn enter(cli: &mut Staged, router: &mut Router, way: &str) -> Reply {
    let held = router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked);
    if held && way != "private" {
        return Reply::text(
            "MINOR: MGMT_CORE #2052: Exclusive datastore access unavailable - model-driven interface editing global candidate\n",
        );
    }
    cli.begin(router, way, true);
    let number = match way {
        "exclusive" => {
            router.lock = Some(cli.id);
            2060
        }
        "global" => 2054,
        _ => 2070,
    };
    let discarded = if way == "global" {
        ""
    } else {
        "INFO: CLI #2061: Uncommitted changes are discarded on configuration mode exit\n"
    };
    Reply::text(format!(
        "INFO: CLI #{number}: Entering {way} configuration mode\n{discarded}"
    ))
}

fn quit(cli: &mut Staged, router: &mut Router) -> Reply {
    if cli.configuring && cli.dirty(router) {
        cli.question = Some(Question::Discard);
        return Reply::text(format!(
            "INFO: CLI #2071: Uncommitted changes are present in the candidate configuration. Exiting {} configuration mode will discard those changes.\n\n",
            cli.way
        ));
    }
    leave(cli, router, "")
}

fn leave(cli: &mut Staged, router: &mut Router, before: &str) -> Reply {
    gone(cli, router);
    let way = cli.way.clone();
    cli.end(router);
    Reply::text(format!(
        "{before}INFO: CLI #2074: Exiting {way} configuration mode\n"
    ))
}

fn config(cli: &mut Staged, router: &mut Router, line: &str, words: &[&str]) -> Reply {
    match words {
        ["delete", ..] => match cli.change(router, line, 1, true) {
            Ok(super::staged::Change::Absent) => {
                Reply::text("MINOR: MGMT_CORE #2203: Invalid element - entry does not exist\n")
            }
            Ok(_) => Reply::none(),
            Err(found) => Reply::text(wrong(cli, router, &found)),
        },
        ["compare", rest @ ..] => Reply::text(compared(cli, router, rest)),
        ["validate"] => {
            let problems = super::check::problems(router.kind.family(), &cli.candidate(router));
            Reply::text(failed(&problems))
        }
        ["discard"] => {
            cli.discard(router);
            Reply::none()
        }
        ["rollback", number] => {
            let at = number
                .parse::<usize>()
                .ok()
                .and_then(|number| router.commits.len().checked_sub(number + 1));
            match at.and_then(|at| router.commits.get(at)) {
                Some(commit) => {
                    cli.own = Some(commit.tree.clone());
                    Reply::none()
                }
                None => Reply::text("MINOR: CLI #2064: Rollback failed - file does not exist\n"),
            }
        }
        ["commit", rest @ ..] => commit(cli, router, rest),
        ["top"] => {
            cli.context.clear();
            Reply::none()
        }
        ["configure" | "/configure", _, ..] => match cli.change(router, line, 0, false) {
            Ok(_) => Reply::none(),
            Err(found) => Reply::text(wrong(cli, router, &found)),
        },
        [first, ..] => Reply::text(unknown(router, first, 0)),
        [] => Reply::none(),
    }
}

fn commit(cli: &mut Staged, router: &mut Router, words: &[&str]) -> Reply {
    let own = router
        .pending
        .as_ref()
        .is_some_and(|pending| pending.session == cli.id);
    let timer = match words {
        [] => None,
        ["confirmed", "accept"] if own => {
            router.pending = None;
            return Reply::commit(
                "INFO: CLI #2092: Commit confirmed - accepted - automatic rollback canceled\n",
            );
        }
        ["confirmed", "cancel"] if own => {
            router.revert();
            return Reply::text(
                "INFO: CLI #2096: Commit confirmed - canceled - automatic rollback of changes\n",
            );
        }
        ["confirmed", "accept" | "cancel"] => {
            return Reply::text("MINOR: MGMT_CORE #2057: Commit confirmed not in progress\n");
        }
        ["confirmed"] => Some(10),
        ["confirmed", minutes] => match minutes.parse::<u64>() {
            Ok(minutes @ 1..=168) => Some(minutes),
            _ => {
                return Reply::text(
                    "MINOR: MGMT_CORE #2301: Invalid element value - 1..168 expected\n",
                );
            }
        },
        _ => return Reply::text("MINOR: MGMT_CORE #2201: Unknown element\n"),
    };
    if router.pending.is_some() && !own {
        return Reply::text(
            "MINOR: MGMT_CORE #2703: Commit canceled - commit confirmed in progress\n",
        );
    }
    if text::differ(&cli.base, &router.running) {
        return Reply::text(
            "MINOR: MGMT_CORE #2703: Commit canceled - conflicts detected - use update\n",
        );
    }
    let length = timer.map(|minutes| Duration::from_secs(minutes * 60));
    if let Err(problems) = cli.commit(router, length, "") {
        return Reply::text(failed(&problems));
    }
    match timer {
        Some(minutes) => Reply::commit(format!(
            "INFO: CLI #2090: Commit confirmed - automatic rollback in {} minutes 59 seconds\n",
            minutes - 1
        )),
        None => {
            router.pending = None;
            Reply::commit("")
        }
    }
}

fn failed(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| {
            format!(
                "MINOR: COMMON #238: configure {} - Configuration change failed validation - {}\n",
                problem.path.join(" "),
                problem.text
            )
        })
        .collect()
}

fn compared(cli: &Staged, router: &Router, words: &[&str]) -> String {
    let candidate = cli.candidate(router);
    if words.contains(&"flat") {
        let old = braces::sets(&router.running, "/", &[]);
        let new = braces::sets(&candidate, "/", &[]);
        let gone = old
            .lines()
            .filter(|line| !new.lines().any(|other| other == *line))
            .map(|line| format!("-   {line}\n"));
        let come = new
            .lines()
            .filter(|line| !old.lines().any(|other| other == *line))
            .map(|line| format!("+   {line}\n"));
        return gone.chain(come).collect();
    }
    let mut all = String::new();
    text::changes(&router.running, &candidate, |sign, depth, node| {
        all.push_str(&format!(
            "{sign}   {}{}\n",
            "    ".repeat(depth),
            node.words.join(" ")
        ));
    });
    all
}

fn shown(router: &Router) -> String {
    format!(
        "# TiMOS-B-23.3.R1 both/x86_64 Nokia 7750 SR Copyright (c) 2000-2023 Nokia.\n# All rights reserved. All use subject to applicable license agreements.\n# Configuration format version 23.3 revision 0\n\n# Generated MON FEB 15 12:01:02 2026 UTC\n\n{}\n# Finished MON FEB 15 12:01:03 2026 UTC\n",
        braces::nokia(&router.running)
    )
}

pub(super) fn exec(_: &mut Staged, _: &mut Router, _: &str) -> Option<(Reply, u32)> {
    None
}

/// A commit that waits goes back with the session that made it.
pub(super) fn gone(cli: &mut Staged, router: &mut Router) {
    if router
        .pending
        .as_ref()
        .is_some_and(|pending| pending.session == cli.id)
    {
        router.revert();
    }
}
