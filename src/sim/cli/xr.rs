//! The words of IOS XR.

use std::time::Duration;

use super::super::Trouble;
use super::super::edit::Place;
use super::super::router::Router;
use super::super::tree::Level;
use super::target::{Asked, Target};
use super::{Cli, Reply, text};

const TIME: &str = "Mon Feb 15 12:01:02.345 UTC\n";

pub(super) fn greeting(_: &Router) -> String {
    "\n\n".to_owned()
}

pub(super) fn prompt(cli: &Target, router: &Router) -> String {
    match cli.question {
        Some(Asked::Leave) => "Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:".to_owned(),
        Some(_) => "You are exiting after a 'commit confirm' with an active rollback session.  If you exit the configuration awaiting confirmation will not be confirmed and the router will immediately rollback to the previous configuration.\nDo you wish to exit? [no]:".to_owned(),
        None if cli.configuring => format!("RP/0/RP0/CPU0:{}({})#", router.hostname, mode(&cli.place)),
        None => format!("RP/0/RP0/CPU0:{}#", router.hostname),
    }
}

fn mode(place: &Place) -> String {
    let names: Vec<Vec<&str>> = place
        .0
        .iter()
        .map(|(key, _)| key.split(' ').collect())
        .collect();
    let names: Vec<&[&str]> = names.iter().map(Vec::as_slice).collect();
    match names.as_slice() {
        [] => "config",
        [["interface", name]] if name.contains('.') => "config-subif",
        [["interface", ..]] => "config-if",
        [["router", "bgp", _]] => "config-bgp",
        [["router", "bgp", _], ["neighbor", ..]] => "config-bgp-nbr",
        [["router", "bgp", _], ["neighbor", ..], ..] => "config-bgp-nbr-af",
        [["router", "bgp", _], ["vrf", ..]] => "config-bgp-vrf",
        [["router", "bgp", _], ["vrf", ..], ["neighbor", ..]] => "config-bgp-vrf-nbr",
        [["router", "bgp", _], ["vrf", ..], ["neighbor", ..], ..] => "config-bgp-vrf-nbr-af",
        [["router", "bgp", _], ["vrf", ..], ..] => "config-bgp-vrf-af",
        [["router", "bgp", _], ..] => "config-bgp-af",
        [["router", "static"]] => "config-static",
        [["router", ..], ["vrf", ..]] => "config-static-vrf",
        [["router", ..], ..] => "config-static-afi",
        [["route-policy", ..]] => "config-rpl",
        [["prefix-set", ..]] => "config-pfx",
        [["vrf", ..]] => "config-vrf",
        [["vrf", ..], ..] => "config-vrf-af",
        [["bfd"]] => "config-bfd",
        [["bfd"], ..] => "config-bfd-if",
        [["policy-map", ..]] => "config-pmap",
        [["policy-map", ..], ..] => "config-pmap-c",
        [["key", ..], ..] => "config-keychain",
        [["macsec-policy", ..]] => "config-macsec-policy",
        _ => "config",
    }
    .to_owned()
}

fn stamped(cli: &Target, text: impl Into<String>) -> String {
    let time = if cli.timestamps { TIME } else { "" };
    format!("{time}{}", text.into())
}

pub(super) fn operation(cli: &mut Target, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        ["exit" | "logout" | "quit"] => Reply::close(),
        ["terminal", "length", rows] => {
            cli.pages = *rows != "0";
            Reply::text(stamped(cli, ""))
        }
        ["terminal", "exec", "prompt", "no-timestamp"] => {
            cli.timestamps = false;
            Reply::none()
        }
        ["terminal", ..] => Reply::text(stamped(cli, "")),
        ["configure" | "conf", rest @ ..] => enter(cli, router, rest),
        ["rollback", "configuration", "last", number] => rollback(cli, router, number),
        ["show" | "ping" | "traceroute", ..] => match cli.show(router, line) {
            Some(text) => Reply::text(stamped(cli, text)),
            None => Reply::text(cli.refusal(router, line)),
        },
        ["clear", ..] => Reply::text(stamped(cli, "")),
        _ => Reply::text(cli.refusal(router, line)),
    }
}

