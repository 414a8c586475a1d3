//! Typing into a configuration: lines that stand inside sections, and paths that say it all.

use super::grammar::{self, Fit, Miss, Rule, Why};
use super::tree::{Level, Node};

/// How far a line that is unknown where it stands is looked for outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Climb {
    /// Section by section, up to the top.
    All,
    /// At the top alone.
    Top,
    None,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// The words that take away: `no`, `undo`, `delete`, `unset`.
    pub no: &'static [&'static str],
    /// May words be cut short?
    pub short: bool,
    pub climb: Climb,
}

/// The section that one is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Place(pub Vec<(String, &'static Rule)>);

/// What a line did.
#[derive(Debug)]
pub(super) enum Did {
    Put,
    Removed(Vec<Node>),
    Entered,
    Left,
}

impl Place {
    fn rules(&self, top: &'static [Rule], depth: usize) -> &'static [Rule] {
        match depth.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some((_, rule)) => &rule.children,
            None => top,
        }
    }

    /// The rule of the section.
    pub(super) fn rule(&self) -> Option<&'static Rule> {
        self.0.last().map(|(_, rule)| *rule)
    }

    /// Type a line.
    pub(super) fn line(
        &mut self,
        top: &'static [Rule],
        tree: &mut Level,
        words: &[String],
        syntax: Syntax,
    ) -> Result<Did, Miss> {
        let leaves = self
            .rule()
            .is_some_and(|rule| rule.leave.contains(&words.join(" ")));
        if leaves {
            self.0.pop();
            return Ok(Did::Left);
        }
        let mut miss = None;
        for depth in (0..=self.0.len()).rev() {
            let reached = depth == self.0.len()
                || match syntax.climb {
                    Climb::All => true,
                    Climb::Top => depth == 0,
                    Climb::None => false,
                };
            if !reached {
                continue;
            }
            match self.at(top, tree, words, syntax, depth) {
                Ok(did) => return Ok(did),
                Err(found) => {
                    miss = Some(miss.map_or(found, |first| grammar::further(first, found)))
                }
            }
        }
        Err(miss.unwrap_or(Miss {
            at: 0,
            why: Why::Unknown,
        }))
    }

    fn at(
        &mut self,
        top: &'static [Rule],
        tree: &mut Level,
        words: &[String],
        syntax: Syntax,
        depth: usize,
    ) -> Result<Did, Miss> {
        let rules = self.rules(top, depth);
        let keys = self.0[..depth].iter().map(|(key, _)| key.as_str());
        // Somebody took the section away while one stood in it.
        let Some(level) = tree.inside(keys) else {
            return Err(Miss {
                at: 0,
                why: Why::Unknown,
            });
        };
        let (did, entered) = one(rules, level, words, syntax)?;
        self.0.truncate(depth);
        self.0.extend(entered);
        Ok(did)
    }
}

type Entered = Option<(String, &'static Rule)>;

fn one(
    rules: &'static [Rule],
    level: &mut Level,
    words: &[String],
    syntax: Syntax,
) -> Result<(Did, Entered), Miss> {
    let no = words
        .first()
        .is_some_and(|word| syntax.no.contains(&word.as_str()));
    let put = grammar::line(rules, words, syntax.short);
    if no && put.is_err() {
        let fit = grammar::negation(rules, &words[1..], syntax.short).map_err(|miss| Miss {
            at: miss.at + 1,
            ..miss
        })?;
        if fit.rule.default_on || fit.rule.both {
            level.put(fit, true);
            return Ok((Did::Put, None));
        }
        let gone = level.take(&fit.words);
        return Ok((Did::Removed(gone), None));
    }
    let fit = put?;
    if fit.rule.default_on {
        let gone = level.take(&fit.words);
        return Ok((Did::Removed(gone), None));
    }
    let rule = fit.rule;
    let node = level.put(fit, false);
    if rule.closed {
        // A set or a policy is entered anew.
        node.below.0.clear();
    }
    match rule.section {
        true => Ok((Did::Entered, Some((node.key().to_owned(), rule)))),
        false => Ok((Did::Put, None)),
    }
}

/// The statements that a path names, from the top.
pub(super) fn resolve(rules: &'static [Rule], words: &[String]) -> Result<Vec<Fit<'static>>, Miss> {
    let mut miss = Miss {
        at: 0,
        why: Why::Unknown,
    };
    for rule in rules.iter().filter(|rule| !rule.only_no) {
        let fit = match rule.fit(words, grammar::Spelling::Exact) {
            Ok(fit) => fit,
            Err(found) => {
                miss = grammar::further(miss, found);
                continue;
            }
        };
        let used = fit.used;
        if used == words.len() {
            return Ok(vec![fit]);
        }
        if rule.children.is_empty() {
            miss = grammar::further(
                miss,
                Miss {
                    at: used,
                    why: Why::TooMany,
                },
            );
            continue;
        }
        match resolve(&rule.children, &words[used..]) {
            Ok(mut rest) => {
                rest.insert(0, fit);
                return Ok(rest);
            }
            Err(found) => {
                miss = grammar::further(
                    miss,
                    Miss {
                        at: found.at + used,
                        ..found
                    },
                )
            }
        }
    }
    Err(miss)
}

/// Enter a path; false where it was there already.
pub(super) fn set(
    rules: &'static [Rule],
    tree: &mut Level,
    words: &[String],
) -> Result<bool, Miss> {
    let fits = resolve(rules, words)?;
    Ok(put(tree, fits.into_iter()))
}

fn put(level: &mut Level, mut fits: impl Iterator<Item = Fit<'static>>) -> bool {
    let Some(fit) = fits.next() else {
        return false;
    };
    let known = level
        .0
        .iter()
        .any(|node| node.key() == fit.key && node.words == fit.words);
    let node = level.put(fit, false);
    let below = put(&mut node.below, fits);
    !known || below
}

/// Could something stand at this path, or below it?
pub(super) fn known(rules: &'static [Rule], words: &[String]) -> Result<(), Miss> {
    let mut miss = Miss {
        at: 0,
        why: Why::Unknown,
    };
    for rule in rules {
        let found = match rule.fit(words, grammar::Spelling::Exact) {
            Ok(fit) if fit.used == words.len() => return Ok(()),
            Ok(fit) => match known(&rule.children, &words[fit.used..]) {
                Ok(()) => return Ok(()),
                Err(found) => Miss {
                    at: found.at + fit.used,
                    ..found
                },
            },
            // The path ends inside of the statement, and takes all of its like.
            Err(found) if found.why == Why::Incomplete => return Ok(()),
            Err(found) => found,
        };
        miss = grammar::further(miss, found);
    }
    Err(miss)
}

/// Take away what stands at a path and below; how many statements went.
pub(super) fn delete(tree: &mut Level, words: &[String]) -> usize {
    let nodes = &mut tree.0;
    let before = nodes.len();
    nodes.retain(|node| !(node.words.len() >= words.len() && node.words[..words.len()] == *words));
    let mut gone = before - nodes.len();
    for node in nodes.iter_mut() {
        let length = node.words.len();
        if words.len() > length && words[..length] == *node.words {
            gone += delete(&mut node.below, &words[length..]);
        }
    }
    gone
}
