//! Junos: a candidate that is shared, private or held, and a commit that waits to be confirmed.

use std::time::Duration;

use super::super::Trouble;
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::words::Words;
use super::check::Problem;
use super::staged::{Change, Question, Staged, Wrong};
use super::{Reply, junos_show, text};

pub(super) fn greeting(_: &Router) -> String {
    "Last login: Mon Feb 15 11:58:01 2026 from 192.0.2.200\n--- JUNOS 23.2R1.14 Kernel 64-bit  JNPR-12.1-20230613.7723847_buil\n".to_owned()
}

pub(super) fn prompt(cli: &Staged, router: &Router) -> String {
    let name = format!("{}@{}", router.user, router.hostname);
    if cli.question.is_some() {
        return match cli.way.as_str() {
            "shared" => "The configuration has been changed but not committed\nExit with uncommitted changes? [yes,no] (yes) ".to_owned(),
            _ => "The configuration has been changed but not committed\nDiscard uncommitted changes? [yes,no] (yes) ".to_owned(),
        };
    }
    match cli.configuring {
        false => format!("\n{name}> "),
        true => {
            let waits = router.pending.as_ref().map(|pending| {
                let left = pending
                    .until
                    .saturating_sub(router.now())
                    .as_secs()
                    .div_ceil(60);
                format!("# commit confirmed will be rolled back in {left} minutes\n")
            });
            let place = match cli.context.is_empty() {
                true => String::new(),
                false => format!(" {}", cli.context.join(" ")),
            };
            format!("\n{}[edit{place}]\n{name}# ", waits.unwrap_or_default())
        }
    }
}

fn caret(router: &Router, column: usize, words: &str) -> String {
    let indent = router.user.len() + router.hostname.len() + 3 + column;
    format!("{}^\n{words}\n", " ".repeat(indent))
}

pub(super) fn wrong(_: &Staged, router: &Router, wrong: &Wrong) -> String {
    match wrong.miss.why {
        Why::Incomplete => caret(router, wrong.column, "missing argument."),
        Why::Value => caret(
            router,
            wrong.column,
            &format!("invalid value '{}'.", wrong.word),
        )
        .replace("invalid value", "error: invalid value"),
        _ => caret(router, wrong.column, "syntax error."),
    }
}

pub(super) fn line(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    if cli.question.take().is_some() {
        return match line {
            "" | "y" | "yes" => leave(cli, router),
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
        ["exit" | "quit"] => Reply::close(),
        ["set", "cli", what, rest @ ..] => Reply::text(setting(cli, what, rest)),
        ["configure" | "edit"] => enter(cli, router, "shared"),
        ["configure" | "edit", way @ ("private" | "exclusive")] => enter(cli, router, way),
        ["show" | "ping" | "traceroute" | "file" | "request", ..] => {
            match junos_show::operation(cli, router, line) {
                Some(text) => Reply::text(text),
                None => Reply::text(caret(router, 5, "syntax error, expecting <command>.")),
            }
        }
        _ => Reply::text(caret(router, 0, "unknown command.")),
    }
}

fn setting(cli: &mut Staged, what: &str, rest: &[&str]) -> String {
    match (what, rest) {
        ("screen-length", [rows]) => {
            cli.pages = *rows != "0";
            format!("Screen length set to {rows}\n")
        }
        ("screen-width", [columns]) => format!("Screen width set to {columns}\n"),
        ("complete-on-space", ["off"]) => "Disabling complete-on-space\n".to_owned(),
        ("timestamp", _) => "CLI timestamp disabled\n".to_owned(),
        _ => String::new(),
    }
}

fn enter(cli: &mut Staged, router: &mut Router, way: &str) -> Reply {
    let changed = text::differ(&router.candidate, &router.running);
    let others = "Users currently editing the configuration:\n  admin terminal pts/0 (pid 31745) on since 2026-02-15 11:25:28 UTC\n";
    if router.lock.is_some_and(|holder| holder != cli.id)
        || router.troubles.has(|trouble| *trouble == Trouble::Locked)
    {
        return Reply::text(
            "error: configuration database locked by:\n  admin terminal pts/0 (pid 4681) on since 2026-02-15 11:31:02 UTC, idle 00:01:12\n      exclusive [edit]\n",
        );
    }
    match (way, changed) {
        ("exclusive", true) => {
            return Reply::text(format!(
                "{others}      [edit]\nerror: configuration database modified\n"
            ));
        }
        ("private", true) => return Reply::text("error: shared configuration database modified\n"),
        _ => {}
    }
    cli.begin(router, way, way == "private");
    if way == "exclusive" {
        router.lock = Some(cli.id);
    }
    Reply::text(match way {
        "shared" if changed => {
            "Entering configuration mode\nThe configuration has been changed but not committed\n"
        }
        "shared" => "Entering configuration mode\n",
        _ => {
            "warning: uncommitted changes will be discarded on exit\nEntering configuration mode\n"
        }
    })
}

fn leave(cli: &mut Staged, router: &mut Router) -> Reply {
    if cli.way == "exclusive" {
        cli.discard(router);
    }
    cli.end(router);
    Reply::text("Exiting configuration mode\n")
}

fn config(cli: &mut Staged, router: &mut Router, line: &str) -> Reply {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Reply::none(),
        [first, ..] if first.starts_with('#') => Reply::none(),
        ["set" | "delete"] => Reply::text(caret(router, line.len(), "missing argument.")),
        [verb @ ("set" | "delete"), ..] => match cli.change(router, line, 1, *verb == "delete") {
            Ok(Change::Absent) => Reply::text("warning: statement not found\n"),
            Ok(_) => Reply::none(),
            Err(found) => Reply::text(wrong(cli, router, &found)),
        },
        ["commit", rest @ ..] => commit(cli, router, rest),
        ["rollback", number] => rollback(cli, router, number),
        ["rollback"] => rollback(cli, router, "0"),
        ["load", "set", "terminal"] => {
            cli.block = Some(Vec::new());
            Reply::text("[Type ^D at a new line to end input]\n")
        }
        ["top"] => {
            cli.context.clear();
            Reply::none()
        }
        ["up"] => {
            cli.context.pop();
            Reply::none()
        }
        ["edit", ..] => {
            cli.context.extend(
                Words::new(line, router.kind.quotes())
                    .text
                    .into_iter()
                    .skip(1),
            );
            Reply::none()
        }
        ["run", ..] => operation(cli, router, line.strip_prefix("run").unwrap_or(line)),
        ["exit" | "quit", "configuration-mode"] => exit(cli, router),
        ["exit" | "quit"] => match cli.context.is_empty() {
            true => exit(cli, router),
            false => {
                cli.context.clear();
                Reply::none()
            }
        },
        ["show", ..] | ["status"] => match junos_show::configuration(cli, router, line) {
            Some(text) => Reply::text(text),
            None => Reply::text(caret(router, 5, "syntax error.")),
        },
        _ => Reply::text(caret(router, 0, "unknown command.")),
    }
}

