//! How a pack says to read an output: what starts a record, what fills which field, what carries on
//! from a heading, what wraps to the next line, what is passed over on purpose.
//!
//! An answer without rows is an empty list only where every line fits a rule that nonsense would not
//! fit, and one of them shows what was answered: a heading, a count of nothing. A word of the user's
//! own in a command (`<vrf>`) only chooses what is asked for. What was asked for is not what was
//! answered: such a word fills a field where the kind names it in `told`, and no line says
//! otherwise. What a row is known by is told only where one thing is asked about (`ping`), and until a
//! row says it itself.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value as Json;

use super::ask::{Ask, Owner, Templates};
use super::command::Pattern;
use super::facts::{Kind, Type, kind};
use super::form::Form;
use super::tree::TreeRule;
use super::views::Views;

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

#[derive(Debug)]
pub(super) struct Read {
    pub kind: &'static Kind,
    pub lines: Vec<LineRule>,
    pub trees: Vec<TreeRule>,
}

impl Read {
    /// The section below a heading with columns.
    pub(super) const COLUMNS: usize = 0;

    /// Is every pattern one for every line?
    pub(super) fn check(&self) -> Result<(), String> {
        let forms = |rule: &LineRule| {
            let more = rule.more.as_ref().map_or(Ok(()), |(more, _)| more.check());
            rule.is.check().and(more)
        };
        self.lines.iter().try_for_each(forms)
    }
}

/// Sections are known by their numbers.
#[derive(Debug)]
pub(super) struct LineRule {
    pub is: Form,
    pub groups: Vec<Group>,
    pub within: Vec<usize>,
    pub each: bool,
    pub more: Option<(Form, Vec<Group>)>,
    pub columns: Vec<(String, Group)>,
    pub act: Act,
    pub opens: Option<usize>,
    pub forget: Vec<&'static str>,
    pub set: Vec<(&'static str, Json)>,
    pub again: Vec<&'static str>,
    pub goes_on: bool,
}

/// What a group of a pattern fills: `field__unit`, or `field__like`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub index: usize,
    pub field: (&'static str, Type),
    pub unit: String,
    /// A network whose length a heading said.
    pub like: bool,
}

/// Lines that no device prints. A rule that one of them fits would pass over anything, and so does
/// not show that a line is understood.
const NONSENSE: &[&str] = &[
    "xyzzy",
    "  xyzzy",
    "Xyzzy plugh: plover",
    "  Xyzzy plugh: plover",
    "  xyzzy plugh plover",
    "xyzzy: plugh",
    "    xyzzy=plugh",
    "xyzzy plugh",
    "7 7 7 7",
    "  7",
    "xyzzy.0 7 7 7",
    "2001:db8::1",
    "192.0.2.1",
];

impl LineRule {
    /// Would it pass over anything?
    pub(super) fn blind(&self) -> bool {
        NONSENSE.iter().any(|line| self.is.is_match(line))
    }
}

/// What becomes of the fields of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Row,
    Add,
    Carry,
    Wait,
    Skip,
}

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

/// The rules of a reading while they are made.
struct Making<'m> {
    show: &'m Show,
    kind: &'static Kind,
    sections: Vec<&'m str>,
}

impl<'m> Making<'m> {
    fn rule(&mut self, line: &'m LineFile) -> Result<LineRule, String> {
        let is = Form::new(self.show.filled(&line.is))?;
        let form = |text: &String| Form::new(self.show.filled(text));
        let more = line.more.as_ref().map(form).transpose()?;
        let more = more.map(|form| Ok::<_, String>((self.groups(line, &form)?, form)));
        let act = match (line.row, line.carry, line.waits, line.skip) {
            (true, false, false, false) => Act::Row,
            (false, true, false, false) => Act::Carry,
            (false, false, true, false) => Act::Wait,
            (false, false, false, true) => Act::Skip,
            (false, false, false, false) => Act::Add,
            _ => {
                return Err(format!(
                    "{}: a line does one of row, carry, waits and skip",
                    line.is
                ));
            }
        };
        let field = |name: &String| Ok::<_, String>(self.group(line, 0, name)?.field.0);
        let fields = |names: &[String]| names.iter().map(field).collect::<Result<Vec<_>, _>>();
        let set = line.set.iter();
        let set = set.map(|(name, value)| Ok::<_, String>((field(name)?, value.clone())));
        let columns = line.columns.iter();
        let columns =
            columns.map(|(word, name)| Ok::<_, String>((word.clone(), self.group(line, 0, name)?)));
        Ok(LineRule {
            groups: self.groups(line, &is)?,
            is,
            each: line.each,
            more: more.transpose()?.map(|(groups, form)| (form, groups)),
            columns: columns.collect::<Result<_, _>>()?,
            act,
            forget: fields(&line.forget)?,
            set: set.collect::<Result<_, _>>()?,
            again: fields(&line.again)?,
            goes_on: line.goes_on,
            within: line.within.iter().map(|name| self.section(name)).collect(),
            opens: line.opens.as_ref().map(|name| self.section(name)),
        })
    }

    fn section(&mut self, name: &'m str) -> usize {
        let known = self.sections.iter().position(|section| *section == name);
        known.unwrap_or_else(|| {
            self.sections.push(name);
            self.sections.len() - 1
        })
    }

    fn groups(&self, line: &LineFile, form: &Form) -> Result<Vec<Group>, String> {
        let groups = form.groups().into_iter();
        groups
            .map(|(index, name)| self.group(line, index, &name))
            .collect()
    }

    fn group(&self, line: &LineFile, index: usize, name: &str) -> Result<Group, String> {
        let kind = self.kind;
        let field = kind.known(name);
        let field = field
            .ok_or_else(|| format!("{}: a row of {} has no field {name}", line.is, kind.name))?;
        let unit = name.split_once("__").map_or("", |(_, unit)| unit);
        let like = unit == "like";
        Ok(Group {
            index,
            field,
            unit: if like { String::new() } else { unit.to_owned() },
            like,
        })
    }
}
