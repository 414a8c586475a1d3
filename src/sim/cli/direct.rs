//! NX-OS, ASA, EOS and FRR: lines that act at once, or on a copy with a name that is committed.

use std::time::Duration;

use super::super::edit::{Did, Place};
use super::super::grammar::Why;
use super::super::kind::Dialect;
use super::super::router::Router;
use super::super::show;
use super::super::tree::Level;
use super::super::trouble::Trouble;
use super::lines::{self, Refused};
use super::{Cli, Reply, direct_exec, direct_rules, text};

pub(super) struct Direct {
    pub(super) id: u64,
    pub(super) configuring: bool,
    pub(super) place: Place,
    pub(super) pages: bool,
    /// The copy that is being worked on.
    pub(super) copy: Option<(String, Level)>,
    /// Waits for the password of `enable`, a file name, a key.
    pub(super) question: Option<&'static str>,
}

impl Direct {
    /// vtysh prints on unless it is asked for pages.
    pub(super) fn new(id: u64, dialect: Dialect) -> Self {
        Self {
            id,
            configuring: false,
            place: Place::default(),
            pages: dialect != Dialect::Frr,
            copy: None,
            question: None,
        }
    }

    fn config(&mut self, router: &mut Router, line: &str) -> Reply {
        let trimmed = line.trim();
        let dialect = router.kind.dialect();
        let comment = trimmed.is_empty() || trimmed.starts_with('!');
        if comment || (dialect == Dialect::Frr && trimmed.starts_with('#')) {
            return Reply::none();
        }
        if let Some(command) = trimmed.strip_prefix("do ") {
            return direct_exec::line(self, router, command);
        }
        if let Some(reply) = self.mode_word(router, trimmed) {
            return reply;
        }
        if trimmed.starts_with("show ") && dialect != Dialect::Frr {
            return direct_exec::line(self, router, trimmed);
        }
        let before = match &self.copy {
            Some((_, copy)) => copy.clone(),
            None => router.running.clone(),
        };
        let mut tree = before.clone();
        let mut place = self.place.clone();
        match lines::put(router.kind, &mut tree, &mut place, line) {
            Err(refused) => Reply::text(refusal(self, router, &refused, trimmed)),
            Ok(did) => {
                match direct_rules::judge(dialect, &before, &mut tree, &place, &did, trimmed) {
                    Err(words) => Reply::text(words),
                    Ok(notes) => {
                        let changed = !matches!(did, Did::Left) && text::differ(&before, &tree);
                        self.keep(router, tree, changed);
                        self.place = place;
                        super::dual::job(router, self.id);
                        Reply::text(notes)
                    }
                }
            }
        }
    }

    fn keep(&mut self, router: &mut Router, tree: Level, changed: bool) {
        match &mut self.copy {
            Some((_, copy)) => *copy = tree,
            None if changed => {
                let mut tree = tree;
                if !self.configuring {
                    tree.prune();
                }
                router.running = tree;
                router.settle();
            }
            None => {}
        }
    }

    /// Words that move between modes.
    fn mode_word(&mut self, router: &mut Router, word: &str) -> Option<Reply> {
        match word {
            "end" if self.dual() && self.changed(router) => {
                self.question = Some(super::dual::LEAVE);
                Some(Reply::none())
            }
            "end" => Some(self.leave(router)),
            "exit" | "quit" => {
                if self.place.0.pop().is_none() {
                    return Some(self.leave(router));
                }
                Some(Reply::none())
            }
            "abort" if self.copy.is_some() => {
                self.copy = None;
                Some(self.leave(router))
            }
            word if word.split(' ').next() == Some("commit") && self.copy.is_some() => {
                match self.dual() {
                    true => Some(super::dual::commit(self, router, word)),
                    false => Some(self.commit(router, word)),
                }
            }
            _ => None,
        }
    }

    /// Is the copy one that has no name and does not last?
    pub(super) fn dual(&self) -> bool {
        self.copy
            .as_ref()
            .is_some_and(|(name, _)| name == super::dual::NAME)
    }

