//! The lines of an output through the grammar of a pack: rows, and what was not understood.

use super::clean::{Line, is_frame};
use super::columns::Columns;
use super::coverage::Coverage;
use super::form::{Form, Found};
use super::grammar::{Act, Group, LineRule, Read};
use super::half::Half;
use super::place::{RowPlace, Text};
use super::row::Row;
use super::rows::{Rows, Said, filled};
use super::value::put;

struct Reader<'r> {
    read: &'r Read,
    columns: Columns,
    section: Option<usize>,
    rows: Rows,
    coverage: Coverage,
    /// Where the groups of each rule were last found.
    found: Vec<Option<Found>>,
    /// The rules that were met.
    met: Vec<bool>,
    /// One of them on a line that is no ruler and stands around no answer.
    told: bool,
}

/// What a line makes of the lines that wait for it.
enum Joined {
    Whole,
    Waits(Half),
    /// It does not belong to them.
    No,
}

/// What the lines of an answer say.
pub(super) struct Answer {
    pub rows: Vec<Row>,
    pub places: Vec<RowPlace>,
    pub coverage: Coverage,
    /// It has no rows, and its lines say that there are none.
    pub whole: bool,
}

/// Read the lines of one answer.
pub(super) fn read<'o>(
    read: &Read,
    lines: impl Iterator<Item = Line<'o>>,
    own: &[(String, String)],
) -> Answer {
    let mut reader = Reader {
        read,
        columns: Columns::default(),
        section: None,
        rows: Rows::new(read.kind, own),
        coverage: Coverage::default(),
        found: read.lines.iter().map(|_| None).collect(),
        met: vec![false; read.lines.len()],
        told: false,
    };
    let log_wanted = read.kind.name == "log";
    let mut waiting: Option<Half> = None;
    for line in lines {
        reader.coverage.lines += 1;
        if line.noise && !(line.logged && log_wanted) {
            reader.coverage.skipped += 1;
            continue;
        }
        if line.cut {
            if let Some(half) = waiting.take() {
                reader.half(&half);
            }
            reader.unread(&line.text);
            continue;
        }
        waiting = reader.line(&line, waiting);
    }
    if let Some(half) = waiting {
        reader.half(&half);
    }
    reader.answer()
}

impl<'r> Reader<'r> {
    /// One line, behind the one that waits for it. Gives back what waits now.
    fn line(&mut self, line: &Line<'_>, waiting: Option<Half>) -> Option<Half> {
        let Some(half) = waiting else {
            return self.alone(line);
        };
        match self.joined(half, line) {
            Joined::Whole => None,
            Joined::Waits(half) => Some(half),
            Joined::No => self.alone(line),
        }
    }

    /// A line behind the ones of a row that is not whole yet.
    fn joined(&mut self, mut half: Half, line: &Line<'_>) -> Joined {
        half.join(line);
        match self.rule(&half.text()) {
            Some((index, rule)) if rule.act == Act::Row => {
                self.act(index, rule, &half.text());
                self.coverage.read += half.lines.len() + 1;
                Joined::Whole
            }
            Some((_, rule)) if rule.act == Act::Wait && half.may_go_on() => {
                half.lines.push(line.text.clone().into_owned());
                Joined::Waits(half)
            }
            _ => {
                self.half(&half);
                Joined::No
            }
        }
    }

    /// One line for itself. Gives back what waits now.
    fn alone(&mut self, line: &Line<'_>) -> Option<Half> {
        let text = Text::known(&line.text, line.number, line.ascii);
        match self.rule(&text) {
            None if self.section == Some(Read::COLUMNS) && self.by_columns(&text) => {
                self.coverage.read += 1;
            }
            None => self.unread(&line.text),
            Some((_, rule)) if !rule.columns.is_empty() => {
                self.columns = Columns::new(&rule.columns, &line.text);
                self.section = Some(Read::COLUMNS);
                self.coverage.skipped += 1;
            }
            Some((_, rule)) if rule.act == Act::Wait => return Some(Half::new(&text)),
            Some((_, rule)) if rule.act == Act::Skip => {
                self.coverage.skipped += 1;
                self.enter(rule);
            }
            Some((index, rule)) => {
                let mut sound = self.act(index, rule, &text);
                if rule.goes_on {
                    sound &= self.go_on(index, &text);
                }
                if sound {
                    self.coverage.read += 1;
                } else {
                    self.unread(&line.text);
                }
            }
        }
        None
    }

    /// What the rules behind one say of the same line.
    fn go_on(&mut self, index: usize, text: &Text<'_>) -> bool {
        let mut sound = true;
        for (index, rule) in self.read.lines.iter().enumerate().skip(index + 1) {
            if rule.act == Act::Add && rule.is.find(text, 0, &mut self.found[index]) {
                sound &= self.act(index, rule, text);
            }
        }
        sound
    }

