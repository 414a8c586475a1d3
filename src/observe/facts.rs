//! What a router can be asked about itself: the kinds of facts, their fields, and what the text of
//! a field means. Where a text is not what a field can be, there is no value: wrong is far worse
//! than missing.

use super::kinds::KINDS;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Words as they stand.
    Text,
    Number,
    Asn,
    /// An address, bare.
    Address,
    /// A list of addresses, each with its length where the router says it.
    Addresses,
    Prefix,
    /// A word of the BGP state machine, with a reason in brackets.
    BgpState,
    /// The same, or a number: then it is established, with so many prefixes.
    BgpStateOrCount,
    /// `up` or `down`.
    UpDown,
    Seconds,
    Mac,
    /// A list of words.
    Words,
    /// A word of the BFD state machine.
    BfdState,
    /// True wherever it stands.
    Flag,
    /// A decimal number.
    Decimal,
    /// AS numbers, one behind the other.
    Path,
}

impl Type {
    /// Any number of values, each of them once.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::Words | Self::Addresses)
    }
}

/// A kind of fact: the field that makes a row, and all of them.
#[derive(Debug)]
pub(super) struct Kind {
    pub name: &'static str,
    pub key: &'static [&'static str],
    /// Fields that the command may tell where the answer does not: what all of its rows have in
    /// common, as the device answers for nothing else.
    pub told: &'static [&'static str],
    pub fields: &'static [(&'static str, Type)],
}

/// The name of a kind, where there is one of that name.
pub fn kind_named(name: &str) -> Option<&'static str> {
    kind(name).map(|kind| kind.name)
}

/// What the number in a field counts, and such: `field__unit`.
pub(super) fn unit(name: &str) -> &str {
    name.split_once("__").map_or("", |(_, unit)| unit)
}

pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

impl Kind {
    /// The type of a field; `field__unit` is the field.
    pub(super) fn field(&self, name: &str) -> Option<Type> {
        self.known(name).map(|(_, kind)| kind)
    }

    /// What the user's own words in a command tell about all rows.
    pub(super) fn told<'o>(
        &self,
        own: &'o [(String, String)],
    ) -> impl Iterator<Item = (&'static str, Type, &'o str)> {
        // Some devices take such a word in place of a name.
        let none = ["all", "*"];
        own.iter().filter_map(move |(name, word)| {
            let (field, kind) = self.known(name).filter(|(field, _)| field == name)?;
            let told = self.told.contains(&field) && !none.contains(&word.as_str());
            told.then_some((field, kind, word.as_str()))
        })
    }

    /// The field itself, and its type.
    pub(super) fn known(&self, name: &str) -> Option<(&'static str, Type)> {
        let name = name.split("__").next().unwrap_or(name);
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .copied()
    }
}
