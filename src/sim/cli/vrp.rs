//! The words of VRP 8.

use std::time::Duration;

use super::super::Trouble;
use super::super::router::Router;
use super::target::{Asked, Target};
use super::{Cli, Reply, text};

pub(super) fn greeting(_: &Router) -> String {
    "\nInfo: The max number of VTY users is 8, the number of current VTY users online is 1, and total number of terminal users online is 1.\n      The current login time is 2026-02-15 12:01:02.\n      The last login time is 2026-02-15 11:58:01 from 192.0.2.200 through SSH.\n".to_owned()
}

pub(super) fn prompt(cli: &Target, router: &Router) -> String {
    match cli.question {
        Some(Asked::Leave) => "Warning: Uncommitted configurations found, commit them before exiting? [Y(yes)/N(no)/C(cancel)]:".to_owned(),
        Some(Asked::Save) => "Warning: The current configuration will be written to the device. Continue? [Y/N]:".to_owned(),
        Some(Asked::Abort) => "Warning: The trial configuration will be rolled back. Continue? [Y/N]:".to_owned(),
        Some(_) => "Warning: This operation will revert configuration changes to the previous status. Continue? [Y/N]:".to_owned(),
        None if cli.configuring => {
            let mark = if cli.dirty() { '*' } else { '~' };
            format!("[{mark}{}{}]", router.hostname, view(cli))
        }
        None => format!("<{}>", router.hostname),
    }
}

fn view(cli: &Target) -> String {
    let names: Vec<Vec<&str>> = cli
        .place
        .0
        .iter()
        .map(|(key, _)| key.split(' ').collect())
        .collect();
    let names: Vec<&[&str]> = names.iter().map(Vec::as_slice).collect();
    match names.as_slice() {
        [] => String::new(),
        [["interface", name]] => format!("-{name}"),
        [["bgp", _]] => "-bgp".to_owned(),
        [["bgp", _], [family, "unicast"]] => {
            format!("-bgp-af-{}", family.trim_end_matches("-family"))
        }
        [["bgp", _], [family, _, vrf]] => format!(
            "-bgp{}-{vrf}",
            if *family == "ipv6-family" { "6" } else { "" }
        ),
        [["ip", "vpn-instance", name], ..] => format!("-vpn-instance-{name}"),
        [["route-policy", ..]] => "-route-policy".to_owned(),
        [["vlan", number]] => format!("-vlan{number}"),
        [[first, ..], ..] => format!("-{first}"),
        _ => String::new(),
    }
}

pub(super) fn operation(cli: &mut Target, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        ["quit"] => Reply::close(),
        ["return"] => Reply::none(),
        ["screen-length", rows, "temporary"] => {
            cli.pages = *rows != "0";
            Reply::text(
                "Info: The configuration takes effect on the current user terminal interface only.\n",
            )
        }
        ["undo", "terminal", "monitor"] => Reply::text("Info: Current terminal monitor is off.\n"),
        ["undo", "configuration", "exclusive"] => {
            router.lock = None;
            Reply::none()
        }
        ["terminal" | "undo" | "screen-width", ..] => Reply::none(),
        ["system-view"] => {
            cli.begin(router);
            Reply::text("Enter system view, return user view with return command.\n")
        }
        ["configuration", "exclusive"] => {
            match router.lock.is_some_and(|holder| holder != cli.id) {
                true => Reply::text(
                    "Error: The configuration is locked by other user. [Session ID = 407]\n",
                ),
                false => {
                    router.lock = Some(cli.id);
                    Reply::none()
                }
            }
        }
        ["save"] => {
            cli.question = Some(Asked::Save);
            Reply::none()
        }
        ["abort", "trial", ..] => abort(cli, router),
        ["rollback", "configuration", "last", "1"] => {
            cli.question = Some(Asked::Rollback);
            Reply::none()
        }
        ["display" | "ping" | "tracert", ..] => match cli.show(router, line) {
            Some(text) => Reply::text(text),
            None => Reply::text(cli.refusal(router, line)),
        },
        _ => Reply::text(cli.refusal(router, line)),
    }
}

pub(super) fn config(cli: &mut Target, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["quit"] => match cli.place.0.pop() {
            Some(_) => Reply::none(),
            None => leave(cli, router),
        },
        ["return"] => leave(cli, router),
        ["commit", rest @ ..] => commit(cli, router, rest),
        ["clear", "configuration", "candidate"] => {
            let place = std::mem::take(&mut cli.place);
            cli.begin(router);
            cli.place = place;
            Reply::none()
        }
        ["abort", "trial", ..] => abort(cli, router),
        ["display" | "ping" | "tracert", ..] => match cli.show(router, line.trim()) {
            Some(text) => Reply::text(text),
            None => Reply::text(cli.refusal(router, line)),
        },
        _ => cli.put(router, line),
    }
}

/// In any view, and in the session that the trial belongs to.
fn abort(cli: &mut Target, router: &Router) -> Reply {
    if !cli.waits(router) {
        return Reply::text("Error: The system is not in the trial configuration mode.\n");
    }
    cli.question = Some(Asked::Abort);
    Reply::none()
}

fn leave(cli: &mut Target, router: &mut Router) -> Reply {
    match cli.dirty() {
        true => cli.question = Some(Asked::Leave),
        false => cli.end(router),
    }
    Reply::none()
}

