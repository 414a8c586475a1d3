//! The intent file itself: its syntax, its names, its keys.

rules! { unknown_allow }

pub(super) use unknown_allow::unused as unused_allowances;
