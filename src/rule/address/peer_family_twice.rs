use crate::diagnostic::{Code, Findings};
use crate::intent::Peer;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("peer-family-twice", &["IP-01", "IP-02"]),
    says: "A vif has one IPv4 peer, one IPv6 peer, or one of each.",
    why: "That is all the sessions AWS makes on a vif. A second one of a family exists only on the few connections that report \
          logical redundancy; elsewhere a second path is a second vif.",
    breaks: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]               # <-
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]
accept = [\"172.31.0.0/16\", \"2600:1f18:4000::/56\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"2600:1f18:96::2/125\"
amazon = \"2600:1f18:96::1/125\"
"],
    sources: &[
        Source::UserGuide("add-peer-to-vif"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let mut first: [Option<&Peer>; 2] = [None, None];
        for peer in &vif.peers {
            let ipv4 = peer.pair.is_ipv4();
            let Some(other) = first[usize::from(ipv4)] else {
                first[usize::from(ipv4)] = Some(peer);
                continue;
            };
            let family = if ipv4 { "IPv4" } else { "IPv6" };
            let message = format!("vif {} has more than one {family} peer", vif.name.text);
            let diagnostic = RULE
                .found(message)
                .at(peer.place)
                .vif(&vif.name.text)
                .label(format!("{family} again"));
            found.push(
                diagnostic
                    .related(other.place, "the first one")
                    .help("make a second path a vif of its own"),
            );
        }
    }
}
