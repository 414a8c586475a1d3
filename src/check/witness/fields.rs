//! The members of an object, taken one by one. Absent, `null` and `""` are the same to AWS, and a
//! member of an unexpected type is as good as absent; nothing that nobody took is lost.

use serde_json::{Map, Value as Json};

use super::said::{Address, Said, Spot, Unknown};
use super::scan::{Node, Value};
use crate::diagnostic::is_unprintable;
use crate::secret::Secret;

/// No text of AWS's that is worth showing is longer.
const LONGEST: usize = 300;

/// An object whose members are taken one after the other.
pub(super) struct Fields {
    pub spot: Spot,
    members: Vec<(String, Option<Node>)>,
}

impl Fields {
    /// The members of an object; none if it is something else.
    pub fn of(node: Node, file: u32) -> Option<Self> {
        let Value::Object(members) = node.value else {
            return None;
        };
        let spot = Spot {
            file,
            line: node.line,
        };
        let members = members
            .into_iter()
            .map(|(name, node)| (camel(name), Some(node)))
            .collect();
        Some(Self { spot, members })
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(member, _)| member == name)
    }

    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Take a member if it is what is wanted; else it stays among the unknown ones.
    fn take<T>(
        &mut self,
        field: &'static str,
        wanted: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Said<T>> {
        let found = self.members.iter_mut().find(|(name, _)| name == field)?;
        let node = found.1.as_ref()?;
        if is_nothing(&node.value) {
            found.1 = None;
            return None;
        }
        let value = wanted(&node.value)?;
        let line = node.line;
        found.1 = None;
        Some(Said {
            value,
            spot: Spot {
                file: self.spot.file,
                line,
            },
            field,
        })
    }

    pub fn text(&mut self, field: &'static str) -> Option<Said<String>> {
        self.take(field, |value| match value {
            Value::Text(text) => Some(shown(text)),
            Value::Number(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A whole number, written as a number or as a text.
    pub fn number(&mut self, field: &'static str) -> Option<Said<u64>> {
        self.take(field, |value| match value {
            Value::Number(text) | Value::Text(text) => text.parse().ok(),
            _ => None,
        })
    }

    pub fn flag(&mut self, field: &'static str) -> Option<Said<bool>> {
        self.take(field, |value| match value {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) => text.to_ascii_lowercase().parse().ok(),
            _ => None,
        })
    }

    pub fn word<T>(&mut self, field: &'static str, of: fn(String) -> T) -> Option<Said<T>> {
        self.text(field)?.map(|text| Some(of(text)))
    }

    pub fn address(&mut self, field: &'static str) -> Option<Said<Address>> {
        self.take(field, |value| match value {
            Value::Text(text) => Address::parse(text.trim()),
            _ => None,
        })
    }

    pub fn secret(&mut self, field: &'static str) -> Option<Said<Secret>> {
        self.take(field, |value| match value {
            Value::Sealed(text) => Some(Secret::new(text.as_bytes().to_vec())),
            _ => None,
        })
    }

    /// A text that holds a key somewhere.
    pub fn sealed(&mut self, field: &'static str) -> Option<Said<zeroize::Zeroizing<String>>> {
        self.take(field, |value| match value {
            Value::Sealed(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// The items of a list; none if there is no list.
    pub fn items(&mut self, field: &str) -> Option<Vec<Node>> {
        let found = self.members.iter_mut().find(|(name, _)| name == field)?;
        match found.1.take() {
            Some(Node {
                value: Value::List(items),
                ..
            }) => Some(items),
            other => {
                found.1 = other;
                None
            }
        }
    }

    /// An object inside this one.
    pub fn object(&mut self, field: &str) -> Option<Self> {
        let found = self.members.iter_mut().find(|(name, _)| name == field)?;
        let node = found
            .1
            .take_if(|node| matches!(node.value, Value::Object(_)))?;
        Self::of(node, self.spot.file)
    }

    /// The objects of a list.
    pub fn objects(&mut self, field: &str) -> Vec<Self> {
        let file = self.spot.file;
        let items = self.items(field).unwrap_or_default();
        items
            .into_iter()
            .filter_map(|item| Self::of(item, file))
            .collect()
    }

    /// What nobody took.
    pub fn rest(self) -> Vec<Unknown> {
        let file = self.spot.file;
        let left = self.members.into_iter().filter_map(|(name, node)| {
            let node = node.filter(|node| !is_nothing(&node.value))?;
            Some(Unknown {
                field: shown(&name),
                spot: Spot {
                    file,
                    line: node.line,
                },
                value: plain(&node.value),
            })
        });
        left.collect()
    }
}

/// Some SDKs write the same names with a capital.
fn camel(mut name: String) -> String {
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::Sealed(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Somebody else's text without what a terminal may take for a command.
pub(super) fn shown(text: &str) -> String {
    let clean = |c| if is_unprintable(c) { ' ' } else { c };
    text.trim().chars().take(LONGEST).map(clean).collect()
}

/// A tree that can be shown.
fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(text) => text
            .parse()
            .map_or_else(|_| text.as_str().into(), Json::Number),
        Value::Text(text) => shown(text).into(),
        Value::Sealed(_) => "********".into(),
        Value::List(items) => items.iter().map(|item| plain(&item.value)).collect(),
        Value::Object(members) => {
            let shown = members
                .iter()
                .map(|(name, node)| (shown(name), plain(&node.value)));
            Json::Object(shown.collect::<Map<_, _>>())
        }
    }
}
