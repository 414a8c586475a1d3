//! A basket of diagnostics: sorted, folded and silenced in one place.

use std::collections::{HashMap, HashSet};

use super::{Diagnostic, Severity};

/// What has been found so far.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    /// What is written but could not be read, by its path: `vif.prod-a.vlan`. It is not missing.
    lost: HashSet<String>,
}

impl Findings {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Remember that this stands in the file, so that nobody calls it missing.
    pub fn lose(&mut self, path: impl Into<String>) {
        self.lost.insert(path.into());
    }

    /// Every path that is lost.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        self.lost.iter().map(String::as_str)
    }

    pub fn is_lost(&self, path: &str) -> bool {
        self.lost.contains(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|found| found.severity() == severity)
            .count()
    }

    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|found| found.severity() == Severity::Error)
    }

    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// One mistake in `[defaults]` is one mistake, however many vifs inherit it.
    pub fn fold(&mut self) {
        let mut first_at: HashMap<_, usize> = HashMap::new();
        let mut folded: Vec<Diagnostic> = Vec::with_capacity(self.list.len());
        for found in self.list.drain(..) {
            let Some(place) = found.place else {
                folded.push(found);
                continue;
            };
            match first_at.get(&(found.code.rule, place)) {
                Some(&at) => folded[at].concerns.extend(found.concerns),
                None => {
                    first_at.insert((found.code.rule, place), folded.len());
                    folded.push(found);
                }
            }
        }
        self.list = folded;
    }

    /// Worst first; within one severity in the order of the files.
    pub fn sort(&mut self) {
        self.list
            .sort_by_key(|found| (found.severity(), found.place, found.code.rule));
    }
}
