use super::GatewayKind;
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("gateway-kind", &["GW-01", "GW-02"]),
    says: "A private vif is attached to a virtual private gateway or a Direct Connect gateway, a transit vif to a \
           Direct Connect gateway.",
    why: "A transit gateway and a Cloud WAN core network are not attached to vifs: they are associated with a Direct \
          Connect gateway, and the vif is attached to that. A virtual private gateway takes private vifs only. The \
          attachment cannot be changed later, so a wrong one means a new vif.",
    breaks: &[
        "
[vif.prod]
type = \"transit\"
gateway = \"vgw-0ab12cd34ef567890\"               # <-
",
        "
[vif.prod]
type = \"private\"
gateway = \"tgw-0ab12cd34ef567890\"               # <-
",
    ],
    keeps: &[
        "
[vif.prod]
type = \"transit\"
gateway = \"5f294f92-bafb-4011-916d-9b0b7c1d2e3f\"
",
        "
[vif.prod]
type = \"private\"
gateway = \"vgw-0ab12cd34ef567890\"
",
    ],
    sources: &[
        Source::Api("NewTransitVirtualInterface"),
        Source::UserGuide("direct-connect-transit-gateways"),
        Source::CloudFormation("PrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(gateway) = &vif.gateway else {
            continue;
        };
        let Some(kind) = GatewayKind::of(&gateway.value) else {
            continue;
        };
        let reference = match (vif.kind.map(|at| at.value), kind) {
            (Some(VifType::Private), GatewayKind::Transit | GatewayKind::CoreNetwork) => "GW-01",
            (Some(VifType::Transit), kind) if kind != GatewayKind::DirectConnect => "GW-02",
            _ => continue,
        };
        let transit = reference == "GW-02";
        let help = match kind {
            GatewayKind::VirtualPrivate => {
                "type = \"private\", or the UUID of the Direct Connect gateway"
            }
            _ if transit => {
                "name the Direct Connect gateway that it is associated with, by its UUID"
            }
            _ => {
                "type = \"transit\" and the UUID of the Direct Connect gateway that it is associated with"
            }
        };
        let type_ = if transit { "transit" } else { "private" };
        let message = format!(
            "{type_} vif {} is attached to {}, {}",
            vif.name.text,
            gateway.value,
            kind.title()
        );
        let diagnostic = RULE
            .found(message)
            .reference(reference)
            .at(gateway.place)
            .vif(&vif.name.text);
        found.push(diagnostic.label(format!("not for {type_} vifs")).help(help));
    }
}