    pub(super) fn changed(&self, router: &Router) -> bool {
        let copy = self.copy.as_ref();
        copy.is_some_and(|(_, copy)| text::differ(copy, &router.running))
    }

    /// Out of the configuration; a copy stays.
    pub(super) fn leave(&mut self, router: &mut Router) -> Reply {
        match self.copy.take() {
            Some((name, copy)) if name != super::dual::NAME => {
                router.named.insert(name, copy);
            }
            _ => {}
        }
        router.running.prune();
        self.configuring = false;
        self.place = Place::default();
        Reply::none()
    }

    /// `commit`, `commit timer 00:05:00`.
    fn commit(&mut self, router: &mut Router, line: &str) -> Reply {
        let timer = match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["commit"] => None,
            ["commit", "timer", time] => match clock(time) {
                Some(length) => Some(length),
                None => return Reply::text("% Invalid input\n"),
            },
            _ => return Reply::text("% Invalid input\n"),
        };
        if router.pending.is_some() {
            return Reply::text(
                "% Cannot commit session: another session is pending commit timer expiry\n",
            );
        }
        if router
            .troubles
            .has(|trouble| *trouble == Trouble::FailCommit)
        {
            return Reply::text("% Cannot commit session due to errors in the session\n");
        }
        let Some((name, mut copy)) = self.copy.take() else {
            return Reply::none();
        };
        router.named.remove(&name);
        router.marks.insert(format!("done {name}"), String::new());
        if let Some(length) = timer {
            router.arm(self.id, length, &name);
        }
        copy.prune();
        router.install(copy, &name, "CLI");
        self.configuring = false;
        self.place = Place::default();
        Reply::commit("")
    }

    pub(super) fn show(&self, router: &Router, line: &str) -> Option<String> {
        show::piped(line, |command| {
            let words: Vec<&str> = command.split_whitespace().collect();
            match words.as_slice() {
                ["show", "running-config" | "run"] => Some(direct_exec::running(router)),
                ["show", "running-config" | "run", "all" | "no-header"] => {
                    Some(text::print(router.kind, &router.running))
                }
                ["show", "running-config" | "run", rest @ ..] => {
                    let rest = match rest {
                        ["section", rest @ ..] => rest,
                        rest => rest,
                    };
                    show::section(&text::print(router.kind, &router.running), rest)
                }
                ["more", "system:running-config"] => Some(direct_exec::running(router)),
                ["show", "startup-config"] => Some(text::print(router.kind, &router.saved)),
                ["show", "configuration"] if self.dual() => Some(super::dual::cached(self, router)),
                ["show", "diff", "rollback-patch", from, to @ ..] => {
                    super::dual::patch(router, from, to)
                }
                ["show", "scheduler", "schedule"] => Some(super::dual::schedule(router)),
                ["show", "reload"] => Some(match &router.pending {
                    Some(pending) if pending.name == "reload" => format!(
                        "Shutdown scheduled for 12:10:00 UTC Mon Feb 15 2026 (in {} minutes)\n",
                        pending
                            .until
                            .saturating_sub(router.now())
                            .as_secs()
                            .div_ceil(60)
                    ),
                    _ => "No reload is scheduled.\n".to_owned(),
                }),
                ["show", "session-config", "diffs"] => {
                    let (name, copy) = self.copy.as_ref()?;
                    Some(direct_exec::unified(name, &router.running, copy))
                }
                ["show", "session-config", "named", name, "diffs"] => {
                    let copy = router.named.get(*name)?;
                    Some(direct_exec::unified(name, &router.running, copy))
                }
                _ => show::answer(router, command),
            }
        })
    }
}

/// `00:05:00`
fn clock(text: &str) -> Option<Duration> {
    let parts: Vec<u64> = text
        .split(':')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [hours, minutes, seconds] => {
            Some(Duration::from_secs(hours * 3600 + minutes * 60 + seconds))
        }
        _ => None,
    }
}

