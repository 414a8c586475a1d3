//! Platforms where paths are set in a candidate and committed: Junos, VyOS, PAN-OS, SR OS, SR
//! Linux. What they have in common; their words stand in a file each.

use std::time::Duration;

use super::super::edit;
use super::super::grammar::Miss;
use super::super::kind::Dialect;
use super::super::router::Router;
use super::super::tree::Level;
use super::super::trouble::Trouble;
use super::super::words::Words;
use super::check::{self, Problem};
use super::{Cli, Reply, junos, panos, srl, sros, text, vyos};

pub(super) struct Staged {
    pub id: u64,
    pub configuring: bool,
    /// `private`, `exclusive`, or whatever the platform calls it.
    pub way: String,
    pub pages: bool,
    /// A candidate of one's own; without it the shared one is worked on.
    pub own: Option<Level>,
    /// What ran when the candidate was made.
    pub base: Level,
    /// Where one stands in the tree.
    pub context: Vec<String>,
    pub question: Option<Question>,
    /// Lines of a block that ends with Ctrl-D.
    pub block: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Leave with changes that are not committed?
    Discard,
    /// Go on with a commit that has to be confirmed, in so many minutes?
    Proceed(u64),
}

/// What a path did to the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    New,
    Same,
    Gone,
    /// There was nothing to take away.
    Absent,
}

/// A path that the platform does not know.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub miss: Miss,
    pub column: usize,
    pub word: String,
    /// The words up to and with the wrong one.
    pub path: Vec<String>,
}

impl Staged {
    pub(super) fn new(id: u64) -> Self {
        Self {
            id,
            configuring: false,
            way: String::new(),
            pages: true,
            own: None,
            base: Level::default(),
            context: Vec::new(),
            question: None,
            block: None,
        }
    }

    pub(super) fn candidate(&self, router: &Router) -> Level {
        self.own.clone().unwrap_or_else(|| router.candidate.clone())
    }

    fn keep(&mut self, router: &mut Router, tree: Level) {
        match &mut self.own {
            Some(own) => *own = tree,
            None => router.candidate = tree,
        }
    }

    pub(super) fn dirty(&self, router: &Router) -> bool {
        text::differ(&self.candidate(router), &self.base)
    }

    /// Start with what runs.
    pub(super) fn begin(&mut self, router: &Router, way: &str, own: bool) {
        self.configuring = true;
        way.clone_into(&mut self.way);
        self.context.clear();
        self.base = router.running.clone();
        self.own = own.then(|| router.running.clone());
    }

    pub(super) fn end(&mut self, router: &mut Router) {
        self.configuring = false;
        self.own = None;
        self.context.clear();
        if router.lock == Some(self.id) {
            router.lock = None;
        }
    }

    /// Throw the changes away.
    pub(super) fn discard(&mut self, router: &mut Router) {
        let running = router.running.clone();
        self.base = running.clone();
        self.keep(router, running);
    }

    /// Set or delete a path; `line` begins with `skip` words that are not part of it.
    pub(super) fn change(
        &mut self,
        router: &mut Router,
        line: &str,
        skip: usize,
        delete: bool,
    ) -> Result<Change, Wrong> {
        let words = Words::new(line, router.kind.quotes());
        let mut path = self.context.clone();
        let before = path.len();
        let own = words
            .text
            .iter()
            .skip(skip)
            .filter(|word| !["/", "{", "}"].contains(&word.as_str()));
        path.extend(own.map(|word| word.trim_start_matches('/').to_owned()));
        let mut tree = self.candidate(router);
        let rules = router
            .kind
            .grammar()
            .map_or(&[][..], |grammar| &grammar.rules);
        let known = match delete {
            true => edit::known(rules, &path).map(|()| Change::Absent),
            false => edit::set(rules, &mut tree, &path)
                .map(|new| if new { Change::New } else { Change::Same }),
        };
        let mut change = known.map_err(|miss| {
            let at = (miss.at + skip).saturating_sub(before);
            Wrong {
                miss,
                column: words.column(at),
                word: path.get(miss.at).cloned().unwrap_or_default(),
                path: path.iter().take(miss.at + 1).cloned().collect(),
            }
        })?;
        if delete && edit::delete(&mut tree, &path) > 0 {
            change = Change::Gone;
        }
        tree.prune_hollow();
        self.keep(router, tree);
        Ok(change)
    }

    /// Make the candidate what runs, with or without a timer; whether anything changed.
    pub(super) fn commit(
        &mut self,
        router: &mut Router,
        timer: Option<Duration>,
        comment: &str,
    ) -> Result<bool, Vec<Problem>> {
        let tree = self.candidate(router);
        if router
            .troubles
            .has(|trouble| *trouble == Trouble::FailCommit)
        {
            return Err(vec![Problem::new(&["system"], "commit refused on request")]);
        }
        let problems = check::problems(router.kind.family(), &tree);
        if !problems.is_empty() {
            return Err(problems);
        }
        let changed = text::differ(&tree, &router.running);
        if let Some(length) = timer {
            // A second timer keeps what the first would go back to.
            let back = router.pending.take().map(|pending| pending.back);
            router.arm(self.id, length, "");
            if let (Some(back), Some(pending)) = (back, &mut router.pending) {
                pending.back = back;
            }
        }
        if changed {
            router.install(tree, comment, "CLI");
        }
        if self.own.is_some() || !router.kind.shares() {
            router.candidate = router.running.clone();
        }
        self.base = router.running.clone();
        Ok(changed)
    }
}

macro_rules! dialect {
    ($router:expr, $what:ident ( $($argument:expr),* )) => {
        match $router.kind.dialect() {
            Dialect::Vyos => vyos::$what($($argument),*),
            Dialect::Panos => panos::$what($($argument),*),
            Dialect::Srl => srl::$what($($argument),*),
            Dialect::Sros => sros::$what($($argument),*),
            _ => junos::$what($($argument),*),
        }
    };
}

impl Cli for Staged {
    fn greeting(&mut self, router: &mut Router) -> String {
        dialect!(router, greeting(router))
    }

    fn prompt(&self, router: &Router) -> String {
        if self.block.is_some() {
            return String::new();
        }
        dialect!(router, prompt(self, router))
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        if let Some(block) = &mut self.block {
            block.push(line.to_owned());
            return Reply::none();
        }
        dialect!(router, line(self, router, line.trim()))
    }

    fn configuring(&self) -> bool {
        self.configuring && self.question.is_none()
    }

    fn refusal(&self, router: &Router, line: &str) -> String {
        let wrong = Wrong {
            miss: Miss {
                at: 1,
                why: super::super::grammar::Why::Unknown,
            },
            column: 0,
            word: line
                .split_whitespace()
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
            path: line.split_whitespace().skip(1).map(str::to_owned).collect(),
        };
        dialect!(router, wrong(self, router, &wrong))
    }

    fn pages(&self) -> bool {
        self.pages
    }

    fn more(&self) -> &'static str {
        "---(more)---"
    }

    fn control(&mut self, router: &mut Router, byte: u8, _: &str) -> Option<Reply> {
        let block = if byte == 4 { self.block.take() } else { None };
        block.map(|lines| junos::block(self, router, &lines))
    }

    fn exec(&mut self, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
        dialect!(router, exec(self, router, text))
    }

    fn gone(&mut self, router: &mut Router) {
        dialect!(router, gone(self, router));
        self.end(router);
    }
}
