//! Connections and vifs that a partner or another account owns.

rules! { dedicated_vlan hosted_no_vlan }
