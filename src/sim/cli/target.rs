//! IOS XR and VRP 8: lines in sections, typed into a copy that is committed. A commit on trial can
//! be confirmed by its own session alone.

use std::time::Duration;

use super::super::edit::{Did, Place};
use super::super::grammar::{Miss, Why};
use super::super::kind::Dialect;
use super::super::router::Router;
use super::super::show;
use super::super::tree::Level;
use super::super::trouble::Trouble;
use super::check::{self, Problem};
use super::lines::{self, Refused};
use super::{Cli, Reply, text, vrp, xr};

pub(super) struct Target {
    pub id: u64,
    pub configuring: bool,
    pub place: Place,
    pub pages: bool,
    pub tree: Level,
    pub base: Level,
    pub failed: Vec<Problem>,
    pub question: Option<Asked>,
    /// Does every command say its time?
    pub timestamps: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Commit before leaving?
    Leave,
    /// Leave although a commit waits?
    Waiting,
    /// Write the configuration?
    Save,
    /// Roll back?
    Rollback,
}

impl Target {
    pub(super) fn new(id: u64) -> Self {
        Self {
            id,
            configuring: false,
            place: Place::default(),
            pages: true,
            tree: Level::default(),
            base: Level::default(),
            failed: Vec::new(),
            question: None,
            timestamps: true,
        }
    }

    pub(super) fn begin(&mut self, router: &Router) {
        self.configuring = true;
        self.place = Place::default();
        self.tree = router.running.clone();
        self.base = router.running.clone();
    }

    pub(super) fn end(&mut self, router: &mut Router) {
        self.configuring = false;
        self.place = Place::default();
        self.tree = Level::default();
        self.base = Level::default();
        if router.lock == Some(self.id) {
            router.lock = None;
        }
    }

    pub(super) fn dirty(&self) -> bool {
        self.configuring && text::differ(&self.tree, &self.base)
    }

    pub(super) fn waits(&self, router: &Router) -> bool {
        router
            .pending
            .as_ref()
            .is_some_and(|pending| pending.session == self.id)
    }

    /// Type a line into the copy.
    pub(super) fn put(&mut self, router: &Router, line: &str) -> Reply {
        let mut tree = self.tree.clone();
        let mut place = self.place.clone();
        match lines::put(router.kind, &mut tree, &mut place, line) {
            Err(refused) => Reply::text(self.refused(router, &refused)),
            Ok(did) => {
                if let Err(words) = judge(
                    router.kind.dialect(),
                    &self.tree,
                    &mut tree,
                    &place,
                    &did,
                    line.trim(),
                ) {
                    return Reply::text(words);
                }
                self.tree = tree;
                self.place = place;
                Reply::none()
            }
        }
    }

    fn refused(&self, router: &Router, refused: &Refused) -> String {
        let prompt = self.prompt(router);
        let indent = " ".repeat(prompt.lines().last().map_or(0, str::len) + refused.column);
        match (router.kind.dialect(), refused.miss.why) {
            (Dialect::Vrp, Why::Incomplete) => {
                format!("{indent}^\nError: Incomplete command found at '^' position.\n")
            }
            (Dialect::Vrp, Why::Ambiguous) => {
                format!("{indent}^\nError: Ambiguous command found at '^' position.\n")
            }
            (Dialect::Vrp, Why::TooMany) => {
                format!("{indent}^\nError: Too many parameters found at '^' position.\n")
            }
            (Dialect::Vrp, Why::Value) => {
                format!("{indent}^\nError: Wrong parameter found at '^' position.\n")
            }
            (Dialect::Vrp, Why::Unknown) => {
                format!("{indent}^\nError: Unrecognized command found at '^' position.\n")
            }
            (_, Why::Incomplete) => "% Incomplete command.\n".to_owned(),
            (_, Why::Ambiguous) => format!("% Ambiguous command:  \"{}\"\n", refused.word),
            _ => format!("{indent}^\n% Invalid input detected at '^' marker.\n"),
        }
    }

    /// Make the copy what runs; what is wrong with it otherwise.
    pub(super) fn commit(
        &mut self,
        router: &mut Router,
        timer: Option<Duration>,
        comment: &str,
    ) -> Result<(), ()> {
        // Others may have committed meanwhile: what changed here is put on top of that.
        let mut tree = self.tree.clone();
        tree.prune();
        self.failed = match router
            .troubles
            .has(|trouble| *trouble == Trouble::FailCommit)
        {
            true => vec![Problem::new(
                &["router", "bgp"],
                "The process 'bgp' rejected the operation on request",
            )],
            false => check::problems(router.kind.family(), &tree),
        };
        if !self.failed.is_empty() {
            return Err(());
        }
        if let Some(length) = timer {
            router.arm(self.id, length, "");
        }
        if text::differ(&tree, &router.running) {
            router.install(tree, comment, "CLI");
        }
        self.tree = router.running.clone();
        self.base = router.running.clone();
        Ok(())
    }

