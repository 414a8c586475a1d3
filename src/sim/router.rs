//! What a router is, whoever is logged in: its configurations, timers, locks and neighbours.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use super::kind::Kind;
use super::seen::Seen;
use super::tree::Level;
use super::trouble::{Trouble, Troubles};
use super::world::{Outcome, Session, World};

/// What a session is told without having asked.
#[derive(Clone, Debug)]
pub(super) enum Note {
    /// Text in between.
    Text(String),
    /// The connection ends here.
    Cut,
}

/// A state that the router can go back to.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub tree: Level,
    pub number: u64,
    pub by: String,
    pub client: &'static str,
    pub comment: String,
}

/// A change that goes back unless somebody says it is good.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub until: Duration,
    pub length: Duration,
    pub back: Level,
    pub session: u64,
    /// A name: the session of EOS, the file of IOS.
    pub name: String,
    pub warned: bool,
}

pub(super) struct Router {
    pub kind: Kind,
    pub hostname: String,
    pub user: String,
    pub running: Level,
    pub saved: Level,
    /// The candidate that everybody shares.
    pub candidate: Level,
    pub commits: Vec<Commit>,
    pub number: u64,
    pub pending: Option<Pending>,
    /// The session that holds the configuration for itself.
    pub lock: Option<u64>,
    /// Sessions and checkpoints by name.
    pub named: BTreeMap<String, Level>,
    pub checkpoints: BTreeMap<String, Level>,
    /// Small things that a platform remembers, by name.
    pub marks: BTreeMap<String, String>,
    pub world: World,
    pub troubles: Troubles,
    pub received: Vec<String>,
    pub watchers: Vec<(u64, UnboundedSender<Note>)>,
    born: Instant,
    skew: Duration,
    since: BTreeMap<(Option<String>, IpAddr), Duration>,
    sessions: u64,
}

impl Router {
    pub(super) fn new(
        kind: Kind,
        hostname: String,
        user: String,
        running: Level,
        world: World,
    ) -> Self {
        let mut router = Self {
            kind,
            hostname,
            user,
            saved: running.clone(),
            candidate: running.clone(),
            commits: Vec::new(),
            number: 1_000_000_000,
            pending: None,
            lock: None,
            named: BTreeMap::new(),
            checkpoints: BTreeMap::new(),
            marks: BTreeMap::new(),
            world,
            troubles: Troubles::default(),
            received: Vec::new(),
            watchers: Vec::new(),
            born: Instant::now(),
            skew: Duration::from_secs(86_400),
            since: BTreeMap::new(),
            sessions: 0,
            running,
        };
        router.record("", "Setup");
        router.settle();
        // What was configured at the start has been up for a long time.
        router
            .since
            .values_mut()
            .for_each(|since| *since = Duration::from_secs(60));
        router
    }

    /// A session of its own.
    pub(super) fn arrive(&mut self, watcher: UnboundedSender<Note>) -> u64 {
        self.sessions += 1;
        self.watchers.push((self.sessions, watcher));
        self.sessions
    }

    pub(super) fn logins(&self) -> u64 {
        self.sessions
    }

    pub(super) fn leave(&mut self, session: u64) {
        self.watchers.retain(|(watcher, _)| *watcher != session);
        if self.lock == Some(session) {
            self.lock = None;
        }
    }

    /// How long the router has been running, by its own clock.
    pub(super) fn now(&self) -> Duration {
        self.born.elapsed() + self.skew
    }

    /// Let time pass.
    pub(super) fn advance(&mut self, time: Duration) {
        self.skew += time;
        self.tick();
    }

    /// Look whether a timer has run out.
    pub(super) fn tick(&mut self) {
        let now = self.now();
        let Some(pending) = &mut self.pending else {
            return;
        };
        if now < pending.until {
            let soon = pending.until - now <= Duration::from_secs(60);
            if soon && !pending.warned {
                pending.warned = true;
                let text = super::cli::warning(self);
                self.tell(&text);
            }
            return;
        }
        self.revert();
    }

    /// Go back, as the router does when nobody has confirmed.
    pub(super) fn revert(&mut self) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        let text = super::cli::expired(self, &pending);
        if pending.name == "reload" {
            return self.reboot();
        }
        let back = super::cli::back(self, &pending);
        self.candidate = back.clone();
        if super::cli::restarts(self, &pending) {
            self.saved = back;
            return self.reboot();
        }
        self.install(back, "", "Rollback");
        self.tell(&text);
        if self
            .troubles
            .has(|trouble| matches!(trouble, Trouble::RebootOnTimer))
        {
            self.reboot();
        }
    }

    /// All sessions end, and what was saved is what runs.
    pub(super) fn reboot(&mut self) {
        self.running = self.saved.clone();
        self.candidate = self.saved.clone();
        self.pending = None;
        self.lock = None;
        self.named.clear();
        self.settle();
        for (_, watcher) in self.watchers.drain(..) {
            watcher.send(Note::Cut).ok();
        }
    }

    /// Say something to everybody who is logged in.
    pub(super) fn tell(&self, text: &str) {
        if text.is_empty() {
            return;
        }
        for (_, watcher) in &self.watchers {
            watcher.send(Note::Text(text.to_owned())).ok();
        }
    }

    /// Make a configuration the running one, and remember it.
    pub(super) fn install(&mut self, tree: Level, comment: &str, client: &'static str) {
        self.running = tree;
        self.record(comment, client);
        self.settle();
    }

    fn record(&mut self, comment: &str, client: &'static str) {
        self.number += 1;
        self.commits.push(Commit {
            tree: self.running.clone(),
            number: self.number,
            by: self.user.clone(),
            client,
            comment: comment.to_owned(),
        });
    }

    /// Start the timer; what runs now is what it goes back to.
    pub(super) fn arm(&mut self, session: u64, length: Duration, name: &str) {
        self.pending = Some(Pending {
            until: self.now() + length,
            length,
            back: self.running.clone(),
            session,
            name: name.to_owned(),
            warned: false,
        });
    }

    pub(super) fn seen(&self) -> Seen {
        Seen::new(self.kind.family(), &self.running)
    }

    /// The configuration has changed: which sessions are up now?
    pub(super) fn settle(&mut self) {
        let now = self.now();
        let up = self.world.sessions(&self.seen());
        let mut since = BTreeMap::new();
        for session in up.iter().filter(|session| session.outcome.up()) {
            let name = (session.peer.vrf.clone(), session.peer.address);
            let known = self.since.get(&name).copied();
            since.insert(name, known.unwrap_or(now + self.world.settle));
        }
        self.since = since;
    }

    /// The BGP sessions, and for how many seconds they have been what they are.
    pub(super) fn sessions(&self) -> Vec<(Session, u64)> {
        let now = self.now();
        let mut sessions = self.world.sessions(&self.seen());
        sessions
            .drain(..)
            .map(|mut session| {
                let name = (session.peer.vrf.clone(), session.peer.address);
                let since = self.since.get(&name).copied().unwrap_or(now);
                if session.outcome.up() && since > now {
                    session.outcome = Outcome::Active;
                    session.received.clear();
                    session.accepted = 0;
                    session.sent.clear();
                }
                (session, now.saturating_sub(since).as_secs())
            })
            .collect()
    }
}