/// How a line is refused, by what is wrong with it.
pub(super) fn refusal(cli: &Direct, router: &Router, refused: &Refused, line: &str) -> String {
    let caret = |words: &str| {
        let indent = cli.prompt(router).len() + refused.column;
        format!("{}^\n{words}\n", " ".repeat(indent))
    };
    match (router.kind.dialect(), refused.miss.why) {
        (Dialect::Nxos, Why::Incomplete) => caret("% Incomplete command at '^' marker."),
        (Dialect::Nxos, Why::Ambiguous) => caret("% Ambiguous command at '^' marker."),
        (Dialect::Nxos, _) => caret("% Invalid command at '^' marker."),
        (Dialect::Asa, Why::Incomplete) => "ERROR: % Incomplete command\n".to_owned(),
        (Dialect::Asa, Why::Ambiguous) => "ERROR: % Ambiguous command\n".to_owned(),
        (Dialect::Asa, _) => caret("ERROR: % Invalid input detected at '^' marker."),
        (Dialect::Frr, Why::Incomplete) => format!("% Command incomplete: {line}\n"),
        (Dialect::Frr, Why::Ambiguous) => format!("% Ambiguous command: {line}\n"),
        (Dialect::Frr, _) => format!("% Unknown command: {line}\n"),
        (_, Why::Incomplete) => "% Incomplete command\n".to_owned(),
        (_, Why::Ambiguous) => "% Ambiguous command\n".to_owned(),
        _ => "% Invalid input\n".to_owned(),
    }
}

impl Cli for Direct {
    fn greeting(&mut self, router: &mut Router) -> String {
        match router.kind.dialect() {
            Dialect::Frr => "\nHello, this is FRRouting (version 8.4.4).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n\n".to_owned(),
            Dialect::Asa => "Type help or '?' for a list of available commands.\n".to_owned(),
            _ => String::new(),
        }
    }

    fn prompt(&self, router: &Router) -> String {
        if let Some(question) = self.question {
            return question.to_owned();
        }
        let space = match router.kind.dialect() {
            Dialect::Nxos | Dialect::Frr | Dialect::Asa => " ",
            _ => "",
        };
        let name = &router.hostname;
        match self.configuring {
            false
                if router.kind.dialect() == Dialect::Asa
                    && router.marks.contains_key(&format!("user {}", self.id)) =>
            {
                format!("{name}> ")
            }
            false => format!("{name}#{space}"),
            true => {
                let mode = direct_rules::mode(
                    router.kind.dialect(),
                    &self.place,
                    self.copy.as_ref().map(|(name, _)| name.as_str()),
                );
                format!("{name}({mode})#{space}")
            }
        }
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        match self.question.take() {
            Some(super::dual::LEAVE) => return super::dual::answered(self, router, line.trim()),
            Some(_) => return direct_exec::answered(self, router),
            None => {}
        }
        match self.configuring {
            true => self.config(router, line),
            false => direct_exec::line(self, router, line),
        }
    }

    fn configuring(&self) -> bool {
        self.configuring && self.question.is_none()
    }

    fn refusal(&self, router: &Router, line: &str) -> String {
        let refused = Refused {
            miss: super::super::grammar::Miss {
                at: 0,
                why: Why::Unknown,
            },
            column: line.len() - line.trim_start().len(),
            word: String::new(),
        };
        refusal(self, router, &refused, line.trim())
    }

    fn hidden(&self) -> bool {
        self.question == Some("Password: ")
    }

    fn pages(&self) -> bool {
        self.pages
    }

    fn more(&self) -> &'static str {
        "--More--"
    }

    fn control(&mut self, router: &mut Router, byte: u8, _: &str) -> Option<Reply> {
        (byte == 0x1a && self.configuring).then(|| self.leave(router))
    }

    fn exec(&mut self, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
        direct_exec::channel(self, router, text)
    }

    fn gone(&mut self, router: &mut Router) {
        // A session of EOS outlives the one who opened it; elsewhere there is nothing to keep.
        self.leave(router);
    }
}
