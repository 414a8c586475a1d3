//! The lines of an output through the grammar of a pack: rows, and what was not understood.

use serde_json::Value as Json;

use super::clean::Line;
use super::facts::{Row, Type};
use super::grammar::{Act, LineRule, Read};
use super::value::put;

/// How much of an output was understood.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub lines: usize,
    pub read: usize,
    pub skipped: usize,
    pub unread: Vec<String>,
}

/// Unread lines that are kept; the rest is counted.
const MOST_UNREAD: usize = 100;

/// Rows are spread over this many lines and one more, at most.
const MOST_JOINED: usize = 3;

/// Items of a list that rows may have from a heading or from the row before.
const MOST_CARRIED: usize = 256;

/// The lines of a row that is not whole yet.
struct Half {
    joined: String,
    lines: Vec<String>,
}

struct Reader<'r> {
    read: &'r Read,
    columns: Vec<(usize, String)>,
    rows: Vec<Row>,
    carried: Row,
    section: Option<String>,
    coverage: Coverage,
    /// A line was lost since the last row that stands by itself.
    torn: bool,
}

/// Read the lines of one answer.
pub(super) fn read(read: &Read, lines: &[Line], own: &[(String, String)]) -> (Vec<Row>, Coverage) {
    let mut reader = Reader {
        read,
        columns: Vec::new(),
        rows: Vec::new(),
        carried: Row::new(),
        section: None,
        coverage: Coverage::default(),
        torn: false,
    };
    for (name, word) in own {
        if let Some(kind) = read.kind.field(name) {
            put(&mut reader.carried, name, kind, word);
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
    (reader.rows, reader.coverage)
}

impl<'r> Reader<'r> {
    /// One line, behind the one that waits for it. Gives back what waits now.
    fn line(&mut self, line: &Line, waiting: Option<Half>) -> Option<Half> {
        if let Some(mut half) = waiting {
            let joined = format!("{} {}", half.joined.trim_end(), line.text.trim_start());
            match self.rule(&joined) {
                Some(rule) if rule.act == Act::Row => {
                    self.act(rule, &joined);
                    self.coverage.read += half.lines.len() + 1;
                    return None;
                }
                Some(rule) if rule.act == Act::Wait && half.lines.len() < MOST_JOINED => {
                    half.joined = joined;
                    half.lines.push(line.text.clone());
                    return Some(half);
                }
                _ => self.half(&half),
            }
        }
        match self.rule(&line.text) {
            None if self.section.as_deref() == Some("columns") && self.by_columns(&line.text) => {
                self.coverage.read += 1
            }
            None => self.unread(&line.text),
            Some(rule) if !rule.columns.is_empty() => {
                self.heading(rule, &line.text);
                self.coverage.skipped += 1;
            }
            Some(rule) if rule.act == Act::Wait => {
                return Some(Half {
                    joined: line.text.clone(),
                    lines: vec![line.text.clone()],
                });
            }
            Some(rule) if rule.act == Act::Skip => {
                self.coverage.skipped += 1;
                self.enter(rule);
            }
            Some(rule) => {
                let mut sound = self.act(rule, &line.text);
                if rule.goes_on {
                    let read = self.read;
                    for more in read
                        .lines
                        .iter()
                        .skip_while(|one| !std::ptr::eq(*one, rule))
                        .skip(1)
                        .filter(|one| one.act == Act::Add && one.is.is_match(&line.text))
                    {
                        sound &= self.act(more, &line.text);
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

    fn rule(&self, text: &str) -> Option<&'r LineRule> {
        let section = self.section.as_deref();
        let here = |rule: &&LineRule| {
            rule.within.is_empty()
                || rule
                    .within
                    .iter()
                    .any(|within| Some(within.as_str()) == section)
        };
        self.read
            .lines
            .iter()
            .filter(here)
            .find(|rule| rule.is.is_match(text))
    }

    fn enter(&mut self, rule: &LineRule) {
        if rule.opens.is_some() {
            self.section.clone_from(&rule.opens);
        }
        for field in &rule.forget {
            self.carried.remove(field);
        }
    }

    /// Where the columns of a table begin.
    fn heading(&mut self, rule: &LineRule, text: &str) {
        let begins =
            |(word, field): (&String, &String)| Some((text.find(word.as_str())?, field.clone()));
        self.columns = rule.columns.iter().filter_map(begins).collect();
        self.columns.sort();
        self.section = Some("columns".to_owned());
    }

    /// A row by its columns. One that runs into the next column is not taken.
    fn by_columns(&mut self, text: &str) -> bool {
        let ends = self
            .columns
            .iter()
            .skip(1)
            .map(|(begin, _)| *begin)
            .chain([text.len().max(1)]);
        let mut fields = Row::new();
        for ((begin, field), end) in self.columns.iter().zip(ends) {
            let (begin, end) = (
                (*begin).min(text.len()),
                end.min(text.len()).max((*begin).min(text.len())),
            );
            let Some(cell) = text.get(begin..end) else {
                return false;
            };
            let runs_over = end < text.len() && !cell.is_empty() && !cell.ends_with(' ');
            if runs_over {
                return false;
            }
            if let Some(kind) = self
                .read
                .kind
                .field(field)
                .filter(|_| !cell.trim().is_empty())
            {
                put(&mut fields, field, kind, cell);
            }
        }
        let mut row = self.carried.clone();
        row.extend(fields);
        let whole = self.read.kind.key.iter().all(|key| row.contains_key(*key));
        if whole {
            self.rows.push(row);
        }
        whole
    }

    /// Do what a rule says, for every place in the line if it says so.
    fn act(&mut self, rule: &LineRule, text: &str) -> bool {
        self.enter(rule);
        if !rule.each {
            let sound = self.act_once(rule, text);
            if let (Some(more), Some(row)) = (&rule.more, self.rows.last_mut().filter(|_| sound)) {
                for found in more.captures_iter(text) {
                    for name in more.capture_names().flatten() {
                        if let (Some(text), Some(kind)) =
                            (found.name(name), self.read.kind.field(name))
                        {
                            put(row, name, kind, text.as_str());
                        }
                    }
                }
            }
            return sound;
        }
        let places: Vec<&str> = rule
            .is
            .find_iter(text)
            .map(|found| found.as_str())
            .collect();
        let mut sound = true;
        for place in places {
            sound &= self.act_once(rule, place);
        }
        sound
    }

    /// Do what a rule says. False if a text was not what its field can be.
    fn act_once(&mut self, rule: &LineRule, text: &str) -> bool {
        let (fields, sound) = self.fields(rule, text);
        match rule.act {
            Act::Carry => {
                let small = fields.values().all(is_small);
                if small {
                    self.carried.extend(fields);
                }
                return small && sound;
            }
            Act::Row => return self.row(rule, fields) && sound,
            Act::Add => {
                let Some(row) = self.rows.last_mut() else {
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
                            row.insert(field, value);
                        }
                    }
                }
            }
            Act::Wait | Act::Skip => {}
        }
        sound
    }

    fn fields(&self, rule: &LineRule, text: &str) -> (Row, bool) {
        let mut row = Row::new();
        let mut sound = true;
        if let Some(found) = rule.is.captures(text) {
            for name in rule.is.capture_names().flatten() {
                if let (Some(text), Some(kind)) = (found.name(name), self.read.kind.field(name)) {
                    let optional =
                        matches!(text.as_str().trim(), "" | "-" | "never" | "N/A" | "--");
                    sound &= match name.strip_suffix("__like") {
                        None => put(&mut row, name, kind, text.as_str()) || optional,
                        Some(field) => self
                            .of_the_carried_length(field, text.as_str())
                            .is_some_and(|text| put(&mut row, field, kind, &text)),
                    };
                }
            }
        }
        row.extend(rule.set.clone());
        (row, sound)
    }

    /// A network whose length a heading said: `field__like`.
    fn of_the_carried_length(&self, field: &str, text: &str) -> Option<String> {
        let (_, length) = self.carried.get(field)?.as_str()?.split_once('/')?;
        Some(format!("{text}/{length}"))
    }

    /// A new row: what is carried, what it says itself, and what it leaves to the row before.
    fn row(&mut self, rule: &LineRule, fields: Row) -> bool {
        // The row before may be the one that was not understood.
        if rule.again.is_empty() {
            self.torn = false;
        } else if self.torn {
            return false;
        }
        let mut row = self.carried.clone();
        if let Some(before) = self.rows.last() {
            for field in &rule.again {
                if let Some(value) = before.get(field).filter(|value| is_small(value)) {
                    row.insert(field.clone(), value.clone());
                }
            }
        }
        row.extend(fields);
        let whole = self.read.kind.key.iter().all(|key| row.contains_key(*key));
        if whole {
            self.rows.push(row);
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
        if self.coverage.unread.len() < MOST_UNREAD {
            let short: String = text
                .chars()
                .take(200)
                .map(|c| if c.is_control() { '\u{fffd}' } else { c })
                .collect();
            self.coverage.unread.push(short);
        }
    }
}

/// Is it fit to stand in every row that follows? Lists that grow without end are not.
fn is_small(value: &Json) -> bool {
    value
        .as_array()
        .is_none_or(|list| list.len() <= MOST_CARRIED)
}
