//! The platforms that there is a simulator of.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::edit::{Climb, Syntax};
use super::grammar::Grammar;

/// A platform, by the name that its pack has too. That the names are the same is all the two share.
#[derive(Clone, Copy)]
pub struct Kind(&'static Platform);

/// Which configuration language it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Ios,
}

/// Which command line it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Ios,
}

struct Platform {
    name: &'static str,
    family: Family,
    dialect: Dialect,
    grammar: &'static str,
    show: &'static str,
    start: &'static str,
}

macro_rules! platform {
    ($name:literal, $family:ident, $dialect:ident, $grammar:literal, $show:literal) => {
        Platform {
            name: $name,
            family: Family::$family,
            dialect: Dialect::$dialect,
            grammar: include_str!(concat!("grammar/", $grammar, ".txt")),
            show: include_str!(concat!("show/", $show, ".txt")),
            start: include_str!(concat!("start/", $name, ".txt")),
        }
    };
}

static PLATFORMS: &[Platform] = &[
    platform!("cisco_ios", Ios, Ios, "ios", "ios"),
    platform!("cisco_xe", Ios, Ios, "ios", "ios"),
];

impl Kind {
    /// The platform of this name, if it is simulated.
    pub fn named(name: &str) -> Option<Self> {
        PLATFORMS
            .iter()
            .find(|platform| platform.name == name)
            .map(Self)
    }

    pub fn all() -> impl Iterator<Item = Self> {
        PLATFORMS.iter().map(Self)
    }

    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// A configuration that such a router could have before it is connected to Amazon: its ports,
    /// and BGP with AS 65010.
    pub fn sample(self) -> &'static str {
        self.0.start
    }

    pub(super) fn family(self) -> Family {
        self.0.family
    }

    pub(super) fn dialect(self) -> Dialect {
        self.0.dialect
    }

    pub(super) fn show(self) -> &'static str {
        self.0.show
    }

    pub(super) fn syntax(self) -> Syntax {
        match self.0.dialect {
            Dialect::Ios => Syntax {
                no: &["no"],
                short: true,
                climb: Climb::Top,
            },
        }
    }

    /// The quotes that hold words together.
    pub(super) fn quotes(self) -> &'static str {
        match self.0.family {
            Family::Ios => "",
        }
    }

    /// What the configuration mode knows. Read once, and kept: there are fifteen of them.
    pub(super) fn grammar(self) -> Result<&'static Grammar, String> {
        static READ: OnceLock<Mutex<BTreeMap<&'static str, &'static Grammar>>> = OnceLock::new();
        let read = READ.get_or_init(Mutex::default);
        let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(self.0.name) {
            return Ok(known);
        }
        let grammar =
            Grammar::read(self.0.grammar).map_err(|why| format!("{}: {why}", self.0.name))?;
        let grammar: &'static Grammar = Box::leak(Box::new(grammar));
        read.insert(self.0.name, grammar);
        Ok(grammar)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}