    pub(super) fn show(&self, router: &Router, line: &str) -> Option<String> {
        show::piped(line, |command| {
            let own = match router.kind.dialect() {
                Dialect::Vrp => vrp::shown(self, router, command),
                _ => xr::shown(self, router, command),
            };
            own.or_else(|| show::answer(router, command))
        })
    }
}

/// What the parser itself refuses; the rest comes with the commit.
fn judge(
    dialect: Dialect,
    before: &Level,
    tree: &mut Level,
    place: &Place,
    did: &Did,
    line: &str,
) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match (dialect, words.as_slice()) {
        (Dialect::Vrp, ["undo", "peer", peer]) => {
            let depth = place.0.len();
            if let Some(scope) = tree.inside(place.0[..depth].iter().map(|(key, _)| key.as_str())) {
                forget(scope, peer);
            }
            Ok(())
        }
        (Dialect::Vrp, ["bgp", asn]) => match before.0.iter().find(|node| node.starts(&["bgp"])) {
            Some(node) if node.words.get(1).is_none_or(|own| own != asn) => Err(format!(
                "Error: BGP is already running with AS number {}.\n",
                node.words[1]
            )),
            _ => Ok(()),
        },
        (Dialect::Vrp, ["peer", peer, what, ..])
            if !["as-number"].contains(what) && matches!(did, Did::Put) =>
        {
            let own = place
                .0
                .get(1)
                .is_some_and(|(key, _)| key.contains("vpn-instance"));
            let depth = if own { 2 } else { 1 };
            let keys = place.0.iter().take(depth).map(|(key, _)| key.as_str());
            let named = tree.inside(keys).is_some_and(|level| {
                level
                    .0
                    .iter()
                    .any(|node| node.starts(&["peer", peer, "as-number"]))
            });
            match named {
                true => Ok(()),
                false => Err("Error: The peer does not exist.\n".to_owned()),
            }
        }
        (Dialect::Vrp, ["undo", "interface", name])
            if !name.contains('.') && name.starts_with("Gigabit") =>
        {
            Err("Error: This interface can not be deleted.\n".to_owned())
        }
        _ => Ok(()),
    }
}

fn forget(level: &mut Level, peer: &str) {
    level.take_if(|node| node.starts(&["peer", peer]));
    for node in level
        .0
        .iter_mut()
        .filter(|node| node.key().ends_with("-family unicast"))
    {
        forget(&mut node.below, peer);
    }
}

macro_rules! dialect {
    ($router:expr, $what:ident ( $($argument:expr),* )) => {
        match $router.kind.dialect() {
            Dialect::Vrp => vrp::$what($($argument),*),
            _ => xr::$what($($argument),*),
        }
    };
}

impl Cli for Target {
    fn greeting(&mut self, router: &mut Router) -> String {
        dialect!(router, greeting(router))
    }

    fn prompt(&self, router: &Router) -> String {
        dialect!(router, prompt(self, router))
    }

    fn line(&mut self, router: &mut Router, line: &str) -> Reply {
        if let Some(question) = self.question.take() {
            return dialect!(router, answered(self, router, question, line.trim()));
        }
        match (self.configuring, lines::is_comment(line)) {
            (true, true) => Reply::none(),
            (true, false) => dialect!(router, config(self, router, line)),
            (false, _) => dialect!(router, operation(self, router, line.trim())),
        }
    }

    fn configuring(&self) -> bool {
        self.configuring && self.question.is_none()
    }

    fn refusal(&self, router: &Router, line: &str) -> String {
        let refused = Refused {
            miss: Miss {
                at: 0,
                why: Why::Unknown,
            },
            column: line.len() - line.trim_start().len(),
            word: String::new(),
        };
        self.refused(router, &refused)
    }

    fn pages(&self) -> bool {
        self.pages
    }

    fn more(&self) -> &'static str {
        " --More-- "
    }

    fn exec(&mut self, router: &mut Router, text: &str) -> Option<(Reply, u32)> {
        match router.kind.dialect() {
            Dialect::Vrp => None,
            _ => Some((xr::operation(self, router, text.trim()), 0)),
        }
    }

    fn gone(&mut self, router: &mut Router) {
        // A commit on trial runs on, and goes back by itself.
        self.end(router);
    }
}
