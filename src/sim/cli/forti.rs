//! FortiOS: blocks of `config`, `edit`, `set`; `next` and `end` apply them. With `cfg-save revert`
//! what is not saved in time goes back.

use std::time::Duration;

use super::super::edit::{Did, Place};
use super::super::grammar::{Miss, Why};
use super::super::router::Router;
use super::super::show;
use super::super::tree::Level;
use super::lines::{self, Refused};
use super::{Cli, Reply, forti_rules, forti_text, text};

pub(super) struct Forti {
    id: u64,
    place: Place,
    tree: Level,
    pages: bool,
}

impl Forti {
    pub(super) fn new(id: u64) -> Self {
        Self {
            id,
            place: Place::default(),
            tree: Level::default(),
            pages: true,
        }
    }

    fn operation(&mut self, router: &mut Router, line: &str) -> Reply {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => Reply::none(),
            ["exit" | "quit"] => Reply::close(),
            ["config", ..] => {
                self.tree = router.running.clone();
                self.put(router, line)
            }
            ["execute", "cfg", "save"] if setting(router, "cfg-save").is_none() => {
                Reply::text("no config to be saved.\n")
            }
            ["execute", "cfg", "reload"] if setting(router, "cfg-save").is_none() => {
                Reply::text("no config to be reloaded.\n")
            }
            ["execute", "cfg", "save"] => {
                let waited = text::differ(&router.saved, &router.running);
                router.saved = router.running.clone();
                router.pending = None;
                Reply::commit(match waited {
                    true => "config saved.\n",
                    false => "no config to be saved.\n",
                })
            }
            // The session ends, and the firewall starts again.
            ["execute", "cfg", "reload"] => {
                router.reboot();
                Reply {
                    close: true,
                    ..Reply::text("configs reloaded. system will reboot.\n")
                }
            }
            ["show" | "get" | "diagnose" | "execute", ..] => match self.show(router, line) {
                Some(text) => Reply::text(text),
                None => Reply::text(parse_error(words.get(1).unwrap_or(&""), "-61")),
            },
            [first, ..] => Reply::text(format!(
                "Unknown action 0\n\nCommand fail. Return code -1\n{}",
                if first.is_empty() { "\n" } else { "" }
            )),
        }
    }

    fn show(&self, router: &Router, line: &str) -> Option<String> {
        show::piped(line, |command| {
            let words: Vec<&str> = command.split_whitespace().collect();
            match words.as_slice() {
                ["show"] | ["show", "full-configuration"] => Some(format!(
                    "#config-version=FGVM64-7.2.8-FW-build1639-240313:opmode=0:vdom=0:user={}\n#conf_file_ver=1\n#buildno=1639\n#global_vdom=1\n{}",
                    router.user,
                    forti_text::hide(&forti_text::print(&router.running))
                )),
                ["get", "system", "console"] => Some(format!(
                    "mode                : line \nbaudrate            : 9600 \noutput              : {} \nlogin               : enable \nfortiexplorer       : enable \n",
                    output(router)
                )),
                ["show", "full-configuration", "system", "global"] => Some(format!(
                    "config system global\n    set hostname {}\n    set cfg-save {}\n    set cfg-revert-timeout {}\nend\n",
                    router.hostname,
                    setting(router, "cfg-save").unwrap_or_else(|| "automatic".to_owned()),
                    setting(router, "cfg-revert-timeout").unwrap_or_else(|| "600".to_owned()),
                )),
                ["show", "full-configuration", rest @ ..] | ["show", rest @ ..] => {
                    let wanted: Vec<&str> = std::iter::once("config")
                        .chain(rest.iter().copied())
                        .collect();
                    let named = |length: usize| {
                        router
                            .running
                            .0
                            .iter()
                            .find(|node| node.words == wanted[..length.min(wanted.len())])
                    };
                    let node = named(wanted.len())?;
                    let mut text = String::new();
                    forti_text::one(node, 0, &mut text);
                    Some(forti_text::hide(&text))
                }
                _ => show::answer(router, command),
            }
        })
    }

    fn inside(&mut self, router: &mut Router, line: &str) -> Reply {
        match line.trim() {
            "" => Reply::none(),
            "abort" => {
                self.place.0.clear();
                Reply::none()
            }
            word @ ("next" | "end") => self.close(router, word),
            "show" | "get" => {
                let keys = self.place.0.iter().map(|(key, _)| key.as_str());
                let mut text = String::new();
                for node in self
                    .tree
                    .inside(keys)
                    .map(|level| level.0.clone())
                    .unwrap_or_default()
                {
                    forti_text::one(&node, 1, &mut text);
                }
                Reply::text(forti_text::hide(&text))
            }
            _ => self.put(router, line),
        }
    }

    /// A block ends, and acts.
    fn close(&mut self, router: &mut Router, word: &str) -> Reply {
        let in_edit = self
            .place
            .0
            .last()
            .is_some_and(|(key, _)| key.starts_with("edit"));
        if word == "next" && !in_edit {
            return Reply::text(parse_error("next", "-61"));
        }
        if let Err(words) = forti_rules::complete(router, &self.tree, &self.place) {
            self.tree = router.running.clone();
            self.place.0.pop();
            if word == "end" && in_edit {
                self.place.0.pop();
            }
            return Reply::text(words);
        }
        self.place.0.pop();
        if word == "end" && in_edit {
            self.place.0.pop();
        }
        let mut tree = self.tree.clone();
        tree.prune();
        if !text::differ(&tree, &router.running) {
            return Reply::none();
        }
        let back = router.saved.clone();
        router.running = tree;
        router.settle();
        self.pages = output(router) == "more";
        if setting(router, "cfg-save").is_none() {
            router.pending = None;
        }
        match setting(router, "cfg-save").as_deref() {
            Some("revert") if router.pending.is_none() => {
                let seconds = setting(router, "cfg-revert-timeout")
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(600);
                router.arm(self.id, Duration::from_secs(seconds), "");
                if let Some(pending) = &mut router.pending {
                    pending.back = back;
                }
            }
            Some("revert" | "manual") => {}
            _ => router.saved = router.running.clone(),
        }
        Reply::none()
    }

    fn put(&mut self, router: &Router, line: &str) -> Reply {
        let trimmed = line.trim();
        let changed = match trimmed.split_once(' ') {
            Some(("unset", rest)) => format!("no set {rest}"),
            Some(("delete", rest)) => format!("no edit {rest}"),
            _ => trimmed.to_owned(),
        };
        let mut tree = self.tree.clone();
        let mut place = self.place.clone();
        match lines::put(router.kind, &mut tree, &mut place, &changed) {
            Err(refused) => Reply::text(refusal(&refused)),
            Ok(did) => {
                if let Err(words) = forti_rules::judge(&tree, &self.place, &did, trimmed) {
                    return Reply::text(words);
                }
                forti_rules::defaults(&mut tree);
                let new = matches!(did, Did::Entered) && text::differ(&tree, &self.tree);
                let name = trimmed
                    .strip_prefix("edit ")
                    .filter(|_| new)
                    .map(|name| name.trim_matches('"').to_owned());
                self.tree = tree;
                self.place = place;
                Reply::text(
                    name.map_or(String::new(), |name| format!("new entry '{name}' added\n")),
                )
            }
        }
    }
}

