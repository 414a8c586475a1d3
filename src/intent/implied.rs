//! What a vif implies where it does not say it: the values that templates write and checks expect.

use super::{Vif, VifType};

/// The most prefixes to take where the intent does not say: what AWS can send with room to grow
/// (QUO-21). Public prefixes grow without notice, so there the bound only warns.
const MOST_PRIVATE: u32 = 1_000;
const MOST_TRANSIT: u32 = 1_200;
const MOST_PUBLIC: u32 = 10_000;
/// Amazon's own (BGP-02).
const HOLD_TIME: u16 = 90;

impl Vif {
    pub fn hold_time_or_default(&self) -> u16 {
        self.hold_time.map_or(HOLD_TIME, |at| at.value)
    }

    /// The description on the router: the vif's own, or one that names it.
    pub fn description_or_default(&self) -> String {
        match (&self.description, &self.id) {
            (Some(description), _) => description.value.clone(),
            (None, Some(id)) => format!("AWS Direct Connect {} {}", self.name.text, id.value),
            (None, None) => format!("AWS Direct Connect {}", self.name.text),
        }
    }

    /// The most prefixes to take from AWS.
    pub fn most_prefixes(&self) -> u32 {
        let default = match self.kind.map(|kind| kind.value) {
            Some(VifType::Public) => MOST_PUBLIC,
            Some(VifType::Transit) => MOST_TRANSIT,
            _ => MOST_PRIVATE,
        };
        self.max_prefixes.map_or(default, |at| at.value)
    }
}
