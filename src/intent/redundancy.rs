//! What a redundancy group means for each of its legs: how AWS is told to prefer it, and how our
//! own routers are.

use super::{Intent, Policy, Preference, Scope, Vif, VifType};

/// The part of a vif in its group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The index of the group.
    pub group: Option<usize>,
    /// How AWS is asked to prefer it. Private and transit only.
    pub preference: Option<Preference>,
    /// How often to prepend towards AWS.
    pub prepend: u32,
    /// The local preference of what AWS sends.
    pub local_preference: Option<u32>,
    /// Paths of one router to be used at once.
    pub paths: Option<u32>,
}

/// The local preference of an active leg: above the default of 100, so that Direct Connect wins
/// over a VPN that nobody tuned.
const ACTIVE: u32 = 200;
/// Each further leg of an active-passive group is liked this much less, and still above 100.
const STEP: u32 = 20;

/// The part of every vif, by its index; those in no group have none.
pub fn parts(intent: &Intent) -> Vec<Part> {
    let mut parts = vec![Part::default(); intent.vifs.len()];
    for (index_of_group, group) in intent.redundancies.iter().enumerate() {
        let Some(policy) = group.policy else { continue };
        let members: Vec<usize> = group.vifs.iter().map(|member| member.value).collect();
        for (order, index) in members.iter().enumerate() {
            let vif = &intent.vifs[*index];
            parts[*index] = match policy.value {
                Policy::ActiveActive => active(vif, together(intent, vif, &members)),
                Policy::ActivePassive => ordered(intent, vif, order as u32, members.len() as u32),
            };
            parts[*index].group = Some(index_of_group);
        }
    }
    for (part, vif) in parts.iter_mut().zip(&intent.vifs) {
        said_otherwise(part, vif);
    }
    parts
}

/// How many legs of a group end on the router and in the VRF of this one.
fn together(intent: &Intent, vif: &Vif, members: &[usize]) -> u32 {
    let place = |vif: &Vif| {
        let router = intent
            .router_of(vif)
            .map(|router| router.name.text.as_str());
        (
            router.map(str::to_owned),
            vif.vrf.as_ref().map(|vrf| vrf.value.clone()),
        )
    };
    let here = place(vif);
    members
        .iter()
        .filter(|other| place(&intent.vifs[**other]) == here)
        .count() as u32
}

/// All legs alike: the same tag, the same preference, as many paths as there are legs.
fn active(vif: &Vif, together: u32) -> Part {
    Part {
        preference: vif.is_private_or_transit().then_some(Preference::High),
        prepend: 0,
        local_preference: Some(ACTIVE),
        paths: (together > 1).then_some(together),
        ..Part::default()
    }
}

/// The first leg carries everything, the next one when it is gone. Private and transit: by AWS's
/// local preference communities, which are looked at before the AS path (COM-03, COM-04); only
/// from the fourth leg on there is no tag left and prepending has to tell them apart. Public: by
/// the AS path, which AWS keeps for a public AS number only (PUB-15, ASN-15).
fn ordered(intent: &Intent, vif: &Vif, order: u32, legs: u32) -> Part {
    let local_preference = Some(ACTIVE.saturating_sub(STEP * order).max(110));
    if vif.is(VifType::Public) {
        let own_asn = intent
            .asn_of(vif, None)
            .is_some_and(|asn| !asn.value.is_private());
        return Part {
            prepend: if own_asn { order } else { 0 },
            local_preference,
            ..Part::default()
        };
    }
    let preference = match (order, legs) {
        (0, _) => Preference::High,
        (1, 3..) => Preference::Medium,
        _ => Preference::Low,
    };
    Part {
        preference: Some(preference),
        prepend: order.saturating_sub(2),
        local_preference,
        paths: None,
        ..Part::default()
    }
}

/// What the vif itself says counts more than what follows from its group.
fn said_otherwise(part: &mut Part, vif: &Vif) {
    if let Some(preference) = vif.preference {
        part.preference = Some(preference.value);
    }
    if let Some(prepend) = vif.prepend {
        part.prepend = prepend.value;
    }
    if let Some(local_preference) = vif.local_preference {
        part.local_preference = Some(local_preference.value);
    }
}

impl Part {
    /// The tag that asks AWS for a preference (COM-01), or for a reach (COM-06).
    pub fn communities(&self, vif: &Vif) -> Vec<&'static str> {
        let preference =
            self.preference
                .filter(|_| vif.is_private_or_transit())
                .map(|preference| match preference {
                    Preference::Low => "7224:7100",
                    Preference::Medium => "7224:7200",
                    Preference::High => "7224:7300",
                });
        let scope = vif
            .scope
            .filter(|_| vif.is(VifType::Public))
            .map(|scope| match scope.value {
                Scope::Region => "7224:9100",
                Scope::Continent => "7224:9200",
                Scope::Global => "7224:9300",
            });
        preference.into_iter().chain(scope).collect()
    }
}
