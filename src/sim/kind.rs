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
    /// The same, with the kernel's own devices below.
    Frr,
    Junos,
    Vyos,
    Panos,
    Srl,
    Sros,
    Xr,
    Vrp,
    Forti,
    Ros,
}

/// Which command line it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Ios,
    Nxos,
    Eos,
    Frr,
    Asa,
    Junos,
    Vyos,
    Panos,
    Srl,
    Sros,
    Xr,
    Vrp,
    Forti,
    Ros,
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
    platform!("cisco_nxos", Ios, Nxos, "nxos", "nxos"),
    platform!("cisco_asa", Ios, Asa, "asa", "asa"),
    platform!("arista_eos", Ios, Eos, "eos", "eos"),
    platform!("frr", Frr, Frr, "frr", "frr"),
    platform!("juniper_junos", Junos, Junos, "junos", "junos"),
    platform!("vyos", Vyos, Vyos, "vyos", "vyos"),
    platform!("paloalto_panos", Panos, Panos, "panos", "panos"),
    platform!("nokia_srl", Srl, Srl, "srl", "srl"),
    platform!("nokia_sros", Sros, Sros, "sros", "sros"),
    platform!("cisco_xr", Xr, Xr, "xr", "xr"),
    platform!("huawei_vrp", Vrp, Vrp, "vrp", "vrp"),
    platform!("fortinet", Forti, Forti, "fortios", "fortios"),
    platform!("mikrotik_routeros", Ros, Ros, "routeros", "routeros"),
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
        let no: &[&str] = match self.0.dialect {
            Dialect::Vrp => &["undo"],
            _ => &["no"],
        };
        let climb = match self.0.dialect {
            Dialect::Ios => Climb::Top,
            Dialect::Forti => Climb::None,
            _ => Climb::All,
        };
        Syntax {
            no,
            short: self.0.dialect != Dialect::Forti,
            climb,
        }
    }

    /// The quotes that hold words together.
    pub(super) fn quotes(self) -> &'static str {
        match self.0.family {
            Family::Ios | Family::Frr | Family::Xr | Family::Vrp => "",
            Family::Vyos => "'\"",
            Family::Junos | Family::Panos | Family::Srl | Family::Sros => "\"",
            Family::Forti | Family::Ros => "\"'",
        }
    }

    /// Is its configuration made of paths that are set?
    pub(super) fn paths(self) -> bool {
        matches!(
            self.0.family,
            Family::Junos | Family::Vyos | Family::Panos | Family::Srl | Family::Sros
        )
    }

    /// Is there a candidate for everybody?
    pub(super) fn shares(self) -> bool {
        matches!(self.0.dialect, Dialect::Junos | Dialect::Panos)
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
