//! A row of facts: a few fields, in the order of their names.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value as Json;

use super::kinds::KINDS;

/// Fields and their values. An output can have a hundred thousand rows: a row is one piece of
/// memory, and the names are not its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Row(Vec<(&'static str, Json)>);

impl Row {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn with_capacity(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    fn at(&self, field: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| *name == field)
    }

    pub fn get(&self, field: &str) -> Option<&Json> {
        self.at(field).map(|at| &self.0[at].1)
    }

    pub fn get_mut(&mut self, field: &str) -> Option<&mut Json> {
        self.at(field).map(|at| &mut self.0[at].1)
    }

    pub fn contains_key(&self, field: &str) -> bool {
        self.at(field).is_some()
    }

    /// A field has this value now.
    pub fn insert(&mut self, field: &'static str, value: impl Into<Json>) {
        let value = value.into();
        // Most come in order.
        let mut at = self.0.len();
        while let Some((name, known)) = self.0[..at].last_mut() {
            // Most names differ in their first letter.
            let first = name.as_bytes().first().cmp(&field.as_bytes().first());
            match first.then_with(|| (*name).cmp(field)) {
                std::cmp::Ordering::Less => break,
                std::cmp::Ordering::Equal => {
                    *known = value;
                    return;
                }
                std::cmp::Ordering::Greater => at -= 1,
            }
        }
        self.0.insert(at, (field, value));
    }

    pub fn remove(&mut self, field: &str) -> Option<Json> {
        self.at(field).map(|at| self.0.remove(at).1)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&'static str, &mut Json)> {
        self.0.iter_mut().map(|(name, value)| (*name, value))
    }

    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    pub fn values(&self) -> impl Iterator<Item = &Json> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl IntoIterator for Row {
    type Item = (&'static str, Json);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<(&'static str, Json)> for Row {
    fn extend<T: IntoIterator<Item = (&'static str, Json)>>(&mut self, fields: T) {
        for (field, value) in fields {
            self.insert(field, value);
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Row;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a row of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::new();
        while let Some((name, value)) = map.next_entry::<String, Json>()? {
            let mut fields = KINDS.iter().flat_map(|kind| kind.fields);
            let known = fields.find(|(field, _)| *field == name);
            let (field, _) = known
                .ok_or_else(|| A::Error::custom(format!("no kind of fact has a field {name}")))?;
            row.insert(field, value);
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_is_its_fields_in_the_order_of_their_names() {
        let mut row = Row::new();
        for (field, value) in [("vrf", "a"), ("peer", "b"), ("state", "c"), ("peer", "d")] {
            row.insert(field, value);
        }
        let text = serde_json::to_string(&row).expect("it is JSON");
        assert_eq!(text, r#"{"peer":"d","state":"c","vrf":"a"}"#);
        assert_eq!(serde_json::from_str::<Row>(&text).expect("a row"), row);
        assert_eq!(
            (row.get("state"), row.get("mtu")),
            (Some(&json!("c")), None)
        );
        assert!(serde_json::from_str::<Row>("{\"xyzzy\":1}").is_err());
    }
}
