//! A table of an intent file, described once: from the description come its struct, how it is read,
//! how two of them are joined, and its JSON Schema.

use serde_json::{Map, Value as Json, json};

use super::shape::Shape;
use crate::diagnostic::Place;

/// One of these values.
pub fn values<T: serde::Serialize>(list: &[T]) -> Json {
    json!({ "enum": list })
}

/// A number from here to there.
pub fn range(least: i64, most: i64) -> Json {
    json!({ "minimum": least, "maximum": most })
}

/// Text of a form that a regular expression of ECMA 262 describes.
pub fn form(pattern: &str) -> Json {
    json!({ "pattern": pattern })
}

/// Add a limit to what a schema takes; of a list, to its items.
pub fn narrow(schema: &mut Json, limit: Json) {
    let limited = if schema["type"] == "array" {
        &mut schema["items"]
    } else {
        schema
    };
    if let (Json::Object(limited), Json::Object(limit)) = (limited, limit) {
        limited.extend(limit);
    }
}

/// The schema of a table from its fields.
pub fn table_schema(about: &[&str], fields: Vec<(&str, Vec<&str>, Json)>, needed: &[&str]) -> Json {
    let describe = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| line.trim())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut properties = Map::new();
    for (name, doc, mut schema) in fields {
        schema["description"] = Json::from(describe(&doc));
        properties.insert(name.to_owned(), schema);
    }
    let mut schema = json!({
        "type": "object",
        "description": describe(about),
        "properties": properties,
        "additionalProperties": false,
    });
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    schema
}

/// A table with known keys.
pub trait Table: Shape {
    const KEYS: &'static [&'static str];

    /// Take what `other` says too; a key that both say is handed to `clash` with its places.
    fn merge(&mut self, other: Self, clash: &mut dyn FnMut(&'static str, Place, Place));
}

/// The key of a field: `type_` stands for `type`, which Rust keeps for itself.
pub const fn key_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [name @ .., b'_'] => match std::str::from_utf8(name) {
            Ok(name) => name,
            Err(_) => field,
        },
        _ => field,
    }
}

/// Describe a table once: its struct, how it is read and its schema come from it.
///
/// Every field is optional here; what must be there is known further down, where the mistake
/// can be explained.
macro_rules! tables {
    ($($(#[doc = $about:literal])* $table:ident $(needs($($needed:ident),*))? {
        $($(#[doc = $doc:literal])* $field:ident : $shape:ty $(= $limit:expr)?,)*
    })*) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Default)]
        pub struct $table {
            $($(#[doc = $doc])* pub $field: Option<$crate::intent::shape::At<$shape>>,)*
        }

        impl $crate::intent::table::Table for $table {
            const KEYS: &'static [&'static str] = &[$($crate::intent::table::key_name(stringify!($field))),*];

            fn merge(&mut self, other: Self, clash: &mut dyn FnMut(&'static str, $crate::diagnostic::Place, $crate::diagnostic::Place)) {
                $(match (&self.$field, other.$field) {
                    (Some(first), Some(second)) => clash($crate::intent::table::key_name(stringify!($field)), first.place, second.place),
                    (None, found) => self.$field = found,
                    (Some(_), None) => {}
                })*
            }
        }

        impl $crate::intent::shape::Shape for $table {
            fn read(
                piece: $crate::intent::shape::Piece<'_, '_>,
                reader: &mut $crate::intent::shape::Reader<'_>,
            ) -> Option<Self> {
                let (table, path) = ($crate::intent::shape::table(piece, reader)?, piece.path);
                let mut read = Self::default();
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        $(name if name == $crate::intent::table::key_name(stringify!($field)) => {
                            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                            read.$field = reader.value(&path, value);
                        })*
                        _ => reader.unknown_key(if path.is_empty() { $crate::intent::shape::THE_FILE } else { path }, key, <Self as $crate::intent::table::Table>::KEYS),
                    }
                }
                Some(read)
            }

            fn schema() -> serde_json::Value {
                #[allow(unused_mut)]
                let fields = vec![$({
                    let mut schema = <$shape as $crate::intent::shape::Shape>::schema();
                    $($crate::intent::table::narrow(&mut schema, $limit);)?
                    ($crate::intent::table::key_name(stringify!($field)), vec![$($doc),*], schema)
                },)*];
                $crate::intent::table::table_schema(&[$($about),*], fields, &[$($(stringify!($needed)),*)?])
            }
        }
    )*};
}
pub(super) use tables;
