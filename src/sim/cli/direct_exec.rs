//! The commands of NX-OS, ASA, EOS and FRR outside of their configuration.

use super::super::edit::Place;
use super::super::kind::Dialect;
use super::super::router::Router;
use super::super::tree::Level;
use super::direct::Direct;
use super::{Cli, Reply, direct_exec, text};

pub(super) fn line(cli: &mut Direct, router: &mut Router, line: &str) -> Reply {
    let dialect = router.kind.dialect();
    let words: Vec<&str> = line.split_whitespace().collect();
    match (dialect, words.as_slice()) {
        (_, []) => Reply::none(),
        (_, ["exit" | "logout" | "quit"]) => Reply::close(),
        (Dialect::Asa, ["enable"]) => {
            cli.question = Some("Password: ");
            Reply::none()
        }
        (_, ["enable" | "disable"]) => Reply::none(),
        (Dialect::Eos, ["terminal", "length", "0"]) => {
            cli.pages = false;
            Reply::text("Pagination disabled.\n")
        }
        (Dialect::Eos, ["terminal", "width", width]) => {
            Reply::text(format!("Width set to {width} columns.\n"))
        }
        (_, ["terminal", "length" | "pager", rows]) => {
            cli.pages = *rows != "0";
            Reply::none()
        }
        (_, ["terminal", ..]) => Reply::none(),
        (Dialect::Frr, ["ping", ..]) => unknown(cli, router, line),
        (_, ["show" | "ping" | "ping6" | "traceroute" | "more", ..]) => {
            match cli.show(router, line.trim()) {
                Some(text) => Reply::text(text),
                None => unknown(cli, router, line),
            }
        }
        (Dialect::Eos, ["configure", "session", rest @ ..]) => session(cli, router, rest),
        (Dialect::Eos, ["configure", "checkpoint", "save", name]) => {
            router
                .checkpoints
                .insert((*name).to_owned(), router.running.clone());
            Reply::none()
        }
        (Dialect::Eos, ["configure", "checkpoint", "restore", name]) => {
            match router.checkpoints.get(*name) {
                Some(tree) => {
                    let tree = tree.clone();
                    router.install(tree, "", "CLI");
                    Reply::commit("")
                }
                None => Reply::text("% Checkpoint does not exist\n"),
            }
        }
        (Dialect::Nxos, ["checkpoint", name]) => {
            router
                .checkpoints
                .insert((*name).to_owned(), router.running.clone());
            Reply::text("....Done\n")
        }
        (Dialect::Nxos, ["no", "checkpoint", name]) => {
            router.checkpoints.remove(*name);
            Reply::none()
        }
        (Dialect::Nxos, ["rollback", "running-config", "checkpoint", name, ..]) => {
            rollback(router, name, cli.id)
        }
        (Dialect::Nxos, ["rollback", "configuration", "last", "1"]) => super::dual::back(router),
        (Dialect::Nxos, ["configure", "dual-stage"]) => super::dual::enter(cli, router),
        (_, ["configure" | "conf", rest @ ..]) => configure(cli, router, rest),
        (Dialect::Nxos, ["copy", "running-config", "startup-config"]) => save(router),
        (
            _,
            ["write", "memory" | "mem"]
            | ["write"]
            | ["wr"]
            | ["copy", "running-config", "startup-config"],
        ) => save(router),
        (Dialect::Asa, ["reload", "cancel"]) => {
            router.pending = None;
            Reply::text("\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n")
        }
        (Dialect::Asa, ["reload", "in", minutes, "noconfirm"]) => match minutes.parse::<u64>() {
            Ok(minutes) => {
                router.arm(
                    cli.id,
                    std::time::Duration::from_secs(minutes * 60),
                    "reload",
                );
                Reply::text(format!(
                    "\n\n***\n*** --- SHUTDOWN in {minutes}:00 ---\n***\n"
                ))
            }
            Err(_) => unknown(cli, router, line),
        },
        (Dialect::Asa, ["clear", ..]) => Reply::none(),
        _ => unknown(cli, router, line),
    }
}

fn unknown(cli: &Direct, router: &Router, line: &str) -> Reply {
    Reply::text(cli.refusal(router, line))
}

fn configure(cli: &mut Direct, router: &Router, rest: &[&str]) -> Reply {
    if !matches!(rest, [] | ["terminal" | "t" | "term"]) {
        return unknown(cli, router, "configure");
    }
    if router
        .troubles
        .has(|trouble| *trouble == super::super::Trouble::Locked)
    {
        return Reply::text("% Configuration is locked by other client\n");
    }
    cli.configuring = true;
    cli.place = Place::default();
    match router.kind.dialect() {
        Dialect::Nxos => {
            Reply::text("Enter configuration commands, one per line. End with CNTL/Z.\n")
        }
        _ => Reply::none(),
    }
}

