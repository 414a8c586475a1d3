use super::{Held, overlaps, peers};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Peer, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-peer-in-use", &["IP-08"]),
    says: "The IPv4 peer subnet of a public vif is used for no other public vif.",
    why: "The addresses are public, so there is one of each in the world: AWS has to know which of its ports they are behind. \
          Another router or another VRF does not make them others.",
    breaks: &["
[defaults]
type = \"public\"
connection = \"dx\"
vlan = 101
amazon_asn = 7224
key = { env = \"DX_KEY\" }
bfd = true
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]
allow = [\"no-redundancy\"]

[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"

[vif.test]
vlan = 102
vrf = \"TEST\"

[[vif.test.peer]]
customer = \"203.0.113.2/30\"     # <-
amazon = \"203.0.113.1/30\"
"],
    keeps: &["
[defaults]
type = \"public\"
connection = \"dx\"
vlan = 101
amazon_asn = 7224
key = { env = \"DX_KEY\" }
bfd = true
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]
allow = [\"no-redundancy\"]

[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"
amazon = \"203.0.113.1/30\"

[vif.test]
vlan = 102
vrf = \"TEST\"

[[vif.test.peer]]
customer = \"203.0.113.6/30\"
amazon = \"203.0.113.5/30\"
"],
    sources: &[Source::UserGuide("create-public-vif")],
    check: Check::Looking(check),
};

/// Two on one router and VRF collide there already, which has its own rule.
fn check(world: &World<'_>, found: &mut Findings) {
    let public = |(vif, peer): &(&Vif, &Peer)| vif.is(VifType::Public) && peer.pair.is_ipv4();
    let mut held: Vec<_> = peers(world.intent)
        .filter(public)
        .map(|(vif, peer)| Held::new((), vif, peer))
        .collect();
    let where_is = |vif| {
        let router = world.intent.router_at(vif);
        router.map(|router| (router.value, vif.vrf.as_ref().map(|vrf| vrf.value.as_str())))
    };
    for overlap in overlaps(&mut held) {
        let (Some(one), Some(other)) = (where_is(overlap.first.vif), where_is(overlap.again.vif))
        else {
            continue;
        };
        if one != other {
            let message = format!("{}; public addresses are unique", overlap.in_words());
            let diagnostic = RULE
                .found(message)
                .at(overlap.place())
                .vif(&overlap.again.vif.name.text)
                .label("used again");
            found.push(
                diagnostic
                    .related(overlap.first.place(), "first used here")
                    .help("give every public vif a subnet of its own"),
            );
        }
    }
}
