//! What AWS says, each with the place where it says it.

use std::fmt;

use ipnetwork::IpNetwork;
use serde_json::Value as Json;

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
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> Option<U>) -> Option<Said<U>> {
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
    pub(super) fn parse(text: &str) -> Option<Self> {
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
