//! SR Linux: candidates with names that outlive their sessions, and a commit that is accepted.

use std::time::Duration;

use super::super::Trouble;
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::show;
use super::check::Problem;
use super::staged::{Change, Staged, Wrong};
use super::{Reply, braces, text};

pub(super) fn greeting(_: &Router) -> String {
    "Using configuration file(s): []\nWelcome to the srlinux CLI.\nType 'help' (and press <ENTER>) if you need any help using this.\n".to_owned()
}

pub(super) fn prompt(cli: &Staged, router: &Router) -> String {
    let plus = if text::differ(&router.running, &router.saved) {
        "+ "
    } else {
        ""
    };
    let context = cli.context.join(" ");
    match cli.configuring {
        false => format!(
            "--{{ {plus}running }}--[ {context} ]--\nA:{}# ",
            router.hostname
        ),
        true => {
            let dirty = if cli.dirty(router) { "* " } else { "" };
            format!(
                "--{{ {plus}{dirty}candidate {} }}--[ {context} ]--\nA:{}# ",
                cli.way, router.hostname
            )
        }
    }
}

pub(super) fn wrong(_: &Staged, _: &Router, wrong: &Wrong) -> String {
    match wrong.miss.why {
        Why::Value => format!(
            "Error: Path '/{}': Invalid value \"{}\": Must match the type of the leaf\n",
            wrong.path[..wrong.path.len().saturating_sub(1)].join("/"),
            wrong.word
        ),
        Why::Incomplete => format!(
            "Parsing error: Missing value after '{}'\n",
            wrong.path.last().map_or("", String::as_str)
        ),
        _ => format!(
            "Parsing error: Unknown token '{}'. Options are ['#', '<', '>', 'admin-state']\n",
            wrong.word
        ),
    }
}

pub(super) fn line(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        [first, ..] if first.starts_with('#') => Reply::none(),
        [
            "environment",
            "cli-engine" | "complete-on-space" | "prompt" | "bottom-toolbar",
            ..,
        ] => {
            cli.pages = false;
            Reply::none()
        }
        ["environment", ..] => Reply::none(),
        ["/", "tools" | "/tools", rest @ ..] | ["/tools" | "tools", rest @ ..] => {
            tools(router, rest)
        }
        ["save", "startup"] => {
            router.saved = router.running.clone();
            Reply::text(
                "/system:\n    Saved current running configuration as initial (startup) configuration '/etc/opt/srlinux/config.json'\n",
            )
        }
        ["enter", "candidate", rest @ ..] => enter(cli, router, rest),
        [
            "info",
            "from",
            "state",
            "network-instance" | "bfd" | "interface",
            ..,
        ] => Reply::text(show::answer(router, line).unwrap_or_default()),
        ["info", "from", "state", ..] => Reply::text(match &router.pending {
            Some(_) => format!(
                "    system {{\n        configuration {{\n            commit {} {{\n                username {}\n                status unconfirmed\n            }}\n        }}\n    }}\n",
                router.number, router.user
            ),
            None => "    system {\n        configuration {\n        }\n    }\n".to_owned(),
        }),
        ["info", .., "flat"] => Reply::text(braces::sets(&router.running, "set / ", &[])),
        ["info", ..] => Reply::text(braces::nokia(&match cli.configuring {
            true => cli.candidate(router),
            false => router.running.clone(),
        })),
        ["show" | "ping" | "ping6" | "traceroute", ..] => {
            match show::piped(line, |command| show::answer(router, command)) {
                Some(text) => Reply::text(text),
                None => Reply::text(format!(
                    "Parsing error: Unknown token '{}'. Options are ['interface', 'network-instance', 'version']\n",
                    words.get(1).unwrap_or(&"")
                )),
            }
        }
        ["quit" | "exit"] => match cli.configuring {
            true => {
                stay(cli, router);
                cli.end(router);
                Reply::none()
            }
            false => Reply::close(),
        },
        _ if cli.configuring => config(cli, router, line, &words),
        [first, ..] => Reply::text(format!(
            "Parsing error: Unknown token '{first}'. Options are ['!', '#', '/', 'enter', 'info', 'show']\n"
        )),
    }
}

fn enter(cli: &mut Staged, router: &mut Router, words: &[&str]) -> Reply {
    let way = match words {
        [] | ["shared"] => "shared default".to_owned(),
        ["shared" | "name", name] => format!("shared {name}"),
        ["private"] => format!("private private-{}", router.user),
        ["private", "name", name] => format!("private {name}"),
        ["exclusive"] => "exclusive default".to_owned(),
        ["exclusive", "name", name] => format!("exclusive {name}"),
        _ => {
            return Reply::text(
                "Parsing error: Unknown token. Options are ['exclusive', 'name', 'private', 'shared']\n",
            );
        }
    };
    let locked = router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked);
    if locked {
        return Reply::text(format!(
            "Error: Cannot start an exclusive configuration session for candidate '{way}'\n"
        ));
    }
    cli.begin(router, &way, true);
    // What was typed before is still there.
    if let Some(kept) = router.named.remove(&way) {
        cli.own = Some(kept);
    }
    if way.starts_with("exclusive") {
        router.lock = Some(cli.id);
    }
    Reply::none()
}

fn stay(cli: &Staged, router: &mut Router) {
    if let (true, Some(own)) = (cli.dirty(router), &cli.own) {
        router.named.insert(cli.way.clone(), own.clone());
    }
}

