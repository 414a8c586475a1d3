//! The rows of an answer while it is read: what is carried from a heading, what a row leaves to the
//! one behind it, and the lines that all of it comes from.

use std::sync::Arc;

use serde_json::Value as Json;

use super::facts::{Kind, Type};
use super::grammar::{Group, LineRule};
use super::place::{RowPlace, Text};
use super::row::Row;
use super::value::put;

/// Items of a list that rows may have from a heading or from the row before.
const MOST_CARRIED: usize = 256;

/// What a line says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub fields: Row,
    /// Fields that a further line of the row says.
    pub further: Vec<(&'static str, u32)>,
    /// Is every text what its field can be?
    pub sound: bool,
}

#[derive(Debug)]
pub(super) struct Rows {
    kind: &'static Kind,
    pub rows: Vec<Row>,
    pub places: Vec<RowPlace>,
    carried: Row,
    /// The lines of the carried fields.
    above: Arc<Vec<(&'static str, u32)>>,
    /// A line was lost since the last row that stands by itself.
    pub torn: bool,
}

impl Rows {
    /// None yet; the words of the command tell what they can.
    pub(super) fn new(kind: &'static Kind, own: &[(String, String)]) -> Self {
        let mut rows = Self {
            kind,
            rows: Vec::new(),
            places: Vec::new(),
            carried: Row::new(),
            above: Arc::default(),
            torn: false,
        };
        for (field, of, word) in kind.told(own) {
            if put(&mut rows.carried, (field, of), "", word) {
                rows.place_above(field, 0);
            }
        }
        rows
    }

    fn place_above(&mut self, field: &'static str, line: u32) {
        let above = Arc::make_mut(&mut self.above);
        above.retain(|(name, _)| *name != field);
        above.push((field, line));
    }

    /// A carried field ends here.
    pub(super) fn forget(&mut self, field: &str) {
        self.carried.remove(field);
        if self.above.iter().any(|(name, _)| *name == field) {
            Arc::make_mut(&mut self.above).retain(|(name, _)| *name != field);
        }
    }

    /// The text of a group, with what else it needs to be a value. False if it is none.
    pub(super) fn put(&self, row: &mut Row, group: &Group, text: &str) -> bool {
        if !group.like {
            return put(row, group.field, &group.unit, text);
        }
        // A network whose length a heading said.
        let carried = self.carried.get(group.field.0).and_then(Json::as_str);
        let length = carried.and_then(|network| network.split_once('/'));
        length.is_some_and(|(_, length)| {
            put(row, group.field, &group.unit, &format!("{text}/{length}"))
        })
    }

    /// Fields for all rows that follow.
    pub(super) fn carry(&mut self, said: Said, line: u32) -> bool {
        let small = said.fields.values().all(is_small);
        if small {
            for field in said.fields.keys() {
                self.place_above(field, line);
            }
            self.carried.extend(said.fields);
        }
        small && said.sound
    }

    /// Fields for the last row.
    pub(super) fn add(&mut self, said: Said, line: u32) -> bool {
        let (Some(row), Some(place)) = (self.rows.last_mut(), self.places.last_mut()) else {
            return false;
        };
        for (field, value) in said.fields {
            // A list grows; a path is one value.
            let grows = self.kind.field(field).is_some_and(Type::is_list);
            match (row.get_mut(field), value) {
                (Some(Json::Array(known)), Json::Array(more)) if grows => known.extend(more),
                (_, value) => {
                    place.note(field, line);
                    row.insert(field, value);
                }
            }
        }
        said.sound
    }

    /// A group that stands in the line of the last row any number of times.
    pub(super) fn more(&mut self, group: &Group, part: &str, line: u32) {
        if let (Some(row), Some(place)) = (self.rows.last_mut(), self.places.last_mut())
            && put(row, group.field, &group.unit, part)
        {
            place.note(group.field.0, line);
        }
    }

    /// A new row: what is carried, what it says itself, and what it leaves to the row before.
    pub(super) fn row(&mut self, rule: &LineRule, said: Said, text: &Text<'_>) -> bool {
        // The row before may be the one that was not understood.
        if rule.again.is_empty() {
            self.torn = false;
        } else if self.torn {
            return false;
        }
        let Said {
            mut fields,
            further,
            sound,
        } = said;
        let mut place = self.place(&fields, text.line);
        if let (Some(before), Some(there)) = (self.rows.last(), self.places.last()) {
            for field in &rule.again {
                let value = before.get(field).filter(|value| is_small(value));
                if let Some(value) = value.filter(|_| !fields.contains_key(field)) {
                    fields.insert(field, value.clone());
                    place.note(field, there.of(field));
                }
            }
        }
        for (field, line) in further {
            place.note(field, line);
        }
        self.push(fields, place) && sound
    }

    /// A row of these fields on this line, and where it has the others from.
    fn place(&mut self, fields: &Row, line: u32) -> RowPlace {
        // Rows that say themselves what they are about are not about the command's word.
        for key in self.kind.key {
            if self.above.contains(&(key, 0)) && fields.contains_key(key) {
                self.forget(key);
            }
        }
        let mut place = RowPlace {
            line,
            fields: Arc::clone(&self.above),
        };
        if !place.fields.is_empty() {
            for field in fields.keys() {
                place.note(field, line);
            }
        }
        place
    }

    /// A row that says all it has by itself.
    pub(super) fn alone(&mut self, fields: Row, line: u32) -> bool {
        let place = self.place(&fields, line);
        self.push(fields, place)
    }

    fn push(&mut self, mut row: Row, place: RowPlace) -> bool {
        for (field, value) in self.carried.iter() {
            if !row.contains_key(field) {
                row.insert(field, value.clone());
            }
        }
        let whole = self.kind.key.iter().all(|key| row.contains_key(key));
        if whole {
            self.rows.push(row);
            self.places.push(place);
        }
        whole
    }

    /// Room that a row of so many fields wants.
    pub(super) fn room(&self, fields: usize) -> Row {
        Row::with_capacity(fields + self.carried.len() + 1)
    }
}

/// Is it fit to stand in every row that follows? Lists that grow without end are not.
fn is_small(value: &Json) -> bool {
    value
        .as_array()
        .is_none_or(|list| list.len() <= MOST_CARRIED)
}

/// The fields that a group fills, of those that are there.
pub(super) fn filled(fields: &Row, group: &Group) -> impl Iterator<Item = &'static str> {
    let of_a_state = ["state", "prefixes_received", "admin_down", "reason"];
    let (field, kind) = group.field;
    let state = matches!(kind, Type::BgpState | Type::BgpStateOrCount);
    let all = of_a_state.into_iter().filter(move |_| state).chain([field]);
    all.filter(|field| fields.contains_key(field))
}
