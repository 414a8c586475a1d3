//! The tag.

rules! { vlan_in_use vlan_range }
