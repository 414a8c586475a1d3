//! RouterOS: every command acts at once; safe mode belongs to its session, and a job of the
//! scheduler survives it.

use std::time::Duration;

use super::super::router::{Pending, Router};
use super::super::show;
use super::super::tree::{Level, Node};
use super::ros_items;
use super::ros_script::Script;
use super::{Cli, Reply};

pub(super) struct Ros {
    id: u64,
    menu: String,
    /// What safe mode goes back to.
    safe: Option<Level>,
    quitting: bool,
}

impl Ros {
    pub(super) fn new(id: u64) -> Self {
        Self {
            id,
            menu: String::new(),
            safe: None,
            quitting: false,
        }
    }

    fn command(&mut self, router: &mut Router, line: &str) -> Reply {
        let line = line.trim();
        let spaced = line.replace('/', " ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        match words.as_slice() {
            [] => {
                self.menu.clear();
                return Reply::none();
            }
            [first, ..] if first.starts_with('#') => return Reply::none(),
            ["quit"] if self.safe.is_some() => {
                self.quitting = true;
                return Reply::none();
            }
            ["quit"] => return Reply::close(),
            ["export", rest @ ..] => {
                if let Some(file) = rest.iter().find_map(|word| word.strip_prefix("file=")) {
                    router
                        .checkpoints
                        .insert(file.to_owned(), router.running.clone());
                    return Reply::none();
                }
                return Reply::text(
                    header()
                        + &ros_items::export(&router.running, rest.contains(&"show-sensitive")),
                );
            }
            ["system", "backup", "save", rest @ ..] => {
                let name = rest
                    .iter()
                    .find_map(|word| word.strip_prefix("name="))
                    .unwrap_or("backup");
                router
                    .checkpoints
                    .insert(format!("{name}.backup"), router.running.clone());
                return Reply::text("Saving system configuration\nConfiguration backup saved\n");
            }
            ["system", "backup", "load", rest @ ..] => return load_backup(router, rest),
            ["file", "remove", ..] => return Reply::none(),
            ["system", "scheduler", "print", "count-only", ..] => {
                return Reply::text(format!("{}\n", jobs(&router.running).count()));
            }
            ["safe-mode", "unroll"] => return self.unroll(router),
            ["undo"] => return undo(router),
            _ => {}
        }
        let line = match (self.menu.is_empty(), line.starts_with(['/', ':', '{'])) {
            (false, false) => format!("{} {line}", self.menu),
            (true, false) => format!("/{line}"),
            _ => line.to_owned(),
        };
        if let Some(text) = show::piped(&line.replace('/', " "), |command| {
            show::answer(router, command)
        }) {
            return Reply::text(text);
        }
        let path = line
            .split('/')
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>()
            .join(" ");
        if ros_items::begins(router.kind, &format!("/{path}")) {
            self.menu = format!("/{path}");
            return Reply::none();
        }
        self.script(router, &line)
    }

    fn script(&mut self, router: &mut Router, line: &str) -> Reply {
        let mut tree = router.running.clone();
        let mut script = Script::new(router.kind, &mut tree);
        let done = script.run(line);
        let output = std::mem::take(&mut script.output);
        let armed = router.pending.is_some();
        // What a command of several parts has done before its error stays done.
        if super::text::differ(&tree, &router.running) {
            router.install(tree, "", "CLI");
            schedule(router, self.id);
        }
        match done {
            // Taking the job away is what stands for a commit here.
            Ok(_) if armed && router.pending.is_none() => Reply::commit(output),
            Ok(_) => Reply::text(output),
            Err(words) => Reply::text(output + &words),
        }
    }

    fn unroll(&mut self, router: &mut Router) -> Reply {
        if let Some(back) = self.safe.take() {
            router.install(back, "", "Rollback");
        }
        Reply::text("Safe mode unrolled by local user\n")
    }
}

fn header() -> String {
    "# 2026-02-15 12:01:02 by RouterOS 7.16.1\n# software id = ABCD-1234\n#\n# model = CCR2004-16G-2S+\n# serial number = HE000000001\n".to_owned()
}

fn undo(router: &mut Router) -> Reply {
    let before = router
        .commits
        .len()
        .checked_sub(2)
        .and_then(|at| router.commits.get(at));
    if let Some(tree) = before.map(|commit| commit.tree.clone()) {
        router.commits.pop();
        router.commits.pop();
        router.install(tree, "", "Rollback");
    }
    Reply::none()
}

fn jobs(tree: &Level) -> impl Iterator<Item = &Node> {
    let scheduler = |section: &&Node| section.words.join(" ") == "/system scheduler";
    tree.0
        .iter()
        .filter(scheduler)
        .flat_map(|section| &section.below.0)
}

/// A job of the scheduler is a timer, as long as it is there.
fn schedule(router: &mut Router, session: u64) {
    let job = jobs(&router.running).next();
    let known = router.pending.is_some();
    match job.map(|job| {
        (
            ros_items::value(job, "interval"),
            ros_items::value(job, "on-event"),
        )
    }) {
        None => router.pending = None,
        Some((Some(interval), Some(event))) if !known => {
            let length = seconds(&interval);
            router.arm(session, Duration::from_secs(length), &event);
        }
        Some(_) => {}
    }
}

