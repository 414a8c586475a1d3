use super::{Held, overlaps, peers};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("peer-subnet-in-use", &["IP-18"]),
    says: "Peer subnets do not overlap on one router and VRF.",
    why: "A router takes a subnet on one interface only, and two sessions with one address cannot be told apart. The link-local subnets \
          that AWS picks can collide between accounts: put such vifs into VRFs, or ask for another subnet.",
    breaks: &[
        "
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 102
amazon_asn = 64513

[[vif.test.peer]]
customer = \"169.254.96.2/30\"    # <-
amazon = \"169.254.96.1/30\"
",
        "
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/29\"
amazon = \"169.254.96.1/29\"

[vif.test]
vlan = 102
amazon_asn = 64513

[[vif.test.peer]]
customer = \"169.254.96.6/30\"    # <-
amazon = \"169.254.96.5/30\"
",
    ],
    keeps: &["
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 102
amazon_asn = 64513
vrf = \"TEST\"

[[vif.test.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[Source::Ours(
        "a router has a subnet on one interface of a VRF",
    )],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let on_router = |(vif, peer)| {
        let router = world.intent.connection_of(vif)?.router?.value;
        Some(Held::new(
            (router, vif.vrf.as_ref().map(|vrf| vrf.value.as_str())),
            vif,
            peer,
        ))
    };
    let mut held: Vec<_> = peers(world.intent).filter_map(on_router).collect();
    for overlap in overlaps(&mut held) {
        let (router, vrf) = overlap.again.group;
        let router = &world.intent.routers[router].name.text;
        let within = vrf.map_or(String::new(), |vrf| format!(", VRF {vrf}"));
        let message = format!("{}, on router {router}{within}", overlap.in_words());
        let diagnostic = RULE
            .found(message)
            .at(overlap.place())
            .vif(&overlap.again.vif.name.text)
            .label("used again");
        found.push(
            diagnostic
                .related(overlap.first.place(), "first used here")
                .help("take another subnet, or put one of the two into a VRF"),
        );
    }
}
