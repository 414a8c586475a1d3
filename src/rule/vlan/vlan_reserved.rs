use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("vlan-reserved", &["VLAN-10"]),
    says: "On a switch, a vif has a VLAN that the switch does not keep for itself.",
    why: "AWS takes any tag, but a switch uses some VLANs for its own ends, and refuses to make an interface of them. \
          On a routed sub-interface they are free; as a switch interface (SVI) they are not.",
    breaks: &["
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TwentyFiveGigE1/0/1\"
switched = true

[vif.prod]
vlan = 1003                     # <-
"],
    keeps: &[
        "
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TwentyFiveGigE1/0/1\"
switched = true

[vif.prod]
vlan = 1103
",
        "
[vif.prod]
vlan = 1003                     # on a routed port
",
    ],
    sources: &[Source::Vendor(
        "configuring VLANs: reserved and internal VLANs",
    )],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        let router = connection.router.map(|at| &intent.routers[at.value]);
        let pack = router.and_then(|router| world.vendors.get(&router.vendor.as_ref()?.value));
        let switched = connection.switched.filter(|at| at.value);
        let (Some(pack), Some(switched)) = (pack, switched) else {
            continue;
        };
        for vif in vifs {
            let Some(vlan) = vif.vlan else { continue };
            let id = vlan.value.get();
            let Some((first, last)) = pack
                .features
                .reserved_vlans
                .iter()
                .find(|(first, last)| (*first..=*last).contains(&id))
            else {
                continue;
            };
            let message = format!(
                "vif {} has VLAN {id}, which {} keeps for itself on switch ports",
                vif.name.text, pack.title
            );
            let diagnostic = RULE
                .found(message)
                .at(vlan.place)
                .vif(&vif.name.text)
                .label(format!("{first} to {last} are reserved"));
            found.push(
                diagnostic
                    .related(switched.place, "a switch port")
                    .help("take another VLAN, or a routed port"),
            );
        }
    }
}
