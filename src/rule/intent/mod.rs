//! The intent file itself: its syntax, its names, its keys.

rules! {
    control_character duplicate_name file_unreadable missing_key schema_version toml_syntax
    unknown_allow unknown_key unknown_name unknown_value unused_allow value_range wrong_type
}

pub(super) use unused_allow::unused as unused_allowances;
