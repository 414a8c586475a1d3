//! The tag.

rules! { hosted_vlan vlan_in_use vlan_range vlan_reserved }
