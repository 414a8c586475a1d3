//! What Junos shows of its configuration, and of the commits behind it.

use super::super::router::Router;
use super::super::show;
use super::braces;
use super::staged::Staged;

/// Outside of the configuration.
pub(super) fn operation(cli: &Staged, router: &Router, line: &str) -> Option<String> {
    show::piped(line, |command| {
        let (command, set) = match command.strip_suffix("| display set") {
            Some(command) => (command.trim(), true),
            None => (command, false),
        };
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["show", "configuration", path @ ..] if !path.contains(&"|") => Some(match set {
                true => braces::sets(&router.running, "set ", path),
                false => format!(
                    "## Last commit: 2026-02-15 12:01:02 UTC by {}\nversion 23.2R1.14;\n{}",
                    router.user,
                    braces::junos(&router.running)
                ),
            }),
            ["show", "system", "commit"] => Some(history(router)),
            ["show", "cli"] => Some(format!(
                "CLI screen-length set to {}\n",
                if cli.pages { 24 } else { 0 }
            )),
            _ if set => None,
            _ => show::answer(router, command),
        }
    })
}

fn history(router: &Router) -> String {
    let mut text = String::new();
    for (at, commit) in router.commits.iter().rev().enumerate() {
        let waits = router.pending.as_ref().filter(|_| at == 0);
        let left = waits.map(|pending| {
            pending
                .until
                .saturating_sub(router.now())
                .as_secs()
                .div_ceil(60)
        });
        let (by, via) = if commit.client == "Rollback" {
            ("root", "other")
        } else {
            (commit.by.as_str(), "cli")
        };
        let confirmed = left.map(|left| format!(" commit confirmed, rollback in {left}mins"));
        text.push_str(&format!(
            "{at}   2026-02-15 12:01:02 UTC by {by} via {via}{}\n",
            confirmed.unwrap_or_default()
        ));
        if !commit.comment.is_empty() {
            text.push_str(&format!("    {}\n", commit.comment));
        }
        if waits.is_some() {
            text.push_str("    rollback pending\n");
        }
    }
    text
}

/// Inside of it.
pub(super) fn configuration(cli: &Staged, router: &Router, line: &str) -> Option<String> {
    show::piped(line, |command| {
        let words: Vec<&str> = command.split_whitespace().collect();
        let candidate = cli.candidate(router);
        match words.as_slice() {
            ["show", "|", "compare"] => Some(braces::compare(&router.running, &candidate)),
            ["show", "|", "compare", "rollback", number] => {
                let at = router
                    .commits
                    .len()
                    .checked_sub(number.parse::<usize>().ok()? + 1)?;
                Some(braces::compare(&router.commits.get(at)?.tree, &candidate))
            }
            ["show", "|", "display", "set"] => Some(braces::sets(
                &candidate,
                "set ",
                &cli.context.iter().map(String::as_str).collect::<Vec<_>>(),
            )),
            ["show", path @ .., "|", "display", "set"] => {
                Some(braces::sets(&candidate, "set ", path))
            }
            ["show"] => Some(braces::junos(&candidate)),
            ["status"] => Some(format!(
                "Current users:\n  {} terminal pts/1 (pid 4711) on since 2026-02-15 12:00:00 UTC\n      [edit]\n",
                router.user
            )),
            _ => None,
        }
    })
}