fn enter(cli: &mut Target, router: &mut Router, words: &[&str]) -> Reply {
    let held = router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked);
    match words {
        [] | ["terminal" | "t"] => cli.begin(router),
        ["exclusive"] if held => {
            return Reply::text(stamped(
                cli,
                "Current Configuration Session  Line       User     Date                     Lock\n00001000-000043a7-00000000     vty0       admin    Mon Feb 15 11:11:08 2026 *\nCannot enter exclusive mode. The Configuration Namespace is locked by another agent.\n",
            ));
        }
        ["exclusive"] if router.pending.is_some() => {
            return Reply::text(stamped(
                cli,
                "Cannot enter exclusive mode. A trial commit is underway in another configuration session.\n",
            ));
        }
        ["exclusive"] => {
            cli.begin(router);
            router.lock = Some(cli.id);
        }
        _ => return Reply::text(cli.refusal(router, "configure")),
    }
    Reply::text(stamped(cli, ""))
}

fn rollback(cli: &Target, router: &mut Router, number: &str) -> Reply {
    let at = number
        .parse::<usize>()
        .ok()
        .and_then(|number| router.commits.len().checked_sub(number + 1));
    let Some(tree) = at
        .and_then(|at| router.commits.get(at))
        .map(|commit| commit.tree.clone())
    else {
        return Reply::text(stamped(cli, "% Invalid commit database\n"));
    };
    router.install(tree, "", "Rollback");
    Reply::commit(stamped(
        cli,
        format!(
            "\nLoading Rollback Changes.\nLoaded Rollback Changes in 1 sec \nCommitting.\n1 items committed in 1 sec (0)items/sec\nUpdating.\nUpdated Commit database in 1 sec \nConfiguration successfully rolled back {number} commits.\n"
        ),
    ))
}

pub(super) fn config(cli: &mut Target, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    let closed = cli.place.rule().is_some_and(|rule| rule.closed);
    match words.as_slice() {
        ["abort"] => {
            cli.end(router);
            Reply::none()
        }
        _ if closed => cli.put(router, line),
        ["commit", rest @ ..] => commit(cli, router, rest),
        ["root"] => {
            cli.place.0.clear();
            Reply::none()
        }
        ["exit"] if !cli.place.0.is_empty() => {
            cli.place.0.pop();
            Reply::none()
        }
        ["exit" | "end"] => leave(cli, router),
        ["clear"] => {
            cli.begin(router);
            Reply::none()
        }
        ["show", ..] | ["do", ..] => {
            let line = line.trim().trim_start_matches("do ");
            match cli.show(router, line) {
                Some(text) => Reply::text(stamped(cli, text)),
                None => Reply::text(cli.refusal(router, line)),
            }
        }
        _ => cli.put(router, line),
    }
}

fn leave(cli: &mut Target, router: &mut Router) -> Reply {
    if cli.dirty() {
        cli.question = Some(Asked::Leave);
    } else if cli.waits(router) {
        cli.question = Some(Asked::Waiting);
    } else {
        cli.end(router);
    }
    Reply::none()
}

pub(super) fn answered(
    cli: &mut Target,
    router: &mut Router,
    question: Asked,
    line: &str,
) -> Reply {
    match (question, line) {
        (Asked::Leave, "yes") => {
            let reply = commit(cli, router, &[]);
            if cli.failed.is_empty() {
                cli.end(router);
            }
            reply
        }
        (Asked::Leave, "no") => {
            cli.end(router);
            Reply::none()
        }
        (Asked::Waiting, "yes") => {
            cli.end(router);
            router.revert();
            Reply::none()
        }
        _ => Reply::none(),
    }
}

fn commit(cli: &mut Target, router: &mut Router, words: &[&str]) -> Reply {
    let end = words
        .iter()
        .position(|word| ["label", "comment"].contains(word))
        .unwrap_or(words.len());
    let comment = words[end..].join(" ");
    let timer = match &words[..end] {
        [] => None,
        ["confirmed"] => Some(600),
        ["confirmed", "minutes", minutes] => {
            minutes.parse::<u64>().ok().map(|minutes| minutes * 60)
        }
        ["confirmed", seconds] => match seconds.parse::<u64>() {
            Ok(seconds @ 30..=65535) => Some(seconds),
            _ => return Reply::text(cli.refusal(router, "")),
        },
        _ => return Reply::text(cli.refusal(router, "")),
    };
    if cli.waits(router) && timer.is_none() && !cli.dirty() {
        router.pending = None;
        return Reply::commit(stamped(cli, "% Confirming commit for trial session.\n"));
    }
    if !cli.waits(router) && router.pending.is_some() {
        return Reply::text(stamped(
            cli,
            match cli.dirty() {
                true => {
                    "\n% Cannot commit because there is an unexpired trial/rollback session '00001000-00005b40-00000000'.\n"
                }
                false => "No configuration changes to commit.\n",
            },
        ));
    }
    if !cli.dirty() {
        return Reply::text(stamped(cli, "% No configuration changes to commit.\n"));
    }
    match cli.commit(router, timer.map(Duration::from_secs), &comment) {
        Ok(()) => Reply::commit(stamped(cli, "")),
        Err(()) => Reply::text(stamped(
            cli,
            "\n% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes made have been reverted. Please issue 'show configuration failed [inheritance]' from this session to view the errors\n",
        )),
    }
}

