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
        T::read(value.get_ref(), place, path, self).map(|value| At { value, place })
    }

    fn wrong_type(&mut self, path: &str, value: &DeValue<'_>, place: Place, wanted: &str) {
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

/// Something an intent file can say.
pub trait Shape: Sized {
    fn read(value: &DeValue<'_>, place: Place, path: &str, reader: &mut Reader<'_>)
    -> Option<Self>;
    fn schema() -> Json;
}

impl Shape for String {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
            DeValue::String(text) => Some(text.to_string()),
            other => {
                reader.wrong_type(path, other, place, "text in quotes");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
            DeValue::Boolean(value) => Some(*value),
            other => {
                reader.wrong_type(path, other, place, "true or false");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

impl Shape for i64 {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
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
            other => {
                reader.wrong_type(path, other, place, "a whole number");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "integer" })
    }
}

impl<T: Shape> Shape for Vec<At<T>> {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
            DeValue::Array(list) => Some(
                list.iter()
                    .filter_map(|item| reader.value(path, item))
                    .collect(),
            ),
            other => {
                reader.wrong_type(path, other, place, "a list in [ ]");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": T::schema() })
    }
}

/// Tables by name: `[vif.NAME]`.
pub type Named<T> = BTreeMap<String, (Place, At<T>)>;

impl<T: Shape> Shape for Named<T> {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let table = table(value, place, path, reader)?;
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

/// The table in a value, or a complaint.
pub fn table<'v, 'i>(
    value: &'v DeValue<'i>,
    place: Place,
    path: &str,
    reader: &mut Reader<'_>,
) -> Option<&'v DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        other => {
            reader.wrong_type(path, other, place, "a table");
            None
        }
    }
}

impl Shape for Date {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let date = match value {
            DeValue::Datetime(moment) => moment.date,
            _ => None,
        };
        match date {
            Some(date) => Some(Self::new(date.year, date.month, date.day)),
            None => {
                reader.wrong_type(path, value, place, "a date without quotes, as 2026-10-01");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "date" })
    }
}

/// A number that people also write in other ways, kept as it stands: an ASN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    Number(i64),
    Text(String),
}

impl Shape for Written {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
            DeValue::Integer(_) => i64::read(value, place, path, reader).map(Self::Number),
            DeValue::Float(number) => Some(Self::Text(number.as_str().to_owned())),
            DeValue::String(text) => Some(Self::Text(text.to_string())),
            other => {
                reader.wrong_type(path, other, place, "a whole number");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({
            "type": "integer",
            "minimum": 1,
            "maximum": 4_294_967_294_u32,
            "not": { "const": 65535 },
        })
    }
}

/// True, false, or a table of particulars.
#[derive(Clone, Debug)]
pub enum Switch<T> {
    Plain(bool),
    Detailed(T),
}

impl<T: Shape> Shape for Switch<T> {
    fn read(
        value: &DeValue<'_>,
        place: Place,
        path: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        match value {
            DeValue::Boolean(value) => Some(Self::Plain(*value)),
            DeValue::Table(_) => T::read(value, place, path, reader).map(Self::Detailed),
            other => {
                reader.wrong_type(path, other, place, "true, false or a table");
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "oneOf": [{ "type": "boolean" }, T::schema()] })
    }
}
