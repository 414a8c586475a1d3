//! Values that may be written in more than one way: an AS number, a switch.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::shape::{Piece, Reader, Shape};

/// A number that people also write in other ways, kept as it stands: an ASN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    Number(i64),
    Text(String),
}

impl Shape for Written {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            DeValue::Integer(_) => i64::read(piece, reader).map(Self::Number),
            DeValue::Float(number) => Some(Self::Text(number.as_str().to_owned())),
            DeValue::String(text) => Some(Self::Text(text.to_string())),
            _ => reader.wrong_type(piece, "a whole number"),
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
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        match piece.value {
            DeValue::Boolean(value) => Some(Self::Plain(*value)),
            DeValue::Table(_) => T::read(piece, reader).map(Self::Detailed),
            _ => reader.wrong_type(piece, "true, false or a table"),
        }
    }

    fn schema() -> Json {
        json!({ "oneOf": [{ "type": "boolean" }, T::schema()] })
    }
}
