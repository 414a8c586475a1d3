//! The archive of IOS: what it keeps, shows, and says when a timer goes back to it.

use super::super::router::{Pending, Router};
use super::super::tree::Level;
use super::text;

/// `show archive …`; none, and it is no such command.
pub(super) fn shown(router: &Router, words: &[&str]) -> Option<String> {
    Some(match words {
        ["config", "rollback", "timer"] => match &router.pending {
            Some(pending) if pending.name != "reload" => format!(
                "Time configured(or reconfigured): 15:56:41 UTC Mon Feb 15 2026\nTimer type: absolute timer\nTimer value: {} min\nUser: {}\n",
                pending.length.as_secs() / 60,
                router.user
            ),
            _ => "%No Rollback Confirmed Change pending\n".to_owned(),
        },
        ["config", "differences", from, to] => {
            let side = |name: &str| match name {
                "nvram:startup-config" => Some(router.saved.clone()),
                "system:running-config" => Some(router.running.clone()),
                file => router.checkpoints.get(file).cloned(),
            };
            match (side(from), side(to)) {
                (Some(from), Some(to)) => differences(&from, &to),
                _ => "%Error: could not open the file\n".to_owned(),
            }
        }
        ["config", "differences"] => differences(&router.saved, &router.running),
        [] => {
            let files: Vec<&String> = router.checkpoints.keys().collect();
            let list = files
                .iter()
                .enumerate()
                .map(|(at, file)| format!("   {}        {file}\n", at + 1));
            format!(
                "The maximum archive configurations allowed is 10.\nThere are currently {} archive configurations saved.\n Archive #  Name\n{}",
                files.len(),
                list.collect::<String>()
            )
        }
        _ => return None,
    })
}

/// Has the configuration a place for its archive?
pub(super) fn has_archive(router: &Router) -> bool {
    let paths = router.running.paths();
    paths
        .iter()
        .any(|path| path.len() == 2 && path[0].starts(&["archive"]) && path[1].starts(&["path"]))
}

/// Put the running configuration into the archive, and say under which name.
pub(super) fn archive(router: &mut Router) -> String {
    let path = router
        .running
        .paths()
        .iter()
        .find_map(|path| match path.as_slice() {
            [archive, line] if archive.starts(&["archive"]) && line.starts(&["path"]) => {
                line.words.get(1).cloned()
            }
            _ => None,
        });
    let path = path.unwrap_or_default();
    let file = format!(
        "{path}-Feb-15-15-56-38.517-{}",
        router.checkpoints.len() + 1
    );
    router
        .checkpoints
        .insert(file.clone(), router.running.clone());
    file
}

pub(super) fn running(router: &Router) -> String {
    let body = text::print(router.kind, &router.running);
    format!(
        "Building configuration...\n\nCurrent configuration : {} bytes\n!\n! Last configuration change at 12:01:02 UTC Mon Feb 15 2026 by {}\n!\nversion 17.9\nservice timestamps log datetime msec\n!\nhostname {}\n{body}!\nend\n\n",
        body.len(),
        router.user,
        router.hostname
    )
}

fn differences(old: &Level, new: &Level) -> String {
    let mut text = "!Contextual Config Diffs:\n".to_owned();
    let mut any = false;
    text::changes(old, new, |sign, depth, node| {
        any = true;
        let no = if node.denied { "no " } else { "" };
        let sign = if sign == ' ' {
            String::new()
        } else {
            sign.to_string()
        };
        text.push_str(&format!(
            "{}{sign}{no}{}\n",
            " ".repeat(depth),
            node.words.join(" ")
        ));
    });
    match any {
        true => format!("{text}\n"),
        false => "!No changes were found\n\n".to_owned(),
    }
}

pub(super) fn warning(router: &Router) -> String {
    match &router.pending {
        Some(pending) if pending.name == "reload" => "\n***\n*** --- SHUTDOWN in 0:01:00 ---\n***\n".to_owned(),
        _ => "Rollback Confirmed Change: Rollback will begin in one minute.\nEnter \"configure confirm\" if you wish to keep what you've configured\n\n".to_owned(),
    }
}

pub(super) fn expired(router: &Router, pending: &Pending) -> String {
    let mut lines = String::new();
    text::changes(&router.running, &pending.back, |sign, depth, node| {
        let no = if sign == '-' { "no " } else { "" };
        lines.push_str(&format!(
            "{}{no}{}\n",
            " ".repeat(depth),
            node.words.join(" ")
        ));
    });
    format!(
        "\nRollback Confirmed Change: rolling to:{}\n\n!Pass 1\n\n!List of Rollback Commands:\n{lines}end\n\nTotal number of passes: 1\nRollback Done\n\n",
        pending.name
    )
}
