//! The members of an object, taken one by one. Absent, `null` and `""` are the same to AWS, and a
//! member of an unexpected type is as good as absent; nothing that nobody took is lost.

use std::fmt;

use ipnetwork::IpNetwork;
use serde_json::{Map, Value as Json};

use super::scan::{Node, Value};
use crate::diagnostic::is_unprintable;
use crate::secret::Secret;

/// No text of AWS's that is worth showing is longer.
const LONGEST: usize = 300;

/// Where in the files something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which of the files, in the order they were given.
    pub file: u32,
    pub line: u32,
}

/// Something AWS says, with the name of the member that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    pub value: T,
    pub spot: Spot,
    pub field: &'static str,
}

impl<T> Said<T> {
    fn map<U>(self, make: impl FnOnce(T) -> Option<U>) -> Option<Said<U>> {
        Some(Said {
            value: make(self.value)?,
            spot: self.spot,
            field: self.field,
        })
    }
}

impl<T: fmt::Display> Said<T> {
    /// As the AWS CLI prints it: `"vlan": 301`.
    pub fn quote(&self) -> String {
        let value = self.value.to_string();
        let bare = value.parse::<f64>().is_ok() || value == "true" || value == "false";
        if bare {
            format!("\"{}\": {value}", self.field)
        } else {
            format!("\"{}\": {}", self.field, Json::from(value))
        }
    }
}

/// A member that this program knows nothing of, as it came; what may be a key is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub field: String,
    pub value: Json,
    pub spot: Spot,
}

/// A word out of a list that AWS may extend: an unknown one is kept as it is.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($variant,)*
            Other(String),
        }

        impl $name {
            pub(in crate::check::witness) fn of(word: String) -> Self {
                match word.as_str() {
                    $(known if known.eq_ignore_ascii_case($word) => Self::$variant,)*
                    _ => Self::Other(word),
                }
            }

            /// AWS's word for it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(super) use words;

/// An address, with its length where AWS gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub ip: std::net::IpAddr,
    pub length: Option<u8>,
}

impl Address {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            Some(_) => {
                let network: IpNetwork = text.parse().ok()?;
                Some(Self {
                    ip: network.ip(),
                    length: Some(network.prefix()),
                })
            }
            None => Some(Self {
                ip: text.parse().ok()?,
                length: None,
            }),
        }
    }

    /// The same address, and the same length where AWS gives one.
    pub fn is(self, wanted: IpNetwork) -> bool {
        self.ip == wanted.ip() && self.length.is_none_or(|length| length == wanted.prefix())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "{}/{length}", self.ip),
            None => self.ip.fmt(f),
        }
    }
}

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
