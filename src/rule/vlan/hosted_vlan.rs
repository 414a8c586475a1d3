use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("hosted-vlan", &["VLAN-05"]),
    says: "A vif on a hosted connection has the VLAN that the partner fixed for the connection.",
    why: "A hosted connection is one VLAN of the partner's port. Frames with any other tag go to somebody else, or nowhere.",
    breaks: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
vlan = 310

[vif.prod]
vlan = 101                      # <-
"],
    keeps: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
vlan = 310

[vif.prod]
vlan = 310
"],
    sources: &[
        Source::UserGuide("hosted_connection"),
        Source::Api("Connection"),
    ],
    check: Check::Looking(check),
};

/// With more vifs than the one that fits, the first decides: that the others are too many is
/// another rule's word.
fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        let hosted = connection.is_hosted();
        let Some(fixed) = connection.vlan.filter(|_| hosted) else {
            continue;
        };
        let tagged: Vec<_> = vifs
            .iter()
            .filter_map(|vif| Some((vif, vif.vlan?)))
            .collect();
        if tagged.iter().any(|(_, vlan)| vlan.value == fixed.value) {
            continue;
        }
        let Some((vif, vlan)) = tagged.first() else {
            continue;
        };
        let (name, fixed_id) = (&connection.name.text, fixed.value.get());
        let message = format!(
            "vif {} has VLAN {}, and hosted connection {name} has VLAN {fixed_id}",
            vif.name.text,
            vlan.value.get()
        );
        let diagnostic = RULE
            .found(message)
            .at(vlan.place)
            .vif(&vif.name.text)
            .label("not the partner's VLAN");
        found.push(
            diagnostic
                .related(fixed.place, "fixed by the partner")
                .help(format!("vlan = {fixed_id}")),
        );
    }
}
