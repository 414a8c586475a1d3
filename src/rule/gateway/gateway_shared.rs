use std::cmp::Ordering;

use super::GatewayKind;
use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("gateway-shared", &["GW-03"]),
    says: "A Direct Connect gateway carries private vifs or transit vifs, never both.",
    why: "Its far side is either virtual private gateways or transit gateways and core networks, and the type of its \
          vifs follows from that. AWS refuses the second type; it needs a Direct Connect gateway of its own.",
    breaks: &["
[vif.prod]
type = \"private\"
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.hub]
type = \"transit\"
vlan = 200
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"  # <-
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"private\"
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.hub]
type = \"transit\"
vlan = 200
gateway = \"0c7d9a41-3e52-4f0b-8a66-1d2e3f4a5b6c\"
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    sources: &[
        Source::UserGuide("direct-connect-gateways"),
        Source::UserGuide("direct-connect-transit-gateways"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (gateway, vifs) in world.intent.vifs_by_gateway() {
        if GatewayKind::of(gateway) != Some(GatewayKind::DirectConnect) {
            continue;
        }
        let Some((odd, other)) = odd_one(&vifs) else {
            continue;
        };
        let (Some(kind), Some(other_kind)) = (odd.kind, other.kind) else {
            continue;
        };
        let message = format!(
            "{} vif {} shares the Direct Connect gateway {gateway} with {} vif {}",
            kind.value, odd.name.text, other_kind.value, other.name.text
        );
        let place = |vif: &Vif| vif.gateway.as_ref().map_or(vif.name.place, |at| at.place);
        let inherited = place(odd) == place(other);
        let at = |vif: &Vif| {
            if inherited {
                vif.name.place
            } else {
                place(vif)
            }
        };
        let diagnostic = RULE
            .found(message)
            .at(at(odd))
            .vif(&odd.name.text)
            .label(format!("a {} vif", kind.value));
        let diagnostic = diagnostic.related(at(other), format!("a {} vif", other_kind.value));
        found
            .push(diagnostic.help("give one of the two types a Direct Connect gateway of its own"));
    }
}

/// A vif of the type that is odd among these, and one of the other. Of two the later one is odd.
fn odd_one<'a>(vifs: &[&'a Vif]) -> Option<(&'a Vif, &'a Vif)> {
    let of = |kind| vifs.iter().copied().filter(move |vif| vif.is(kind));
    let (private, transit) = (of(VifType::Private), of(VifType::Transit));
    let first = (private.clone().next()?, transit.clone().next()?);
    let is_private_odd = match private.count().cmp(&transit.count()) {
        Ordering::Equal => first.0.name.place > first.1.name.place,
        order => order.is_lt(),
    };
    Some(match is_private_odd {
        true => first,
        false => (first.1, first.0),
    })
}
