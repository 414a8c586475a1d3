use super::family;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("session-without-prefixes", &["BGP-12"]),
    says: "A session has prefixes of its family to advertise.",
    why: "Each family goes through a session of its own. One without prefixes comes up and looks healthy, and AWS has no \
          way back to you in that family.",
    breaks: &["
[vif.prod]
advertise = [\"10.20.0.0/16\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]                                # <-
customer = \"2001:db8:ffff::2/125\"
amazon = \"2001:db8:ffff::1/125\"
"],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"2001:db8:ffff::2/125\"
amazon = \"2001:db8:ffff::1/125\"
"],
    sources: &[Source::UserGuide("add-peer-to-vif")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let advertised = vif.advertised();
        // A vif that advertises nothing at all is another rule's to speak of.
        if advertised.is_empty() || vif.unread.advertise {
            continue;
        }
        for peer in &vif.peers {
            let ipv4 = peer.pair.is_ipv4();
            if advertised
                .iter()
                .any(|prefix| prefix.value.is_ipv4() == ipv4)
            {
                continue;
            }
            let family = family(ipv4);
            let message = format!(
                "vif {} has an {family} session and no {family} prefix to advertise",
                vif.name.text
            );
            let diagnostic = RULE
                .found(message)
                .at(peer.place)
                .vif(&vif.name.text)
                .label("AWS learns nothing here");
            found.push(diagnostic.help(format!(
                "add {family} prefixes to `advertise`, or remove the session"
            )));
        }
    }
}