fn parse_error(word: &str, code: &str) -> String {
    format!("\ncommand parse error before '{word}'\nCommand fail. Return code {code}\n")
}

fn refusal(refused: &Refused) -> String {
    let word = &refused.word;
    match refused.miss.why {
        Why::Incomplete => "\nincomplete command in the end\nCommand fail. Return code -160\n".to_owned(),
        Why::Value if word.contains('/') || word.starts_with("255.") => {
            "invalid netmask.\nobject check operator error, -9, discard the setting\nCommand fail. Return code -9\n".to_owned()
        }
        Why::Value => format!("\nvalue parse error before '{word}'\nCommand fail. Return code -651\n"),
        _ => parse_error(word, "-61"),
    }
}

/// Whether long answers come in pages: it is stored, and goes for everybody.
fn output(router: &Router) -> String {
    setting_of(router, "console", "output").unwrap_or_else(|| "more".to_owned())
}

fn setting(router: &Router, name: &str) -> Option<String> {
    setting_of(router, "global", name)
}

fn setting_of(router: &Router, block: &str, name: &str) -> Option<String> {
    let block = router
        .running
        .0
        .iter()
        .find(|node| node.words == ["config", "system", block])?;
    let line = block
        .below
        .0
        .iter()
        .find(|node| node.starts(&["set", name]))?;
    line.words.get(2).cloned()
}

impl Cli for Forti {
    fn greeting(&mut self, router: &mut Router) -> String {
        self.pages = output(router) == "more";
        String::new()
    }

    fn prompt(&self, router: &Router) -> String {
        match self.place.0.last() {
            None => format!("{} # ", router.hostname),
            Some((key, _)) => {
                let name = key.rsplit(' ').next().unwrap_or_default();
                format!("{} ({name}) # ", router.hostname)
            }
        }
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        match self.place.0.is_empty() {
            true => self.operation(router, line.trim()),
            false => self.inside(router, line),
        }
    }

    fn configuring(&self) -> bool {
        !self.place.0.is_empty()
    }

    fn changes(&self, line: &str) -> bool {
        self.configuring() || line.trim_start().starts_with("config ")
    }

    fn refusal(&self, _: &Router, line: &str) -> String {
        refusal(&Refused {
            miss: Miss {
                at: 1,
                why: Why::Unknown,
            },
            column: 0,
            word: line
                .split_whitespace()
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        })
    }

    fn pages(&self) -> bool {
        self.pages
    }

    fn more(&self) -> &'static str {
        "--More-- "
    }

    fn gone(&mut self, _: &mut Router) {
        // What no `next` or `end` has closed is gone; a timer runs on.
        self.place.0.clear();
    }
}
