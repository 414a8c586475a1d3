use std::collections::HashSet;

use super::{and_more, family};
use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{At, Prefix, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("family-without-session", &["BGP-12"]),
    says: "Prefixes of a family need a session of that family.",
    why: "AWS carries IPv4 prefixes in the IPv4 session and IPv6 prefixes in the IPv6 session only; there is no \
          multiprotocol BGP. Prefixes without their session stay at home without a word. In [defaults], prefixes of \
          a family are for the vifs that have a session of it.",
    breaks: &["
[vif.prod]
advertise = [
    \"10.20.0.0/16\",
    \"2001:db8:20::/48\",        # <-
]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
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
    let served = served(&world.intent.vifs);
    // Without any peer, or with one that cannot be read, the mistake lies there.
    let readable = |vif: &&Vif| !vif.peers.is_empty() && !vif.unread.peers;
    for vif in world.intent.vifs.iter().filter(readable) {
        for ipv4 in [true, false] {
            let stranded: Vec<_> = listed(vif, ipv4)
                .filter(|prefix| !served.contains(&prefix.place))
                .collect();
            let Some(first) = stranded.first().filter(|_| !vif.has_session(ipv4)) else {
                continue;
            };
            let (family, more) = (family(ipv4), and_more(stranded.len()));
            let message = format!(
                "vif {} has no {family} session for {}{more}",
                vif.name.text, first.value
            );
            let diagnostic = RULE
                .found(message)
                .at(first.place)
                .vif(&vif.name.text)
                .label(format!("needs an {family} session"));
            found.push(diagnostic.help(format!(
                "add a [[vif.{}.peer]] with the {family} addresses that AWS shows, or leave the prefix out",
                vif.name.text
            )));
        }
    }
}

/// The prefixes of a family, those that go out first.
fn listed(vif: &Vif, ipv4: bool) -> impl Iterator<Item = &At<Prefix>> {
    let all = vif.advertised().iter().chain(vif.accepted());
    all.filter(move |prefix| prefix.value.is_ipv4() == ipv4)
}

/// Where the prefixes stand that have a session on some vif. A place that several vifs share is in
/// [defaults].
fn served<'a>(vifs: &'a [Vif]) -> HashSet<Place> {
    let of = |vif: &'a Vif| {
        [true, false]
            .into_iter()
            .filter(move |ipv4| vif.has_session(*ipv4))
            .flat_map(move |ipv4| listed(vif, ipv4))
    };
    vifs.iter()
        .flat_map(of)
        .map(|prefix| prefix.place)
        .collect()
}
