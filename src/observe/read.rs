//! The lines of an output through the grammar of a pack: rows, and what was not understood.

use std::sync::Arc;

use regex::Regex;
use serde_json::Value as Json;

use super::clean::Line;
use super::columns::Columns;
use super::coverage::Coverage;
use super::facts::{Row, Type};
use super::grammar::{Act, LineRule, Read};
use super::place::{RowPlace, Text};
use super::value::put;

/// Rows are spread over this many lines and one more, at most.
const MOST_JOINED: usize = 3;

/// Items of a list that rows may have from a heading or from the row before.
const MOST_CARRIED: usize = 256;

/// The lines of a row that is not whole yet.
struct Half {
    joined: String,
    lines: Vec<String>,
    begins: u32,
    /// Where in it the further lines begin.
    further: Vec<(usize, u32)>,
}

impl Half {
    fn text(&self) -> Text<'_> {
        Text {
            text: &self.joined,
            line: self.begins,
            joined: &self.further,
        }
    }
}

/// Fields and the lines they come from.
type Places = Vec<(&'static str, u32)>;

struct Reader<'r> {
    read: &'r Read,
    columns: Columns,
    rows: Vec<Row>,
    places: Vec<RowPlace>,
    carried: Row,
    /// The lines of the carried fields.
    above: Arc<Vec<(&'static str, u32)>>,
    section: Option<String>,
    coverage: Coverage,
    /// A line was lost since the last row that stands by itself.
    torn: bool,
    /// The rules that were met.
    met: Vec<bool>,
    /// One of them on a line that is no ruler and stands around no answer.
    told: bool,
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
pub(super) fn read(read: &Read, lines: &[Line], own: &[(String, String)]) -> Answer {
    let mut reader = Reader {
        read,
        columns: Columns::default(),
        rows: Vec::new(),
        places: Vec::new(),
        carried: Row::new(),
        above: Arc::default(),
        section: None,
        coverage: Coverage::default(),
        torn: false,
        met: vec![false; read.lines.len()],
        told: false,
    };
    for (field, kind, word) in read.kind.told(own) {
        if put(&mut reader.carried, field, kind, word) {
            reader.place_above(field, 0);
        }
    }
    let mut waiting: Option<Half> = None;
    for line in lines {
        reader.coverage.lines += 1;
        if line.noise && !(line.logged && read.kind.name == "log") {
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
        waiting = reader.line(line, waiting);
    }
    if let Some(half) = waiting {
        reader.half(&half);
    }
    reader.answer()
}

impl<'r> Reader<'r> {
    /// One line, behind the one that waits for it. Gives back what waits now.
    fn line(&mut self, line: &Line, waiting: Option<Half>) -> Option<Half> {
        if let Some(mut half) = waiting {
            half.joined.truncate(half.joined.trim_end().len());
            half.joined.push(' ');
            half.further.push((half.joined.len(), line.number));
            half.joined += line.text.trim_start();
            match self.rule(&half.joined) {
                Some(rule) if rule.act == Act::Row => {
                    self.act(rule, half.text());
                    self.coverage.read += half.lines.len() + 1;
                    return None;
                }
                Some(rule) if rule.act == Act::Wait && half.lines.len() < MOST_JOINED => {
                    half.lines.push(line.text.clone());
                    return Some(half);
                }
                _ => self.half(&half),
            }
        }
        let text = Text {
            text: &line.text,
            line: line.number,
            joined: &[],
        };
        match self.rule(&line.text) {
            None if self.section.as_deref() == Some("columns") && self.by_columns(text) => {
                self.coverage.read += 1
            }
            None => self.unread(&line.text),
            Some(rule) if !rule.columns.is_empty() => {
                self.columns = Columns::new(&rule.columns, &line.text);
                self.section = Some("columns".to_owned());
                self.coverage.skipped += 1;
            }
            Some(rule) if rule.act == Act::Wait => {
                return Some(Half {
                    joined: line.text.clone(),
                    lines: vec![line.text.clone()],
                    begins: line.number,
                    further: Vec::new(),
                });
            }
            Some(rule) if rule.act == Act::Skip => {
                self.coverage.skipped += 1;
                self.enter(rule);
            }
            Some(rule) => {
                let mut sound = self.act(rule, text);
                if rule.goes_on {
                    let read = self.read;
                    for more in read
                        .lines
                        .iter()
                        .skip_while(|one| !std::ptr::eq(*one, rule))
                        .skip(1)
                        .filter(|one| one.act == Act::Add && one.is.is_match(&line.text))
                    {
                        sound &= self.act(more, text);
                    }
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

    fn rule(&mut self, text: &str) -> Option<&'r LineRule> {
        let section = self.section.as_deref();
        let here = |rule: &LineRule| {
            rule.within.is_empty()
                || rule
                    .within
                    .iter()
                    .any(|within| Some(within.as_str()) == section)
        };
        let mut rules = self.read.lines.iter().enumerate();
        let (index, rule) = rules.find(|(_, rule)| here(rule) && rule.is.is_match(text))?;
        self.met[index] = true;
        self.told = self.told || !is_frame(text);
        Some(rule)
    }

    fn answer(self) -> Answer {
        let whole = self.rows.is_empty() && self.coverage.unread.is_empty() && self.told && {
            let rules = self.read.lines.iter().zip(&self.met);
            rules
                .filter(|(_, met)| **met)
                .all(|(rule, _)| !rule.blind())
        };
        Answer {
            rows: self.rows,
            places: self.places,
            coverage: self.coverage,
            whole,
        }
    }

    fn enter(&mut self, rule: &LineRule) {
        if rule.opens.is_some() {
            self.section.clone_from(&rule.opens);
        }
        for field in &rule.forget {
            self.carried.remove(field);
            if self.above.iter().any(|(name, _)| name == field) {
                Arc::make_mut(&mut self.above).retain(|(name, _)| name != field);
            }
        }
    }

    fn place_above(&mut self, field: &'static str, line: u32) {
        let above = Arc::make_mut(&mut self.above);
        above.retain(|(name, _)| *name != field);
        above.push((field, line));
    }

    /// A row by its columns.
    fn by_columns(&mut self, place: Text<'_>) -> bool {
        let mut fields = Row::new();
        let Some(cells) = self.columns.cells(place.text) else {
            return false;
        };
        for (field, cell) in cells {
            if let Some(kind) = self.read.kind.field(field) {
                put(&mut fields, field, kind, cell);
            }
        }
        self.push(fields, Row::new(), self.place(place.line), &Vec::new())
    }

    /// A row on this line that has all its fields from above.
    fn place(&self, line: u32) -> RowPlace {
        RowPlace {
            line,
            fields: Arc::clone(&self.above),
        }
    }

    /// Do what a rule says, for every place in the line if it says so.
    fn act(&mut self, rule: &LineRule, text: Text<'_>) -> bool {
        self.enter(rule);
        let mut sound = true;
        if rule.each {
            for found in rule.is.find_iter(text.text) {
                let place = Text {
                    text: found.as_str(),
                    line: text.line_at(found.start()),
                    joined: &[],
                };
                sound &= self.act_once(rule, place);
            }
            return sound;
        }
        sound = self.act_once(rule, text);
        if let Some(more) = rule.more.as_ref().filter(|_| sound) {
            self.more(more, text);
        }
        sound
    }

    /// What else a line says about its row.
    fn more(&mut self, more: &Regex, text: Text<'_>) {
        let (Some(row), Some(place)) = (self.rows.last_mut(), self.places.last_mut()) else {
            return;
        };
        for found in more.captures_iter(text.text) {
            for name in more.capture_names().flatten() {
                if let (Some(part), Some((field, kind))) =
                    (found.name(name), self.read.kind.known(name))
                    && put(row, name, kind, part.as_str())
                {
                    place.note(field, text.line_at(part.start()));
                }
            }
        }
    }

    /// Do what a rule says. False if a text was not what its field can be.
    fn act_once(&mut self, rule: &LineRule, text: Text<'_>) -> bool {
        let (fields, further, sound) = self.fields(rule, text);
        match rule.act {
            Act::Carry => {
                let small = fields.values().all(is_small);
                if small {
                    for field in fields.keys() {
                        if let Some((field, _)) = self.read.kind.known(field) {
                            self.place_above(field, text.line);
                        }
                    }
                    self.carried.extend(fields);
                }
                return small && sound;
            }
            Act::Row => return self.row(rule, fields, &further, text.line) && sound,
            Act::Add => {
                let (Some(row), Some(place)) = (self.rows.last_mut(), self.places.last_mut())
                else {
                    return false;
                };
                for (field, value) in fields {
                    // A list grows; a path is one value.
                    let grows = self.read.kind.field(&field).is_some_and(Type::is_list);
                    match (row.get_mut(&field), value) {
                        (Some(Json::Array(known)), Json::Array(more)) if grows => {
                            known.extend(more);
                        }
                        (_, value) => {
                            if let Some((field, _)) = self.read.kind.known(&field) {
                                place.note(field, text.line);
                            }
                            row.insert(field, value);
                        }
                    }
                }
            }
            Act::Wait | Act::Skip => {}
        }
        sound
    }

    /// What the groups of a rule say, those from a further line, and whether it is sound.
    fn fields(&self, rule: &LineRule, place: Text<'_>) -> (Row, Places, bool) {
        let mut row = Row::new();
        let mut further = Vec::new();
        let mut sound = true;
        if let Some(found) = rule.is.captures(place.text) {
            for name in rule.is.capture_names().flatten() {
                if let (Some(text), Some(kind)) = (found.name(name), self.read.kind.field(name)) {
                    let line = place.line_at(text.start());
                    let optional =
                        matches!(text.as_str().trim(), "" | "-" | "never" | "N/A" | "--");
                    sound &= match name.strip_suffix("__like") {
                        None => put(&mut row, name, kind, text.as_str()) || optional,
                        Some(field) => self
                            .of_the_carried_length(field, text.as_str())
                            .is_some_and(|text| put(&mut row, field, kind, &text)),
                    };
                    if line != place.line {
                        further.extend(self.said(&row, name).map(|field| (field, line)));
                    }
                }
            }
        }
        row.extend(rule.set.clone());
        (row, further, sound)
    }

    /// The fields that a group of this name has filled.
    fn said(&self, row: &Row, name: &str) -> impl Iterator<Item = &'static str> {
        let of_a_state = ["state", "prefixes_received", "admin_down", "reason"];
        let (field, kind) = self.read.kind.known(name).unzip();
        let state = matches!(kind, Some(Type::BgpState | Type::BgpStateOrCount));
        of_a_state
            .into_iter()
            .filter(move |_| state)
            .chain(field)
            .filter(|field| row.contains_key(*field))
    }

    /// A network whose length a heading said: `field__like`.
    fn of_the_carried_length(&self, field: &str, text: &str) -> Option<String> {
        let (_, length) = self.carried.get(field)?.as_str()?.split_once('/')?;
        Some(format!("{text}/{length}"))
    }

    /// A new row: what is carried, what it says itself, and what it leaves to the row before.
    fn row(&mut self, rule: &LineRule, fields: Row, further: &Places, line: u32) -> bool {
        // The row before may be the one that was not understood.
        if rule.again.is_empty() {
            self.torn = false;
        } else if self.torn {
            return false;
        }
        let mut again = Row::new();
        let mut place = self.place(line);
        if let (Some(before), Some(there)) = (self.rows.last(), self.places.last()) {
            for field in &rule.again {
                if let (Some(value), Some((name, _))) = (
                    before.get(field).filter(|value| is_small(value)),
                    self.read.kind.known(field),
                ) {
                    again.insert(field.clone(), value.clone());
                    place.note(name, there.of(name));
                }
            }
        }
        self.push(fields, again, place, further)
    }

    /// A new row of what it says itself, what it has from the row before, and what is carried.
    fn push(&mut self, fields: Row, again: Row, mut place: RowPlace, further: &Places) -> bool {
        let mut row = self.carried.clone();
        row.extend(again);
        if !place.fields.is_empty() {
            for (field, _) in fields
                .keys()
                .filter_map(|field| self.read.kind.known(field))
            {
                place.note(field, place.line);
            }
        }
        for (field, line) in further {
            place.note(field, *line);
        }
        // Rows that say themselves what they are about are not about the command's word.
        for key in self.read.kind.key {
            if fields.contains_key(*key) && self.above.contains(&(key, 0)) {
                self.carried.remove(*key);
                Arc::make_mut(&mut self.above).retain(|(field, _)| field != key);
            }
        }
        row.extend(fields);
        let whole = self.read.kind.key.iter().all(|key| row.contains_key(*key));
        if whole {
            self.rows.push(row);
            self.places.push(place);
        }
        whole
    }

    /// Lines that waited for one that did not come.
    fn half(&mut self, half: &Half) {
        for line in &half.lines {
            self.unread(line);
        }
    }

    fn unread(&mut self, text: &str) {
        self.torn = true;
        self.coverage.keep(text);
    }
}

/// A ruler, a prompt, a comment: what any answer may have.
fn is_frame(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['[', '{', '<'])
        || text.starts_with("--{")
        || text.contains(" echo: ")
        || text.ends_with(['#', '>', '$', ']', '}', '|'])
        || text.contains(";;;")
        || !text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// Is it fit to stand in every row that follows? Lists that grow without end are not.
fn is_small(value: &Json) -> bool {
    value
        .as_array()
        .is_none_or(|list| list.len() <= MOST_CARRIED)
}
