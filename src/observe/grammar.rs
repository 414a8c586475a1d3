//! How a pack says to read an output: what starts a record, what fills which field, what carries on
//! from a heading, what wraps to the next line, what is passed over on purpose.
//!
//! An answer without rows is an empty list only where every line fits a rule that nonsense would not
//! fit, and one of them shows what was answered: a heading, a count of nothing. A word of the user's
//! own in a command (`<vrf>`) only chooses what is asked for. What was asked for is not what was
//! answered: such a word fills a field where the kind names it in `told`, and no line says
//! otherwise. What a row is known by is told only where one thing is asked about (`ping`), and until a
//! row says it itself.

mod rule;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value as Json;

use super::ask::{Ask, Owner, Templates};
use super::command::Pattern;
use super::facts::kind;
use super::tree::TreeRule;
use super::views::Views;

use rule::Making;
pub(super) use rule::{Act, Group, LineRule, Read};

/// The show commands of a pack, as its file says them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowFile {
    /// Pieces of patterns, by name.
    #[serde(default)]
    pieces: BTreeMap<String, String>,
    /// Answers that are errors of the device.
    #[serde(default)]
    errors: Vec<String>,
    read: Vec<ReadFile>,
    /// What to ask a router to see whether an intent holds.
    #[serde(default)]
    pub ask: Vec<Ask>,
    /// What to type next, by what a diagnosis calls it.
    #[serde(default)]
    pub hint: BTreeMap<String, String>,
    /// Pieces of commands, for asks and hints to put in by name.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What its output tells of itself.
    #[serde(default)]
    views: Views,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadFile {
    kind: String,
    commands: Vec<String>,
    #[serde(default)]
    line: Vec<LineFile>,
    /// The same from JSON or XML.
    #[serde(default)]
    tree: Vec<TreeRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineFile {
    /// What the line looks like; groups are fields.
    is: String,
    /// Only in one of these sections.
    #[serde(default)]
    within: Vec<String>,
    /// The same for every place where it fits in the line.
    #[serde(default)]
    each: bool,
    /// A heading: below each of these words begins a column with that field. What follows in the
    /// section `columns` are rows by their columns.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// A row begins here.
    #[serde(default)]
    row: bool,
    /// The fields belong to all rows that follow.
    #[serde(default)]
    carry: bool,
    /// Half a row: the next line goes on with it.
    #[serde(default)]
    waits: bool,
    /// The section that begins behind this line.
    opens: Option<String>,
    /// Carried fields that end here.
    #[serde(default)]
    forget: Vec<String>,
    /// Fields with a value of their own.
    #[serde(default)]
    set: BTreeMap<String, Json>,
    /// Fields that a row without them has from the row before.
    #[serde(default)]
    again: Vec<String>,
    /// The rules behind this one have a look at the line as well.
    #[serde(default)]
    goes_on: bool,
    /// What else stands in the line, any number of times: fields that are added to the row.
    more: Option<String>,
    /// Known, and nothing that we want.
    #[serde(default)]
    skip: bool,
}

/// The same, ready to read with: each reading when it is first wanted, as nobody waits for the
/// patterns of the others.
#[derive(Debug)]
pub(super) struct Show {
    file: ShowFile,
    pub commands: Vec<Vec<Pattern>>,
    reads: Vec<Ready<Read>>,
    errors: Ready<Vec<Regex>>,
    pub owner: Owner,
    templates: Ready<Templates>,
}

type Ready<T> = OnceLock<Result<T, String>>;

impl Show {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: ShowFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let commands = |read: &ReadFile| {
            read.commands
                .iter()
                .map(|command| Pattern::new(command))
                .collect()
        };
        let commands = file.read.iter().map(commands).collect::<Result<_, _>>()?;
        let reads = file.read.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            file,
            commands,
            reads,
            errors: OnceLock::new(),
            owner: Owner::default(),
            templates: OnceLock::new(),
        })
    }

    /// What kind of facts a reading makes.
    pub(super) fn kind(&self, index: usize) -> Option<&'static str> {
        kind(&self.file.read[index].kind).map(|kind| kind.name)
    }

    pub(super) fn read(&self, index: usize) -> Result<&Read, String> {
        let ready = self.reads[index].get_or_init(|| self.prepare(index));
        ready.as_ref().map_err(Clone::clone)
    }

    pub(super) fn errors(&self) -> Result<&[Regex], String> {
        let patterns = || self.file.errors.iter().map(|text| self.pattern(text));
        let ready = self.errors.get_or_init(|| patterns().collect());
        ready.as_ref().map(Vec::as_slice).map_err(Clone::clone)
    }

    pub(super) fn asks(&self) -> &[Ask] {
        &self.file.ask
    }

    pub(super) fn hints(&self) -> &BTreeMap<String, String> {
        &self.file.hint
    }

    pub(super) fn templates(&self) -> Result<&Templates, String> {
        let made = || Templates::new(&self.file, &self.owner);
        self.templates
            .get_or_init(made)
            .as_ref()
            .map_err(Clone::clone)
    }

    pub(super) fn views(&self) -> &Views {
        &self.file.views
    }

    fn prepare(&self, index: usize) -> Result<Read, String> {
        let read = &self.file.read[index];
        let kind = kind(&read.kind).ok_or_else(|| format!("there is no kind {}", read.kind))?;
        let pattern = |text: &str| self.pattern(text);
        let mut making = Making {
            show: self,
            kind,
            sections: vec!["columns"],
        };
        let lines = read.line.iter().map(|line| making.rule(line));
        let lines = lines.collect::<Result<_, _>>()?;
        let trees = read
            .tree
            .iter()
            .map(|rule| rule.clone().ready(&pattern))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(field) = trees
            .iter()
            .flat_map(TreeRule::named)
            .find(|field| kind.field(field).is_none())
        {
            return Err(format!("a row of {} has no field {field}", kind.name));
        }
        Ok(Read { kind, lines, trees })
    }

    fn pattern(&self, text: &str) -> Result<Regex, String> {
        Regex::new(&self.filled(text)).map_err(|error| format!("{text}: {error}"))
    }

    /// A pattern with its pieces.
    fn filled(&self, text: &str) -> String {
        let fill = |text: String, (name, piece): (&String, &String)| {
            text.replace(&format!("{{{name}}}"), piece)
        };
        self.file.pieces.iter().fold(text.to_owned(), fill)
    }
}