pub(super) fn shown(cli: &Target, router: &Router, command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let head = "!! IOS XR Configuration 7.5.2\n";
    Some(match words.as_slice() {
        ["show", "running-config" | "run"] => format!(
            "Building configuration...\n{head}!! Last configuration change at Mon Feb 15 12:01:02 2026 by {}\n!\nhostname {}\n{}end\n\n",
            router.user,
            router.hostname,
            text::print(router.kind, &router.running)
        ),
        ["show", "running-config" | "run", rest @ ..] if !rest.contains(&"|") => {
            super::super::show::section(&text::print(router.kind, &router.running), rest)?
        }
        ["show", "configuration"] if cli.configuring => format!(
            "Building configuration...\n{head}{}end\n\n",
            signed(&cli.base, &cli.tree, false)
        ),
        ["show", "commit", "changes", "diff"] | ["show", "configuration", "changes", "diff"] => {
            format!(
                "Building configuration...\n{head}{}end\n\n",
                signed(&router.running, &cli.tree, true)
            )
        }
        ["show", "configuration", "failed", ..] => failed(cli),
        ["show", "configuration", "commit", "list", ..] => commits(router),
        ["show", "configuration", "sessions", ..] => sessions(router),
        _ => return None,
    })
}

/// What changed: with signs, or as lines that could be typed.
fn signed(old: &Level, new: &Level, signs: bool) -> String {
    let mut all = String::new();
    text::changes(old, new, |sign, depth, node| {
        let indent = " ".repeat(depth);
        let words = node.words.join(" ");
        all.push_str(&match (signs, sign) {
            (true, sign) => format!("{sign}  {indent}{words}\n"),
            (false, '-') => format!("{indent}no {words}\n"),
            (false, _) => format!("{indent}{words}\n"),
        });
    });
    all
}

fn failed(cli: &Target) -> String {
    if cli.failed.is_empty() {
        return "% No such configuration item(s)\n".to_owned();
    }
    let mut text = "!! SEMANTIC ERRORS: This configuration was rejected by \n!! the system due to semantic errors. The individual \n!! errors with each failed configuration command can be \n!! found below.\n\n\n".to_owned();
    for problem in &cli.failed {
        text.push_str(&format!(
            "{}\n!!% {}\n!\n",
            problem.path.join(" "),
            problem.text
        ));
    }
    text + "end\n\n"
}

fn commits(router: &Router) -> String {
    let mut text = "SNo. Label/ID              User      Line                Client      Time Stamp\n~~~~ ~~~~~~~~              ~~~~      ~~~~                ~~~~~~      ~~~~~~~~~~\n".to_owned();
    for (at, commit) in router.commits.iter().rev().enumerate() {
        text.push_str(&format!(
            "{:<4} {:<21} {:<9} {:<19} {:<11} Mon Feb 15 12:01:02 2026\n",
            at + 1,
            commit.number,
            commit.by,
            "vty0:node0_RP0_CPU0",
            commit.client
        ));
    }
    text + "\n"
}

fn sessions(router: &Router) -> String {
    if router.pending.is_none() && router.lock.is_none() {
        return String::new();
    }
    let mut text =
        "Current Configuration Session  Line       User     Date                     Lock\n"
            .to_owned();
    if router.lock.is_some() {
        text.push_str("00001000-000043a7-00000000     vty0       admin    Mon Feb 15 12:01:08 2026 *\n    Client: CLI\n    Process: config\n");
    }
    if router.pending.is_some() {
        text.push_str("00001000-00005b40-00000000     vty0       admin    Mon Feb 15 12:01:09 2026\n    Client: commit-confirm\n    Process: cfgmgr_trial_co\n    Lock: None\n");
    }
    text
}
