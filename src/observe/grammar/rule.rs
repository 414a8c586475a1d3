//! The rules of a reading, ready to read with.

use serde_json::Value as Json;

use super::super::facts::{Kind, Type, unit};
use super::super::form::Form;
use super::super::tree::TreeRule;
use super::{LineFile, Show};

#[derive(Debug)]
pub(in crate::observe) struct Read {
    pub kind: &'static Kind,
    pub lines: Vec<LineRule>,
    pub trees: Vec<TreeRule>,
}

impl Read {
    /// The section below a heading with columns.
    pub(in crate::observe) const COLUMNS: usize = 0;

    /// Is every pattern one for every line?
    pub(in crate::observe) fn check(&self) -> Result<(), String> {
        let forms = |rule: &LineRule| {
            let more = rule.more.as_ref().map_or(Ok(()), |(more, _)| more.check());
            rule.is.check().and(more)
        };
        self.lines.iter().try_for_each(forms)
    }
}

/// Sections are known by their numbers.
#[derive(Debug)]
pub(in crate::observe) struct LineRule {
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
pub(in crate::observe) struct Group {
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
    pub(in crate::observe) fn blind(&self) -> bool {
        NONSENSE.iter().any(|line| self.is.is_match(line))
    }
}

/// What becomes of the fields of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::observe) enum Act {
    Row,
    Add,
    Carry,
    Wait,
    Skip,
}

/// The rules of a reading while they are made.
pub(super) struct Making<'m> {
    pub show: &'m Show,
    pub kind: &'static Kind,
    pub sections: Vec<&'m str>,
}

impl<'m> Making<'m> {
    pub(super) fn rule(&mut self, line: &'m LineFile) -> Result<LineRule, String> {
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
        let unit = unit(name);
        let like = unit == "like";
        Ok(Group {
            index,
            field,
            unit: if like { String::new() } else { unit.to_owned() },
            like,
        })
    }
}