/// A copy of the running configuration under a name, as it is when it is made.
fn session(cli: &mut Direct, router: &mut Router, words: &[&str]) -> Reply {
    match words {
        [name] => {
            if router
                .pending
                .as_ref()
                .is_some_and(|pending| pending.name == *name)
            {
                return Reply::text(format!(
                    "% Cannot enter session {name} (pendingCommitTimer)\n"
                ));
            }
            if router.marks.contains_key(&format!("done {name}")) {
                return Reply::text(format!("% Session {name} is already completed\n"));
            }
            if router.named.len() >= 5 && !router.named.contains_key(*name) {
                return Reply::text(
                    "% Maximum number of pending sessions has been reached. Please commit or abort previous sessions before creating a new one.\n",
                );
            }
            let copy = router
                .named
                .remove(*name)
                .unwrap_or_else(|| router.running.clone());
            cli.copy = Some(((*name).to_owned(), copy));
            cli.configuring = true;
            cli.place = Place::default();
            Reply::none()
        }
        [name, "commit"] => match router.pending.take_if(|pending| pending.name == *name) {
            Some(_) => Reply::commit(""),
            None => match router.named.remove(*name) {
                Some(copy) => {
                    router.install(copy, name, "CLI");
                    Reply::commit("")
                }
                None => Reply::text(format!(
                    "% Cannot commit session {name}: it does not exist\n"
                )),
            },
        },
        [name, "abort"] => {
            if router
                .pending
                .as_ref()
                .is_some_and(|pending| pending.name == *name)
            {
                router.revert();
                return Reply::none();
            }
            match router.named.remove(*name) {
                Some(_) => Reply::none(),
                None => Reply::text(format!(
                    "% Cannot abort session {name}: it does not exist\n"
                )),
            }
        }
        _ => Reply::text("% Invalid input\n"),
    }
}

fn rollback(router: &mut Router, name: &str, session: u64) -> Reply {
    let Some(tree) = router.checkpoints.get(name).cloned() else {
        return Reply::text(format!("ERROR: Checkpoint {name} does not exist\n"));
    };
    router.install(tree, "", "CLI");
    // What was scheduled after the checkpoint goes with its lines.
    super::dual::job(router, session);
    Reply::commit(
        "ADVISORY: Rollback operation started...\nModifying running configuration from another VSH terminal in parallel\nis not recommended, as this may lead to Rollback failure.\n\nCollecting Running-Config\nGenerating Rollback patch for switch profile\nRollback Patch is Empty\nCollecting Running-Config\n#Generating Rollback Patch\nExecuting Rollback Patch\nGenerating Running-config for verification\nGenerating Rollback Patch\n\nRollback completed successfully.\n\n",
    )
}

fn save(router: &mut Router) -> Reply {
    router.saved = router.running.clone();
    Reply::text(match router.kind.dialect() {
        Dialect::Nxos => {
            "[########################################] 100%\nCopy complete, now saving to disk (please wait)...\nCopy complete.\n"
        }
        Dialect::Eos => "Copy completed successfully.\n",
        Dialect::Frr => {
            "Note: this version of vtysh never writes vtysh.conf\nBuilding Configuration...\nIntegrated configuration saved to /etc/frr/frr.conf\n[OK]\n"
        }
        _ => {
            "Building configuration...\nCryptochecksum: fe1ed704 b7cf5ea3 91d452de 6b8cd26e \n\n24376 bytes copied in 0.290 secs\n[OK]\n"
        }
    })
}

/// The password of `enable` has come.
pub(super) fn answered(cli: &mut Direct, router: &mut Router) -> Reply {
    router.marks.remove(&format!("user {}", cli.id));
    Reply::none()
}

pub(super) fn running(router: &Router) -> String {
    let body = text::print(router.kind, &router.running);
    let name = &router.hostname;
    match router.kind.dialect() {
        Dialect::Nxos => format!(
            "\n!Command: show running-config\n!Running configuration last done at: Mon Feb 15 12:01:02 2026\n!Time: Mon Feb 15 12:01:05 2026\n\nversion 10.2(2) Bios:version  \nhostname {name}\n{body}\n"
        ),
        Dialect::Eos => format!(
            "! Command: show running-config\n! device: {name} (vEOS-lab, EOS-4.32.0F)\n!\n! boot system flash:/vEOS-lab.swi\n!\nhostname {name}\n{body}!\nend\n"
        ),
        Dialect::Frr => format!(
            "Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nhostname {name}\n{body}!\nend\n"
        ),
        _ => format!(
            ": Saved\n\n: \n: Serial Number: 9A1B2C3D4E5\n: Hardware:   ASAv, 2048 MB RAM, CPU Pentium II 2000 MHz\n:\nASA Version 9.16(4) \n!\nhostname {name}\n{}Cryptochecksum:fe1ed704b7cf5ea391d452de6b8cd26e\n: end\n",
            hide(&body)
        ),
    }
}

/// An ASA does not print its keys.
fn hide(body: &str) -> String {
    let lines = body
        .split_inclusive('\n')
        .map(|line| match line.split_once(" password ") {
            Some((start, _)) => format!("{start} password *****\n"),
            None => line.to_owned(),
        });
    lines.collect()
}

/// A unified difference, with whole sections as context.
pub(super) fn unified(name: &str, old: &Level, new: &Level) -> String {
    let mut body = String::new();
    text::changes(old, new, |sign, depth, node| {
        let no = if node.denied { "no " } else { "" };
        body.push_str(&format!(
            "{sign}{}{no}{}\n",
            "   ".repeat(depth),
            node.words.join(" ")
        ));
    });
    match body.is_empty() {
        true => String::new(),
        false => format!(
            "--- system:/running-config\n+++ session:/{name}-session-config\n@@ -1,7 +1,8 @@\n{body}"
        ),
    }
}

/// What a channel of its own does with its text.
pub(super) fn channel(cli: &mut Direct, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
    let dialect = router.kind.dialect();
    let separator = match dialect {
        Dialect::Asa => return None,
        Dialect::Nxos => " ; ",
        _ => "\n",
    };
    let mut answer = String::new();
    for line in text.split(separator).filter(|line| !line.trim().is_empty()) {
        let reply = match cli.configuring {
            true => cli.line(router, line),
            false => direct_exec::line(cli, router, line),
        };
        answer.push_str(&reply.text);
        // vtysh stops at the first line that it does not take.
        if dialect == Dialect::Frr && reply.text.starts_with("% ") {
            return Some((Reply::text(answer), 1));
        }
    }
    Some((Reply::text(answer), 0))
}