    /// The first rule that fits. Where its groups are stands in `found`.
    fn rule(&mut self, text: &Text<'_>) -> Option<(usize, &'r LineRule)> {
        for (index, rule) in self.read.lines.iter().enumerate() {
            let here = rule.within.is_empty()
                || self.section.is_some_and(|here| rule.within.contains(&here));
            if here && rule.is.may_fit(text) && rule.is.find(text, 0, &mut self.found[index]) {
                self.met[index] = true;
                self.told = self.told || !is_frame(text.text);
                return Some((index, rule));
            }
        }
        None
    }

    fn answer(self) -> Answer {
        let rules = self.read.lines.iter().zip(&self.met);
        let mut met = rules.filter(|(_, met)| **met).map(|(rule, _)| rule);
        let whole = self.rows.rows.is_empty()
            && self.coverage.unread.is_empty()
            && self.told
            && met.all(|rule| !rule.blind());
        Answer {
            rows: self.rows.rows,
            places: self.rows.places,
            coverage: self.coverage,
            whole,
        }
    }

    fn enter(&mut self, rule: &LineRule) {
        if rule.opens.is_some() {
            self.section = rule.opens;
        }
        for field in &rule.forget {
            self.rows.forget(field);
        }
    }

    /// A row by its columns.
    fn by_columns(&mut self, text: &Text<'_>) -> bool {
        let mut fields = Row::new();
        let Some(cells) = self.columns.cells(text.text) else {
            return false;
        };
        for (field, unit, cell) in cells {
            put(&mut fields, field, unit, cell);
        }
        self.rows.alone(fields, text.line)
    }

    /// Do what a rule says that has just been found to fit, for every place in the line if it says
    /// so. False if a text was not what its field can be.
    fn act(&mut self, index: usize, rule: &LineRule, text: &Text<'_>) -> bool {
        self.enter(rule);
        if rule.each {
            let mut sound = true;
            for (begin, _) in rule.is.all(text.text) {
                rule.is.find(text, begin, &mut self.found[index]);
                let place = Text {
                    line: text.line_at(begin),
                    joined: &[],
                    ..*text
                };
                sound &= self.act_once(index, rule, &place);
            }
            return sound;
        }
        let sound = self.act_once(index, rule, text);
        if let Some((more, groups)) = rule.more.as_ref().filter(|_| sound) {
            self.more(more, groups, text);
        }
        sound
    }

    /// What else a line says about its row.
    fn more(&mut self, more: &Form, groups: &[Group], text: &Text<'_>) {
        let mut found = None;
        for (begin, _) in more.all(text.text) {
            more.find(text, begin, &mut found);
            for group in groups {
                let place = found.as_ref().and_then(|found| found.get(group.index));
                if let Some((begin, end)) = place {
                    let line = text.line_at(begin);
                    self.rows.more(group, &text.text[begin..end], line);
                }
            }
        }
    }

    fn act_once(&mut self, index: usize, rule: &LineRule, text: &Text<'_>) -> bool {
        let said = self.said(index, rule, text);
        match rule.act {
            Act::Carry => self.rows.carry(said, text.line),
            Act::Row => self.rows.row(rule, said, text),
            Act::Add => self.rows.add(said, text.line),
            Act::Wait | Act::Skip => said.sound,
        }
    }

    /// What the groups of a rule say.
    fn said(&self, index: usize, rule: &LineRule, text: &Text<'_>) -> Said {
        let mut said = Said {
            fields: self.rows.room(rule.groups.len() + rule.set.len()),
            further: Vec::new(),
            sound: true,
        };
        for group in &rule.groups {
            let place = self.found[index]
                .as_ref()
                .and_then(|found| found.get(group.index));
            let Some((begin, end)) = place else { continue };
            let part = &text.text[begin..end];
            if !self.rows.put(&mut said.fields, group, part) {
                let none = matches!(part.trim(), "" | "-" | "never" | "N/A" | "--");
                said.sound &= none && !group.like;
            }
            if text.line_at(begin) != text.line {
                let line = text.line_at(begin);
                said.further
                    .extend(filled(&said.fields, group).map(|field| (field, line)));
            }
        }
        for (field, value) in &rule.set {
            said.fields.insert(field, value.clone());
        }
        said
    }

    /// Lines that waited for one that did not come.
    fn half(&mut self, half: &Half) {
        for line in &half.lines {
            self.unread(line);
        }
    }

    fn unread(&mut self, text: &str) {
        self.rows.torn = true;
        self.coverage.keep(text);
    }
}