pub(super) fn answered(
    cli: &mut Target,
    router: &mut Router,
    question: Asked,
    line: &str,
) -> Reply {
    let yes = matches!(line, "y" | "Y" | "yes");
    match question {
        Asked::Leave if yes => {
            let reply = commit(cli, router, &[]);
            if cli.failed.is_empty() {
                cli.end(router);
            }
            reply
        }
        Asked::Leave if matches!(line, "n" | "N" | "no") => {
            cli.end(router);
            Reply::none()
        }
        Asked::Leave if matches!(line, "c" | "C" | "cancel") => Reply::none(),
        Asked::Leave => {
            cli.question = Some(Asked::Leave);
            Reply::text(
                "Error: Please choose 'YES', 'NO' or 'CANCEL' first before pressing 'Enter'. [Y/N/C]:\n",
            )
        }
        Asked::Save if yes => {
            router.saved = router.running.clone();
            Reply::text(
                "Now saving the current configuration to the slot 17 .........\nInfo: Save the configuration successfully.\n",
            )
        }
        Asked::Abort if yes => {
            router.revert();
            if cli.configuring {
                cli.begin(router);
            }
            Reply::text("Info: The trial configuration rollback succeeded.\n")
        }
        Asked::Rollback if yes => {
            let tree = router
                .commits
                .len()
                .checked_sub(2)
                .and_then(|at| router.commits.get(at))
                .map(|commit| commit.tree.clone());
            match tree {
                Some(tree) => {
                    router.install(tree, "", "Rollback");
                    Reply::commit(
                        "Loading rollback changes\nCommitting\nConfiguration rollback succeeded.\n",
                    )
                }
                None => Reply::text("Error: No rollback point.\n"),
            }
        }
        _ => Reply::none(),
    }
}

fn commit(cli: &mut Target, router: &mut Router, words: &[&str]) -> Reply {
    let timer = match words {
        [] => None,
        ["trial"] => Some(600),
        ["trial", seconds, ..] => match seconds.parse::<u64>() {
            Ok(seconds @ 60..=65535) => Some(seconds),
            _ => {
                return Reply::text(
                    "                    ^\nError: Wrong parameter found at '^' position.\n",
                );
            }
        },
        ["label" | "description", ..] => None,
        _ => return Reply::text(cli.refusal(router, "")),
    };
    let held = router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked);
    if held {
        return Reply::text(
            "Error: The configuration is locked by other user. [Session ID = 407]\n",
        );
    }
    if router.pending.is_some() && !cli.waits(router) {
        return Reply::text(
            "Error: The system is in the trial configuration mode. Other sessions cannot commit.\n",
        );
    }
    if timer.is_none() && cli.waits(router) {
        router.pending = None;
        if !cli.dirty() {
            return Reply::commit("");
        }
    }
    if !cli.dirty() {
        return Reply::none();
    }
    match (
        cli.commit(router, timer.map(Duration::from_secs), ""),
        timer,
    ) {
        (Ok(()), None) => Reply::commit("Committing....done.\n"),
        (Ok(()), Some(seconds)) => Reply::commit(format!(
            "Committing....done.\nInfo: The system enters the trial configuration mode.\nThe system will revert to previous configuration if the trial configuration is not confirmed in {seconds} seconds.\n"
        )),
        (Err(()), _) => {
            let why = cli
                .failed
                .iter()
                .map(|problem| format!("Error: {}: {}\n", problem.path.join(" "), problem.text));
            Reply::text(format!(
                "{}Error: Failed to commit the configuration.\n",
                why.collect::<String>()
            ))
        }
    }
}

pub(super) fn shown(cli: &Target, router: &Router, command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    Some(match words.as_slice() {
        ["display", "current-configuration"] => format!(
            "!Software Version V800R021C10SPC500\n!Last configuration was updated at 2026-02-15 12:01:02+00:00 by {}\n!Last configuration was saved at 2026-02-15 11:01:02+00:00 by {}\n#\nsysname {}\n{}#\nreturn\n",
            router.user,
            router.user,
            router.hostname,
            text::print(router.kind, &router.running)
        ),
        ["display", "saved-configuration"] => text::print(router.kind, &router.saved),
        ["display", "configuration", "candidate", "changes"] => changes(cli),
        ["display", "configuration", "candidate", "merge"] => text::print(router.kind, &cli.tree),
        ["display", "configuration", "trial", "status"] => match &router.pending {
            Some(pending) => format!(
                "Trial configuration state  : Running\nTrial session ID          : {}\nTimeout (seconds)         : {}\nRemaining time (seconds)  : {}\n",
                pending.session,
                pending.length.as_secs(),
                pending.until.saturating_sub(router.now()).as_secs()
            ),
            None => "Info: No trial configuration.\n".to_owned(),
        },
        ["display", "configuration", "commit", "list"] => {
            let mut text = "-----------------------------------------------------------------------------\nNo.  CommitId    Label                 User          TimeStamp\n-----------------------------------------------------------------------------\n".to_owned();
            for (at, commit) in router.commits.iter().rev().enumerate() {
                text.push_str(&format!(
                    "{:<4} {:<11} {:<21} {:<13} 2026-02-15 12:01:02+00:00\n",
                    at + 1,
                    commit.number,
                    "-",
                    commit.by
                ));
            }
            text
        }
        _ => return None,
    })
}

fn changes(cli: &Target) -> String {
    let mut all = "Building configuration\n".to_owned();
    text::changes(&cli.base, &cli.tree, |sign, depth, node| {
        if depth == 0 {
            all.push_str("  #\n");
        }
        all.push_str(&format!(
            "{sign} {}{}\n",
            " ".repeat(depth),
            node.words.join(" ")
        ));
    });
    all
}