/// `5m`, `1h30m`, `00:05:00`
fn seconds(text: &str) -> u64 {
    if text.contains(':') {
        return text
            .split(':')
            .filter_map(|part| part.parse::<u64>().ok())
            .fold(0, |sum, part| sum * 60 + part);
    }
    let mut sum = 0;
    let mut number = 0;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => number = number * 10 + u64::from(digit),
            None => {
                sum += number
                    * match c {
                        'd' => 86_400,
                        'h' => 3600,
                        'm' => 60,
                        _ => 1,
                    };
                number = 0;
            }
        }
    }
    sum + number
}

/// A backup is loaded by starting again.
fn load_backup(router: &mut Router, words: &[&str]) -> Reply {
    let name = words
        .iter()
        .find_map(|word| word.strip_prefix("name="))
        .unwrap_or_default();
    match router.checkpoints.get(name).cloned() {
        Some(tree) => {
            router.install(tree.clone(), "", "Rollback");
            router.saved = tree;
            router.reboot();
            Reply::close()
        }
        None => Reply::text("failure: backup not found\n"),
    }
}

/// The backup that a job loads.
fn loads<'e>(event: &'e str) -> Option<&'e str> {
    let (_, rest) = event.split_once("/system/backup/load name=")?;
    rest.split([' ', ';']).next()
}

/// Does the job start the router again?
pub(super) fn restarts(router: &Router, pending: &Pending) -> bool {
    loads(&pending.name).is_some_and(|name| router.checkpoints.contains_key(name))
}

/// The job runs; what it does is its own business.
pub(super) fn event(router: &Router, pending: &Pending) -> Level {
    if let Some(tree) = loads(&pending.name).and_then(|name| router.checkpoints.get(name)) {
        return tree.clone();
    }
    let mut tree = router.running.clone();
    let mut script = Script::new(router.kind, &mut tree);
    // An error ends the job and tells nobody.
    script.run(&pending.name).ok();
    tree
}

/// Lines of `/menu add …`.
pub(super) fn load(kind: super::super::Kind, tree: &mut Level, text: &str) -> Result<(), String> {
    kind.grammar()?;
    for line in text.lines().filter(|line| !super::lines::is_comment(line)) {
        let mut script = Script::new(kind, tree);
        script
            .run(line)
            .map_err(|why| format!("the start configuration is not one: `{line}`: {why}"))?;
    }
    Ok(())
}

impl Cli for Ros {
    fn greeting(&mut self, _: &mut Router) -> String {
        "\n\n  MikroTik RouterOS 7.16.1 (c) 1999-2024       https://www.mikrotik.com/\n\nPress F1 for help\n\n".to_owned()
    }

    fn prompt(&self, router: &Router) -> String {
        if self.quitting {
            return "You are in Safe Mode. Quitting will unroll changes. Quit? [y/N]: ".to_owned();
        }
        let safe = if self.safe.is_some() { "<SAFE>" } else { ">" };
        let menu = self.menu.replacen('/', "", 1).replace(' ', "/");
        let menu = if menu.is_empty() {
            String::new()
        } else {
            format!("/{menu}")
        };
        let space = if menu.is_empty() || self.safe.is_none() {
            " "
        } else {
            ""
        };
        let space = if menu.is_empty() { "" } else { space };
        format!("[{}@{}] {menu}{space}{safe} ", router.user, router.hostname)
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        if std::mem::take(&mut self.quitting) {
            return match line.trim() {
                "y" | "Y" => {
                    self.unroll(router);
                    Reply::close()
                }
                _ => Reply::none(),
            };
        }
        self.command(router, line)
    }

    fn configuring(&self) -> bool {
        true
    }

    fn changes(&self, line: &str) -> bool {
        ["add ", "set ", "remove ", "enable ", "disable "]
            .iter()
            .any(|word| line.contains(word))
    }

    fn refusal(&self, _: &Router, line: &str) -> String {
        let word = line.split_whitespace().next().unwrap_or_default();
        format!(
            "bad command name {} (line 1 column 2)\n",
            word.trim_start_matches(['/', ':'])
        )
    }

    fn repaints(&self) -> bool {
        !self.quitting
    }

    fn pages(&self) -> bool {
        false
    }

    fn more(&self) -> &'static str {
        "-- [Q quit|D dump|down]"
    }

    fn control(&mut self, router: &mut Router, byte: u8, _: &str) -> Option<Reply> {
        match (byte, self.safe.take()) {
            (0x18, None) => {
                self.safe = Some(router.running.clone());
                Some(Reply::text("\nTaking Safe Mode session... Success!\n"))
            }
            (0x18, Some(_)) => Some(Reply::commit(
                "\nReleasing Safe Mode... Success!\nSafe Mode released\n",
            )),
            (0x04, Some(back)) => {
                self.safe = Some(back);
                Some(self.unroll(router))
            }
            (0x04, None) => Some(Reply::close()),
            (_, safe) => {
                self.safe = safe;
                None
            }
        }
    }

    fn exec(&mut self, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
        Some((self.command(router, text), 0))
    }

    fn gone(&mut self, router: &mut Router) {
        // Whoever leaves in safe mode has changed nothing.
        if self.safe.is_some() {
            self.unroll(router);
        }
    }
}
