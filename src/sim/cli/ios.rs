//! IOS and IOS XE: every line acts at once; a timer that goes back to the archived configuration.

use std::time::Duration;

use super::super::edit::{Did, Place};
use super::super::grammar::Why;
use super::super::router::Router;
use super::super::show;
use super::lines::{self, Refused};
use super::{Cli, Reply, ios_archive, ios_rules, text};

pub(super) struct Ios {
    session: u64,
    mode: Mode,
    place: Place,
    pages: bool,
    question: Option<Question>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Exec,
    Config,
}

#[derive(Clone, Debug)]
enum Question {
    /// Save under which name?
    Save(String),
    /// Copy to which file?
    Copy(String),
    Reload(u64),
    ReloadSave(u64),
}

impl Ios {
    pub(super) fn new(session: u64) -> Self {
        Self {
            session,
            mode: Mode::Exec,
            place: Place::default(),
            pages: true,
            question: None,
        }
    }

    fn config(&mut self, router: &mut Router, line: &str) -> Reply {
        let trimmed = line.trim();
        if lines::is_comment(trimmed) {
            return Reply::none();
        }
        if let Some(command) = trimmed.strip_prefix("do ") {
            return self.exec_line(router, command);
        }
        match trimmed {
            "end" => return self.end(),
            "exit" => {
                if self.place.0.pop().is_none() {
                    return self.end();
                }
                return Reply::none();
            }
            _ => {}
        }
        let mut tree = router.running.clone();
        let mut place = self.place.clone();
        match lines::put(router.kind, &mut tree, &mut place, line) {
            Err(refused) => Reply::text(self.caret(router, &refused)),
            Ok(did) => match ios_rules::judge(router, &mut tree, &place, &did, trimmed) {
                Err(words) => Reply::text(words),
                Ok(notes) => {
                    if !matches!(did, Did::Entered | Did::Left)
                        || text::differ(&router.running, &tree)
                    {
                        tree.prune();
                        router.running = tree;
                        router.settle();
                    }
                    self.place = place;
                    Reply::text(notes)
                }
            },
        }
    }

    fn end(&mut self) -> Reply {
        self.mode = Mode::Exec;
        self.place = Place::default();
        Reply::none()
    }

    fn caret(&self, router: &Router, refused: &Refused) -> String {
        match refused.miss.why {
            Why::Incomplete => "% Incomplete command.\n\n".to_owned(),
            Why::Ambiguous => format!("% Ambiguous command:  \"{}\"\n", refused.word),
            _ => {
                let indent = self.prompt(router).len() + refused.column;
                format!(
                    "{}^\n% Invalid input detected at '^' marker.\n\n",
                    " ".repeat(indent)
                )
            }
        }
    }