fn config(cli: &mut Staged, router: &mut Router, line: &str, words: &[&str]) -> Reply {
    match words {
        [verb @ ("set" | "delete"), ..] => match cli.change(router, line, 1, *verb == "delete") {
            Ok(Change::Absent) => Reply::text(format!(
                "Error: Path '{}' does not specify any existing objects\n",
                words[1..].join(" ")
            )),
            Ok(_) => Reply::none(),
            Err(found) => Reply::text(wrong(cli, router, &found)),
        },
        ["diff", rest @ ..] => Reply::text(difference(cli, router, rest.contains(&"flat"))),
        ["discard", "now"] => {
            cli.discard(router);
            cli.end(router);
            Reply::text("All changes have been discarded. Leaving candidate mode.\n")
        }
        ["discard", "stay"] => {
            cli.discard(router);
            Reply::text("All changes have been discarded. Starting new transaction.\n")
        }
        ["commit", "validate"] => {
            let problems = super::check::problems(router.kind.family(), &cli.candidate(router));
            Reply::text(match problems.is_empty() {
                true => "All changes are valid.\n".to_owned(),
                false => failed(&problems),
            })
        }
        ["commit", "confirmed", "accept"] => {
            tools(router, &["system", "configuration", "confirmed-accept"])
        }
        ["commit", "confirmed", "reject"] => {
            tools(router, &["system", "configuration", "confirmed-reject"])
        }
        ["commit", rest @ ..] => commit(cli, router, rest),
        _ => Reply::text(format!(
            "Parsing error: Unknown token '{}'. Options are ['commit', 'delete', 'diff', 'discard', 'set']\n",
            words[0]
        )),
    }
}

fn commit(cli: &mut Staged, router: &mut Router, words: &[&str]) -> Reply {
    let (timer, leave) = match words {
        ["now"] => (None, true),
        ["stay"] => (None, false),
        ["confirmed"] => (Some(600), false),
        ["confirmed", "timeout", seconds] => match seconds.parse::<u64>() {
            Ok(seconds) => (Some(seconds), false),
            Err(_) => return Reply::text(format!("Error: Invalid value \"{seconds}\"\n")),
        },
        _ => return Reply::text("Parsing error: Missing value after 'commit'\n"),
    };
    if router.pending.is_some() {
        return Reply::text("Error: Commit failed: a confirmed commit is in progress\n");
    }
    if !cli.dirty(router) {
        return Reply::text("Nothing to commit.\n");
    }
    if let Err(problems) = cli.commit(router, timer.map(Duration::from_secs), "") {
        return Reply::text(failed(&problems));
    }
    if leave {
        cli.end(router);
        return Reply::commit("All changes have been committed. Leaving candidate mode.\n");
    }
    Reply::commit(match timer {
        Some(seconds) => format!(
            "Commit confirmed (automatic rollback in {seconds} seconds)\nAll changes have been committed. Starting new transaction.\n"
        ),
        None => "All changes have been committed. Starting new transaction.\n".to_owned(),
    })
}

fn tools(router: &mut Router, words: &[&str]) -> Reply {
    match words {
        ["system", "configuration", "confirmed-accept"] => match router.pending.take() {
            Some(_) => Reply::commit("/system/configuration:\n    Commit accepted\n"),
            None => Reply::text("Error: No confirmed commit in progress\n"),
        },
        ["system", "configuration", "confirmed-reject"] => match router.pending.is_some() {
            true => {
                router.revert();
                Reply::text("/system/configuration:\n    Commit rejected\n")
            }
            false => Reply::text("Error: No confirmed commit in progress\n"),
        },
        [
            "system",
            "configuration",
            "generate-checkpoint",
            "name",
            name,
        ] => {
            router
                .checkpoints
                .insert((*name).to_owned(), router.running.clone());
            Reply::text(format!(
                "/system/configuration/checkpoint[id=0]:\n    Generated checkpoint '/etc/opt/srlinux/checkpoint/checkpoint-0.json' with name '{name}' and comment ''\n"
            ))
        }
        ["system", "configuration", "checkpoint", name, "revert"] => {
            match router.checkpoints.get(*name).cloned() {
                Some(tree) => {
                    router.install(tree, "", "CLI");
                    Reply::commit(
                        "/system/configuration/checkpoint[id=0]:\n    Reverting to checkpoint 0\n",
                    )
                }
                None => Reply::text("Error: Checkpoint does not exist\n"),
            }
        }
        _ => Reply::text("Parsing error: Unknown token\n"),
    }
}

fn difference(cli: &Staged, router: &Router, flat: bool) -> String {
    let candidate = cli.candidate(router);
    if flat {
        let old = braces::sets(&router.running, "/ ", &[]);
        let new = braces::sets(&candidate, "/ ", &[]);
        let gone = old
            .lines()
            .filter(|line| !new.lines().any(|other| other == *line))
            .map(|line| format!("delete {line}\n"));
        let come = new
            .lines()
            .filter(|line| !old.lines().any(|other| other == *line))
            .map(|line| format!("insert {line}\n"));
        return gone.chain(come).collect();
    }
    let mut all = String::new();
    text::changes(&router.running, &candidate, |sign, depth, node| {
        all.push_str(&format!(
            "{sign}     {}{}\n",
            "    ".repeat(depth),
            node.words.join(" ")
        ));
    });
    all
}

fn failed(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| {
            format!(
                "Error: Commit failed: /{}: {}\n",
                problem.path.join("/"),
                problem.text
            )
        })
        .collect()
}

pub(super) fn exec(cli: &mut Staged, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
    let answer = line(cli, router, text.trim());
    let bad = ["Error", "Parsing error"]
        .iter()
        .any(|word| answer.text.starts_with(word));
    let status = u32::from(bad);
    Some((answer, status))
}

pub(super) fn gone(cli: &mut Staged, router: &mut Router) {
    if cli.configuring {
        stay(cli, router);
    }
}
