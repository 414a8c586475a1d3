//! The tag.

rules! { dedicated_vlan hosted_vlan vlan_in_use vlan_range vlan_reserved }
