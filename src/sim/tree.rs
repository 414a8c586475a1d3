//! A configuration: statements, and sections that hold more of them. A statement that is entered
//! again replaces its like; the order is that of the grammar, not of the one who typed.

use std::cmp::Ordering;

use super::grammar::{Fit, Rule};

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub words: Vec<String>,
    key: String,
    rule: &'static Rule,
    /// Kept as `no …`.
    pub denied: bool,
    pub below: Level,
}

impl Node {
    fn new(fit: Fit<'static>, denied: bool) -> Self {
        Self {
            words: fit.words,
            key: fit.key,
            rule: fit.rule,
            denied,
            below: Level::default(),
        }
    }

    pub(super) fn rule(&self) -> &'static Rule {
        self.rule
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn starts(&self, words: &[&str]) -> bool {
        self.words.len() >= words.len()
            && self
                .words
                .iter()
                .zip(words)
                .all(|(one, other)| one == other)
    }

    fn before(&self, other: &Self) -> Ordering {
        let order = self.rule.order.cmp(&other.rule.order);
        match self.rule.raw || other.rule.raw {
            true => order,
            false => order.then_with(|| natural(&self.key, &other.key)),
        }
    }
}

/// The statements of a section, or of everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Level(pub Vec<Node>);

impl Level {
    /// Enter a statement; the one of the same name is replaced, a section is kept.
    pub(super) fn put(&mut self, fit: Fit<'static>, denied: bool) -> &mut Node {
        let known = match fit.rule.raw {
            true => None,
            false => self
                .0
                .iter()
                .position(|node| node.key == fit.key && node.rule.order == fit.rule.order),
        };
        let at = match known {
            Some(at) => {
                self.0[at].words = fit.words;
                self.0[at].denied = denied;
                at
            }
            None => {
                let node = Node::new(fit, denied);
                let at = self
                    .0
                    .partition_point(|other| other.before(&node) != Ordering::Greater);
                self.0.insert(at, node);
                at
            }
        };
        &mut self.0[at]
    }

    /// Take away the statements that these words begin.
    pub(super) fn take(&mut self, words: &[String]) -> Vec<Node> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.take_if(|node| node.starts(&words))
    }

    pub(super) fn take_if(&mut self, mut away: impl FnMut(&Node) -> bool) -> Vec<Node> {
        let (gone, kept) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|node| away(node));
        self.0 = kept;
        gone
    }

    /// The section inside, by the names on the way to it.
    pub(super) fn inside<'k>(
        &mut self,
        mut keys: impl Iterator<Item = &'k str>,
    ) -> Option<&mut Self> {
        match keys.next() {
            None => Some(self),
            Some(key) => {
                let node = self.0.iter_mut().find(|node| node.key == key)?;
                node.below.inside(keys)
            }
        }
    }

    /// Take away what is nothing when it is empty.
    pub(super) fn prune(&mut self) {
        for node in &mut self.0 {
            node.below.prune();
        }
        self.0
            .retain(|node| !(node.rule.fleeting && node.below.0.is_empty()));
    }

    /// Take away sections in which nothing is left, where sections are paths and nothing else: those
    /// with a name stay as long as they are named.
    pub(super) fn prune_hollow(&mut self) {
        for node in &mut self.0 {
            node.below.prune_hollow();
        }
        self.0
            .retain(|node| !(node.rule.section && node.below.0.is_empty() && node.rule.hollow()));
    }

    /// Every statement with the sections around it.
    pub(super) fn paths(&self) -> Vec<Vec<&Node>> {
        let mut found = Vec::new();
        walk(&self.0, &mut Vec::new(), &mut found);
        found
    }
}

fn walk<'n>(nodes: &'n [Node], above: &mut Vec<&'n Node>, found: &mut Vec<Vec<&'n Node>>) {
    for node in nodes {
        above.push(node);
        match node.below.0.is_empty() {
            true => found.push(above.clone()),
            false => walk(&node.below.0, above, found),
        }
        above.pop();
    }
}

/// `Ethernet1/2` stands before `Ethernet1/10`.
fn natural(one: &str, other: &str) -> Ordering {
    pieces(one).cmp(&pieces(other))
}

fn pieces(text: &str) -> Vec<(u64, String)> {
    let mut found: Vec<(u64, String)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let number = rest[..digits].parse().unwrap_or(0);
        let words = rest[digits..]
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len() - digits);
        found.push((number, rest[digits..digits + words].to_owned()));
        rest = &rest[digits + words..];
    }
    found
}
