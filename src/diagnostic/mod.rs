//! What the user wrote wrong, as a value: many at once, each with its place, the reason and the
//! next step. Nothing in here knows what a vif is.

mod draw;
mod findings;
mod source;
mod suggest;
mod veil;
mod wrap;

pub use draw::{draw, draw_plain};
pub use findings::Findings;
pub use source::{Location, Place, Source, Sources};
pub use suggest::{is_unprintable, nearest, quote};
pub use wrap::{WIDTH, few, paragraph, wrap};

use std::fmt;

/// How bad it is. The order is the order in which people want to read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS or the router will refuse it, or it cannot work.
    Error,
    /// It works, but is fragile or wants a human decision. May be allowed by name.
    Warning,
    /// Worth knowing.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// The name under which something is found, and the facts it rests on.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// A kebab-case name that reads well after "allow".
    pub rule: &'static str,
    /// Ids of the catalogue of AWS facts; the first is meant unless a finding says otherwise.
    pub references: &'static [&'static str],
    pub severity: Severity,
}

impl Code {
    pub const fn error(rule: &'static str, references: &'static [&'static str]) -> Self {
        Self {
            rule,
            references,
            severity: Severity::Error,
        }
    }

    pub const fn warning(rule: &'static str, references: &'static [&'static str]) -> Self {
        Self {
            rule,
            references,
            severity: Severity::Warning,
        }
    }

    pub const fn note(rule: &'static str, references: &'static [&'static str]) -> Self {
        Self {
            rule,
            references,
            severity: Severity::Note,
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: &'static Code,
    pub reference: Option<&'static str>,
    /// What is wrong, as a lower-case fragment that names the thing.
    pub message: String,
    /// A few words to stand under the source line.
    pub label: Option<String>,
    pub place: Option<Place>,
    /// Other places that belong to it, with what is to be seen there.
    pub related: Vec<(Place, String)>,
    /// The table it is about: `vif.prod-a`.
    pub subject: Option<String>,
    /// What to do next.
    pub help: Option<String>,
    /// The names of the vifs it concerns; all of them have to allow it for it to be silenced.
    pub concerns: Vec<String>,
}

impl Diagnostic {
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            reference: code.references.first().copied(),
            message: message.into(),
            label: None,
            place: None,
            related: Vec::new(),
            subject: None,
            help: None,
            concerns: Vec::new(),
        }
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push((place, message.into()));
        self
    }

    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Name the vif it is about: the subject of the finding, and the one whose `allow` counts.
    pub fn vif(mut self, name: &str) -> Self {
        self.subject = Some(format!("vif.{name}"));
        self.concerns.push(name.to_owned());
        self
    }

    /// Another vif whose `allow` counts, without being the subject.
    pub fn concerns(mut self, name: &str) -> Self {
        self.concerns.push(name.to_owned());
        self
    }

    /// Several of them.
    pub fn concerns_each<'n>(self, names: impl IntoIterator<Item = &'n str>) -> Self {
        names
            .into_iter()
            .fold(self, |found, name| found.concerns(name))
    }

    /// Rest on another of the code's references than the first.
    pub fn reference(mut self, id: &'static str) -> Self {
        debug_assert!(
            self.code.references.contains(&id),
            "{id} is not a reference of {}",
            self.code.rule
        );
        self.reference = Some(id);
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}