    fn exec_line(&mut self, router: &mut Router, line: &str) -> Reply {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => Reply::none(),
            ["enable" | "disable"] => Reply::none(),
            ["terminal", "length" | "width", "0"] | ["terminal", "width" | "length", _] => {
                if words[1] == "length" {
                    self.pages = words[2] != "0";
                }
                Reply::none()
            }
            ["terminal", "no", "monitor"] | ["terminal", "monitor"] => Reply::none(),
            ["exit" | "logout" | "quit"] => Reply::close(),
            ["conf" | "config" | "configure", rest @ ..] => self.configure(router, rest),
            ["write"] | ["wr"] | ["write" | "wr", "memory" | "mem"] => self.save(router),
            ["copy", "running-config", "startup-config"] => {
                self.ask(Question::Save("startup-config".to_owned()))
            }
            ["copy", "running-config", file] => self.ask(Question::Copy((*file).to_owned())),
            ["reload", "in", minutes] => match minutes.parse() {
                Ok(minutes) => {
                    let dirty = text::differ(&router.running, &router.saved);
                    self.ask(if dirty {
                        Question::ReloadSave(minutes)
                    } else {
                        Question::Reload(minutes)
                    })
                }
                Err(_) => Reply::text(self.invalid(router, 10)),
            },
            ["reload", "cancel"] => {
                if router
                    .pending
                    .as_ref()
                    .is_some_and(|pending| pending.name == "reload")
                {
                    router.pending = None;
                }
                Reply::text("\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n\n")
            }
            ["show", "archive", rest @ ..] => match ios_archive::shown(router, rest) {
                Some(text) => Reply::text(text),
                None => Reply::text(self.invalid(router, 13)),
            },
            ["show" | "sh" | "ping" | "traceroute" | "dir", ..] => {
                match self.show(router, line.trim()) {
                    Some(text) => Reply::text(text),
                    None => Reply::text(self.invalid(router, 5)),
                }
            }
            ["more" | "delete" | "clear" | "debug" | "undebug", ..] => Reply::none(),
            _ => Reply::text(self.invalid(router, 0)),
        }
    }

    fn ask(&mut self, question: Question) -> Reply {
        self.question = Some(question);
        Reply::none()
    }

    fn invalid(&self, router: &Router, column: usize) -> String {
        let indent = self.prompt(router).len() + column;
        format!(
            "{}^\n% Invalid input detected at '^' marker.\n\n",
            " ".repeat(indent)
        )
    }

    fn show(&self, router: &Router, line: &str) -> Option<String> {
        show::piped(line, |command| {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            match words.as_slice() {
                ["run" | "running-config" | "running"] => Some(ios_archive::running(router)),
                ["run" | "running-config" | "running", section @ ..] => {
                    show::section(&text::print(router.kind, &router.running), section)
                }
                ["startup-config"] => Some(text::print(router.kind, &router.saved)),
                ["configuration", "lock"] => Some(
                    "Parser Configure Lock\n---------------------\nOwner PID         : -1\n"
                        .to_owned(),
                ),
                _ => show::answer(router, command),
            }
        })
    }

    fn configure(&mut self, router: &mut Router, words: &[&str]) -> Reply {
        match words {
            [] | ["terminal" | "t"] => self.enter(router, String::new()),
            ["terminal" | "t", "revert", "timer", minutes]
            | ["terminal" | "t", "revert", "timer", "idle", minutes] => {
                let minutes = match minutes.parse::<u64>() {
                    Ok(minutes @ 1..=120) => minutes,
                    _ => return Reply::text(self.invalid(router, 32)),
                };
                if !ios_archive::has_archive(router) {
                    return Reply::text(
                        "%Turn config archive on before using Rollback Confirmed Change\n",
                    );
                }
                let file = ios_archive::archive(router);
                let text = format!(
                    "Rollback Confirmed Change: Backing up current running config to {file}\n\n"
                );
                router.arm(self.session, Duration::from_secs(minutes * 60), &file);
                self.enter(router, text)
            }
            ["confirm"] => match router.pending.take() {
                Some(_) => Reply::commit(""),
                None => Reply::text("%No Rollback Confirmed Change pending\n"),
            },
            ["revert", "now"] => match router.pending.take() {
                Some(pending) => {
                    let text = ios_archive::expired(router, &pending);
                    router.install(pending.back, "", "Rollback");
                    Reply::text(text)
                }
                None => Reply::text("%No Rollback Confirmed Change pending\n"),
            },
            ["revert", "timer", minutes] => {
                match (minutes.parse::<u64>(), router.now(), &mut router.pending) {
                    (Ok(minutes), now, Some(pending)) => {
                        pending.until = now + Duration::from_secs(minutes * 60);
                        pending.warned = false;
                        Reply::none()
                    }
                    _ => Reply::text("%No Rollback Confirmed Change pending\n"),
                }
            }
            ["replace", file, ..] => self.replace(router, file),
            _ => Reply::text(self.invalid(router, 10)),
        }
    }

    fn enter(&mut self, router: &Router, before: String) -> Reply {
        let locked = router.lock.is_some_and(|holder| holder != self.session);
        if locked
            || router
                .troubles
                .has(|trouble| *trouble == super::super::Trouble::Locked)
        {
            return Reply::text(
                "Configuration mode is locked by process '484' user 'NETCONF' from terminal '64'. Please try later.\n",
            );
        }
        self.mode = Mode::Config;
        self.place = Place::default();
        Reply::text(format!(
            "{before}Enter configuration commands, one per line.  End with CNTL/Z.\n"
        ))
    }

    fn replace(&mut self, router: &mut Router, file: &str) -> Reply {
        let tree = match file {
            "nvram:startup-config" => Some(router.saved.clone()),
            file => router.checkpoints.get(file).cloned(),
        };
        let Some(tree) = tree else {
            return Reply::text(format!(
                "%Error opening {file} (No such file or directory)\n"
            ));
        };
        router.install(tree, "", "CLI");
        Reply::commit("Total number of passes: 1\nRollback Done\n\n")
    }

    fn save(&mut self, router: &mut Router) -> Reply {
        router.saved = router.running.clone();
        Reply::text("Building configuration...\n[OK]\n")
    }

    fn answer(&mut self, router: &mut Router, question: Question, line: &str) -> Reply {
        match question {
            Question::Save(_) => self.save(router),
            Question::Copy(file) => {
                router.checkpoints.insert(file, router.running.clone());
                Reply::text("3021 bytes copied in 0.052 secs (58096 bytes/sec)\n\n")
            }
            Question::ReloadSave(minutes) => {
                if line.trim().starts_with('y') {
                    self.save(router);
                }
                self.ask(Question::Reload(minutes))
            }
            Question::Reload(minutes) => {
                if !matches!(line.trim(), "" | "y") {
                    return Reply::none();
                }
                router.arm(self.session, Duration::from_secs(minutes * 60), "reload");
                Reply::none()
            }
        }
    }
}

