//! How a piece of TOML becomes a value: every leaf with its place, every mistake collected, and
//! the JSON Schema of it all from the same description.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Date, code};
use crate::diagnostic::{Diagnostic, Findings, Place, nearest, quote};

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub place: Place,
}

impl<T> At<T> {
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At {
            value: change(self.value),
            place: self.place,
        }
    }
}

/// What stands for a path in words where there is none.
pub const THE_FILE: &str = "the file";

/// Reads one source and collects what is wrong with it.
pub struct Reader<'a> {
    pub source: u32,
    pub found: &'a mut Findings,
    /// The table that is being read: `vif.prod-a`.
    pub subject: String,
}

impl Reader<'_> {
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place {
            source: self.source,
            start: span.start as u32,
            end: span.end as u32,
        }
    }

    /// Read a value, keeping its place; what does not fit is reported and left out.
    pub fn value<T: Shape>(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<At<T>> {
        let place = self.place(value.span());
        let piece = Piece {
            value: value.get_ref(),
            place,
            path,
        };
        T::read(piece, self).map(|value| At { value, place })
    }

    /// Complain that a piece is something else, and make nothing of it.
    pub fn wrong_type<T>(&mut self, piece: Piece<'_, '_>, wanted: &str) -> Option<T> {
        let Piece { value, place, path } = piece;
        let found = Diagnostic::new(
            &code::WRONG_TYPE,
            format!("{path} is {}, not {wanted}", kind(value)),
        );
        self.found.lose(path);
        self.found.push(
            found
                .at(place)
                .label(format!("should be {wanted}"))
                .subject(self.subject_of(path)),
        );
        None
    }

    /// The table a path leads to: `vif.prod-a` of `vif.prod-a.peer`.
    pub(super) fn subject_of(&self, path: &str) -> String {
        match self.subject.as_str() {
            "" => path.to_owned(),
            subject => subject.to_owned(),
        }
    }

    /// An unknown key, with the nearest known one.
    pub fn unknown_key(
        &mut self,
        path: &str,
        key: &Spanned<toml::de::DeString<'_>>,
        known: &[&str],
    ) {
        let mut found = Diagnostic::new(
            &code::UNKNOWN_KEY,
            format!("unknown key {} in {path}", quote(key.get_ref())),
        )
        .at(self.place(key.span()))
        .subject(self.subject_of(path));
        found = match nearest(key.get_ref(), known.iter().copied()) {
            Some(name) => {
                self.found.lose(match path {
                    THE_FILE => name.to_owned(),
                    _ => format!("{path}.{name}"),
                });
                found.label(format!("did you mean `{name}`?"))
            }
            None => found
                .label("not a key of this table")
                .help(format!("known here: {}", known.join(", "))),
        };
        self.found.push(found);
    }
}

/// What a TOML value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value as it stands in the file: where, and by what path it is reached.
#[derive(Clone, Copy)]
pub struct Piece<'v, 'i> {
    pub value: &'v DeValue<'i>,
    pub place: Place,
    pub path: &'v str,
}

/// Something an intent file can say.
pub trait Shape: Sized {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self>;
    fn schema() -> Json;
}

impl Shape for String {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => reader.wrong_type(piece, "text in quotes"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            DeValue::Boolean(value) => Some(*value),
            _ => reader.wrong_type(piece, "true or false"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

impl Shape for i64 {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            // A number too large for any of our keys is out of every range: let the range say so.
            DeValue::Integer(number) => Some(
                i64::from_str_radix(number.as_str(), number.radix()).unwrap_or_else(|_| {
                    if number.as_str().starts_with('-') {
                        i64::MIN
                    } else {
                        i64::MAX
                    }
                }),
            ),
            _ => reader.wrong_type(piece, "a whole number"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "integer" })
    }
}

impl<T: Shape> Shape for Vec<At<T>> {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            DeValue::Array(list) => Some(
                list.iter()
                    .filter_map(|item| reader.value(piece.path, item))
                    .collect(),
            ),
            _ => reader.wrong_type(piece, "a list in [ ]"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": T::schema() })
    }
}

/// Tables by name: `[vif.NAME]`.
pub type Named<T> = BTreeMap<String, (Place, At<T>)>;

impl<T: Shape> Shape for Named<T> {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        let (table, path) = (table(piece, reader)?, piece.path);
        let read = |(key, value): (&Spanned<toml::de::DeString<'_>>, &Spanned<DeValue<'_>>)| {
            let path = if path.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{path}.{}", key.get_ref())
            };
            let name_place = reader.place(key.span());
            let outermost = reader.subject.is_empty();
            if outermost {
                reader.subject.clone_from(&path);
            }
            let value = reader.value(&path, value);
            if outermost {
                reader.subject.clear();
            }
            Some((key.get_ref().to_string(), (name_place, value?)))
        };
        Some(table.iter().filter_map(read).collect())
    }

    fn schema() -> Json {
        json!({
            "type": "object",
            "propertyNames": { "minLength": 1 },
            "additionalProperties": T::schema(),
        })
    }
}

/// The table in a piece, or a complaint.
pub fn table<'v, 'i>(piece: Piece<'v, 'i>, reader: &mut Reader<'_>) -> Option<&'v DeTable<'i>> {
    match piece.value {
        DeValue::Table(table) => Some(table),
        _ => reader.wrong_type(piece, "a table"),
    }
}

impl Shape for Date {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        let date = match piece.value {
            DeValue::Datetime(moment) => moment.date,
            _ => None,
        };
        match date {
            Some(date) => Some(Self::new(date.year, date.month, date.day)),
            None => reader.wrong_type(piece, "a date without quotes, as 2026-10-01"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "date" })
    }
}
