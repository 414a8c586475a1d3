use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("family-without-session", &["BGP-12"]),
    says: "A prefix has a BGP session of its own family: IPv4 over IPv4, IPv6 over IPv6.",
    why: "AWS keeps the families apart: a session carries the routes of its own and no others. \
          A prefix without one would be left out without a word.",
    breaks: &[r#"
[vif.prod]
advertise = [
  "10.20.0.0/16",
  "2001:db8:20::/48",           # <-
]

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"
"#],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16", "2001:db8:20::/48"]

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"

[[vif.prod.peer]]
customer = "2001:db8:ffff::2/125"
amazon = "2001:db8:ffff::1/125"
"#],
    sources: &[Source::UserGuide("add-peer-to-vif")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world.intent.vifs.iter().filter(|vif| vif.peers_complete && !vif.peers.is_empty()) {
        for (is_ipv4, family) in [(true, "IPv4"), (false, "IPv6")] {
            if vif.peers.iter().any(|peer| peer.pair.is_ipv4() == is_ipv4) {
                continue;
            }
            let Some(prefix) = vif.advertised().iter().find(|prefix| prefix.value.is_ipv4() == is_ipv4) else { continue };
            let message = format!("vif {} advertises {} and has no {family} session", vif.name.text, prefix.value);
            let diagnostic = RULE.found(message).at(prefix.place).vif(&vif.name.text);
            let help = format!("add an {family} [[vif.{}.peer]], or advertise no {family} here", vif.name.text);
            found.push(diagnostic.label("nothing carries it").help(help));
        }
    }
}