impl Cli for Ios {
    fn prompt(&self, router: &Router) -> String {
        let name: String = router.hostname.chars().take(20).collect();
        match (&self.question, self.mode) {
            (Some(Question::Save(file) | Question::Copy(file)), _) => {
                format!(
                    "Destination filename [{}]? ",
                    file.rsplit(':').next().unwrap_or(file)
                )
            }
            (Some(Question::ReloadSave(_)), _) => {
                "\nSystem configuration has been modified. Save? [yes/no]: ".to_owned()
            }
            (Some(Question::Reload(minutes)), _) => {
                format!(
                    "Reload scheduled in {minutes} minutes by {} on vty0\nProceed with reload? [confirm]",
                    router.user
                )
            }
            (None, Mode::Exec) => format!("{name}#"),
            (None, Mode::Config) => format!("{name}({})#", ios_rules::mode(&self.place)),
        }
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        if let Some(question) = self.question.take() {
            return self.answer(router, question, line);
        }
        match self.mode {
            Mode::Exec => self.exec_line(router, line),
            Mode::Config => self.config(router, line),
        }
    }

    fn configuring(&self) -> bool {
        self.mode == Mode::Config && self.question.is_none()
    }

    fn refusal(&self, router: &Router, line: &str) -> String {
        self.invalid(router, line.len() - line.trim_start().len())
    }

    fn one_key(&self) -> bool {
        matches!(self.question, Some(Question::Reload(_)))
    }

    fn pages(&self) -> bool {
        self.pages
    }

    fn control(&mut self, _: &mut Router, byte: u8, _: &str) -> Option<Reply> {
        (byte == 0x1a && self.mode == Mode::Config).then(|| self.end())
    }

    fn exec(&mut self, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
        // One command, and no configuration.
        let text = self.exec_line(router, text.trim()).text;
        Some((Reply::text(format!("\n{text}")), 0))
    }
}
