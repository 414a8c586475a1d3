//! The command lines: modes, prompts, what may be typed where, what comes back, what a timer does.

mod braces;
mod check;
mod direct;
mod direct_exec;
mod direct_rules;
mod dual;
mod forti;
mod forti_rules;
mod forti_text;
mod ios;
mod ios_archive;
mod ios_rules;
mod junos;
mod junos_show;
mod lines;
mod panos;
mod ros;
mod ros_items;
mod ros_script;
mod ros_text;
mod srl;
mod sros;
mod staged;
mod target;
mod text;
mod vrp;
mod vyos;
mod xr;

use super::edit::{self, Place};
use super::kind::{Dialect, Kind};
use super::router::{Pending, Router};
use super::tree::Level;
use super::words::Words;

pub(super) use text::print;

/// A session of one command line.
pub(super) trait Cli: Send {
    /// What is printed after the login, before the first prompt.
    fn greeting(&mut self, _: &mut Router) -> String {
        String::new()
    }

    /// The prompt, or the question that waits for an answer.
    fn prompt(&self, router: &Router) -> String;

    fn line(&mut self, router: &mut Router, line: &str) -> Reply;

    /// Does a line now change a configuration?
    fn configuring(&self) -> bool;

    /// Would this line change one?
    fn changes(&self, _: &str) -> bool {
        self.configuring()
    }

    /// How this line is refused by a device that does not know it.
    fn refusal(&self, router: &Router, line: &str) -> String;

    /// Is the question answered by a key?
    fn one_key(&self) -> bool {
        false
    }

    /// Is what is typed not shown?
    fn hidden(&self) -> bool {
        false
    }

    /// Is the line painted anew, with its prompt, where others echo?
    fn repaints(&self) -> bool {
        false
    }

    fn pages(&self) -> bool;

    fn more(&self) -> &'static str {
        " --More-- "
    }

    /// Is `?` a key that helps at once?
    fn helps(&self) -> bool {
        true
    }

    fn help(&mut self, _: &mut Router, line: &str) -> String {
        match line.is_empty() {
            true => "  configure  show  exit\n".to_owned(),
            false => "  <cr>\n".to_owned(),
        }
    }

    /// A control key: Ctrl-Z, Ctrl-X, Ctrl-D.
    fn control(&mut self, _: &mut Router, _: u8, _: &str) -> Option<Reply> {
        None
    }

    /// A single command in a channel of its own: its answer and status; none where there is no such
    /// channel.
    fn exec(&mut self, _: &mut Router, _: &str) -> Option<(Reply, u32)> {
        None
    }

    /// The session has ended.
    fn gone(&mut self, _: &mut Router) {}
}

/// What comes back for a line.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub text: String,
    /// The router ends the session.
    pub close: bool,
    /// It was a commit, or what stands for one.
    pub commit: bool,
}

impl Reply {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn close() -> Self {
        Self {
            close: true,
            ..Self::default()
        }
    }

    pub(super) fn commit(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            commit: true,
            ..Self::default()
        }
    }
}

pub(super) fn open(router: &Router, session: u64) -> Box<dyn Cli> {
    match router.kind.dialect() {
        Dialect::Ios => Box::new(ios::Ios::new(session)),
        own @ (Dialect::Nxos | Dialect::Eos | Dialect::Frr | Dialect::Asa) => {
            Box::new(direct::Direct::new(session, own))
        }
        Dialect::Junos | Dialect::Vyos | Dialect::Panos | Dialect::Srl | Dialect::Sros => {
            Box::new(staged::Staged::new(session))
        }
        Dialect::Forti => Box::new(forti::Forti::new(session)),
        Dialect::Ros => Box::new(ros::Ros::new(session)),
        Dialect::Xr | Dialect::Vrp => Box::new(target::Target::new(session)),
    }
}

/// A configuration as text, read as the device would at its start.
pub(super) fn load(kind: Kind, text: &str) -> Result<Level, String> {
    let mut tree = Level::default();
    load_into(kind, &mut tree, text)?;
    Ok(tree)
}

pub(super) fn load_into(kind: Kind, tree: &mut Level, text: &str) -> Result<(), String> {
    if kind.dialect() == Dialect::Ros {
        return ros::load(kind, tree, text);
    }
    match kind.paths() {
        true => load_paths(kind, tree, text),
        false => lines::load(kind, tree, &mut Place::default(), text),
    }
}

fn load_paths(kind: Kind, tree: &mut Level, text: &str) -> Result<(), String> {
    let rules = &kind.grammar()?.rules;
    for line in text.lines().filter(|line| !lines::is_comment(line)) {
        let words = Words::new(line, kind.quotes()).text.into_iter();
        let words = words.map(|word| word.trim_start_matches('/').to_owned());
        let words: Vec<String> = words
            .filter(|word| !["", "set", "{", "}"].contains(&word.as_str()))
            .collect();
        edit::set(rules, tree, &words)
            .map_err(|_| format!("the start configuration is not one: `{}`", line.trim()))?;
    }
    Ok(())
}

/// Has the platform a saved configuration beside the running one?
pub(super) fn saves(kind: Kind) -> bool {
    let own = kind.dialect();
    !matches!(
        own,
        Dialect::Junos | Dialect::Panos | Dialect::Xr | Dialect::Ros
    )
}

/// What everybody is told a minute before a timer runs out.
pub(super) fn warning(router: &Router) -> String {
    match router.kind.dialect() {
        Dialect::Ios => ios_archive::warning(router),
        _ => String::new(),
    }
}

/// What the router goes back to when nobody has confirmed.
pub(super) fn back(router: &Router, pending: &Pending) -> Level {
    match router.kind.dialect() {
        Dialect::Ros => ros::event(router, pending),
        _ => pending.back.clone(),
    }
}

/// Does it start again to go back?
pub(super) fn restarts(router: &Router, pending: &Pending) -> bool {
    router.kind.dialect() == Dialect::Ros && ros::restarts(router, pending)
}

/// What everybody is told when the router goes back.
pub(super) fn expired(router: &Router, pending: &Pending) -> String {
    match router.kind.dialect() {
        Dialect::Ios => ios_archive::expired(router, pending),
        Dialect::Nxos if pending.name == dual::NAME => dual::expired(router),
        Dialect::Junos => junos::expired(router),
        Dialect::Vyos => "\n[commit-confirm] Reverting to previous config now\n".to_owned(),
        Dialect::Sros => {
            "\nINFO: CLI #2094: Commit confirmed - timer expired - automatic rollback of changes\n"
                .to_owned()
        }
        _ => String::new(),
    }
}
