//! A vif, as its router sees it.

use super::names::is_global;
use super::{PeerScene, VifScene};
use crate::check::look::{Look, Seen};
use crate::check::verdict::Subject;
use crate::intent::Policy;
use crate::observe::Values;

impl<'a> VifScene<'a> {
    pub fn subject(&self) -> Subject {
        Subject {
            vif: Some(self.vif.name.text.clone()),
            ..self.port.subject()
        }
    }

    pub fn peers(self) -> impl Iterator<Item = PeerScene<'a>> {
        self.vif
            .peers
            .iter()
            .map(move |peer| PeerScene { vif: self, peer })
    }

    /// What the words of a pack may use.
    pub fn values(&self) -> Values {
        let (vif, port) = (self.vif, &self.port);
        let mut values = Values {
            software: port
                .router
                .software
                .as_ref()
                .map(|software| software.value.clone()),
            vrf: vif.vrf.as_ref().map(|vrf| vrf.value.clone()),
            vlan: vif.vlan.map_or(0, |vlan| vlan.value.get()),
            mtu: vif.mtu_or_default().get(),
            name: vif.name.text.clone(),
            amazon_asn: vif.amazon_asn.map_or(0, |asn| asn.value.get()),
            asn: port
                .scene
                .intent
                .asn_of(vif, None)
                .map_or(0, |asn| asn.value.get()),
            ..port.values()
        };
        let name = port.scene.interfaces[self.index].get_or_init(|| self.named(&values));
        values.interface.clone_from(name);
        values
    }

    /// The name of its sub-interface by the pack of its router; empty where there is none.
    fn named(&self, values: &Values) -> String {
        let vendor = self.port.router.vendor.as_ref();
        let pack = vendor.and_then(|vendor| self.port.scene.vendors.get(&vendor.value));
        pack.and_then(|pack| pack.interface_name(values).ok())
            .unwrap_or_default()
    }

    /// The name of its sub-interface on the router; none where the intent names no port.
    pub fn interface_name(&self) -> Option<String> {
        self.port.name()?;
        Some(self.values().interface).filter(|name| !name.is_empty())
    }

    /// The last row about the sub-interface that says a field.
    pub fn interface_with(&self, field: &str) -> Look<'a> {
        self.interface_where(field, &|seen| seen.get(field).is_some())
    }

    pub(super) fn interface_where(
        &self,
        field: &str,
        fits: &dyn Fn(&Seen<'a>) -> bool,
    ) -> Look<'a> {
        let Some(name) = self.interface_name() else {
            return Look::Dark("the intent does not say on which port it is".to_owned());
        };
        match self.port.interface_rows(&name) {
            Ok(rows) => match rows.into_iter().rev().find(fits) {
                Some(seen) => Look::Found(seen),
                None => Look::Dark(format!(
                    "no answer shows the {} of {name}",
                    field
                        .trim_end_matches("es")
                        .replace("vlan", "VLAN tag")
                        .replace("mtu", "MTU")
                        .replace("vrf", "VRF")
                )),
            },
            Err(why) => Look::Dark(why),
        }
    }

    /// Is a row of this vif's routing table?
    pub fn same_vrf(&self, seen: &Seen<'_>) -> bool {
        let theirs = seen.text("vrf");
        match (&self.vif.vrf, theirs) {
            (_, None) => true,
            (Some(ours), Some(theirs)) => ours.value.eq_ignore_ascii_case(theirs),
            (None, Some(theirs)) => is_global(theirs),
        }
    }

    /// Another leg of its group that is wanted first, by the order of the intent.
    pub fn is_passive(&self) -> bool {
        let Some(group) = self.part.group else {
            return false;
        };
        let group = &self.port.scene.intent.redundancies[group];
        let passive = group
            .policy
            .is_some_and(|policy| policy.value == Policy::ActivePassive);
        let first = group
            .vifs
            .first()
            .map(|first| &self.port.scene.intent.vifs[first.value]);
        passive && first.is_some_and(|first| !std::ptr::eq(first, self.vif))
    }
}