fn exit(cli: &mut Staged, router: &mut Router) -> Reply {
    if cli.dirty(router) {
        cli.question = Some(Question::Discard);
        return Reply::none();
    }
    leave(cli, router)
}

/// A block of `set` lines has ended.
pub(super) fn block(cli: &mut Staged, router: &mut Router, lines: &[String]) -> Reply {
    let mut answer = String::new();
    let mut errors = 0;
    for (at, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let delete = line.trim_start().starts_with("delete ");
        if let Err(found) = cli.change(router, line, 1, delete) {
            errors += 1;
            answer.push_str(&format!(
                "terminal:{}:({}) syntax error: {}\n  [edit]\n",
                at + 1,
                found.column,
                found.word
            ));
        }
    }
    match errors {
        0 => answer.push_str("load complete\n"),
        errors => answer.push_str(&format!("load complete ({errors} errors)\n")),
    }
    Reply::text(answer)
}

fn commit(cli: &mut Staged, router: &mut Router, words: &[&str]) -> Reply {
    let comment = words
        .iter()
        .position(|word| *word == "comment")
        .map(|at| words[at + 1..].join(" "));
    let comment = comment.unwrap_or_default().trim_matches('"').to_owned();
    let words = &words[..words
        .iter()
        .position(|word| *word == "comment")
        .unwrap_or(words.len())];
    let (timer, check, quit) = match words {
        [] => (None, false, false),
        ["check"] => (None, true, false),
        ["and-quit"] => (None, false, true),
        ["confirmed"] => (Some(10), false, false),
        ["confirmed", minutes] => match minutes.parse::<u64>() {
            Ok(minutes @ 1..=65535) => (Some(minutes), false, false),
            _ => return Reply::text(caret(router, 17, "invalid numeric value.")),
        },
        _ => return Reply::text(caret(router, 7, "syntax error.")),
    };
    if check {
        let problems = super::check::problems(router.kind.family(), &cli.candidate(router));
        if !problems.is_empty() {
            return Reply::text(failed(&problems));
        }
        // A check confirms a commit that waits.
        let confirms = router.pending.take().is_some();
        return Reply {
            commit: confirms,
            ..Reply::text("configuration check succeeds\n")
        };
    }
    let length = timer.map(|minutes| Duration::from_secs(minutes * 60));
    if let Err(problems) = cli.commit(router, length, &comment) {
        return Reply::text(failed(&problems));
    }
    let text = match timer {
        Some(minutes) => format!(
            "commit confirmed will be automatically rolled back in {minutes} minutes unless confirmed\ncommit complete\n"
        ),
        None => {
            router.pending = None;
            "commit complete\n".to_owned()
        }
    };
    match quit {
        true => Reply::commit(text + &leave(cli, router).text),
        false => Reply::commit(text),
    }
}

fn failed(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let (last, above) = problem
            .path
            .split_last()
            .map_or(("", &[][..]), |(last, above)| (last.as_str(), above));
        text.push_str(&format!(
            "[edit {}]\n  '{last}'\n    {}\n",
            above.join(" "),
            problem.text
        ));
    }
    text + "error: configuration check-out failed\n"
}

fn rollback(cli: &mut Staged, router: &mut Router, number: &str) -> Reply {
    let back = number.parse::<usize>().ok().and_then(|number| {
        let at = router.commits.len().checked_sub(number + 1)?;
        router.commits.get(at).map(|commit| commit.tree.clone())
    });
    let Some(tree) = back else {
        return Reply::text(format!(
            "error: could not open configuration rollback file: {number}\n"
        ));
    };
    match &mut cli.own {
        Some(own) => *own = tree,
        None => router.candidate = tree,
    }
    Reply::text("load complete\n")
}

pub(super) fn expired(router: &Router) -> String {
    format!(
        "Broadcast Message from root@{}\n        (no tty) at 12:06 UTC...\n\nCommit was not confirmed; automatic rollback complete.\n\n",
        router.hostname
    )
}

pub(super) fn exec(cli: &mut Staged, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
    let answers = text
        .split(';')
        .map(|line| operation(cli, router, line.trim()).text);
    Some((Reply::text(answers.collect::<String>()), 0))
}

pub(super) fn gone(cli: &mut Staged, router: &mut Router) {
    // An exclusive session leaves nothing behind, a private candidate goes with its session, and
    // what was typed into the shared one stays.
    if cli.configuring && cli.way == "exclusive" {
        cli.discard(router);
    }
}
