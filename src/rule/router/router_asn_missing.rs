use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, code};
use crate::rule::{Check, Rule, Source, World, unread};

pub static RULE: Rule = Rule {
    code: Code::error("router-asn-missing", &[]),
    says: "Every BGP session has an AS number of yours: the peer's, the vif's or the router's.",
    why: "It is the number that AWS knows as the BGP ASN of the vif. The router cannot open the session without one, and \
          it is asked for once, on the router, unless a vif has another.",
    breaks: &["
[router.edge]                   # <-
vendor = \"cisco_xe\"
"],
    keeps: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
",
        "
[router.edge]
vendor = \"cisco_xe\"

[vif.prod]
asn = 65010
",
    ],
    sources: &[
        Source::Api("NewPrivateVirtualInterface"),
        Source::UserGuide("bgp-specific-settings"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let Some(unread) = unread::tables(found, &UNREAD) else {
        return;
    };
    let mut without: Vec<Vec<&Vif>> = vec![Vec::new(); world.intent.routers.len()];
    for vif in &world.intent.vifs {
        let Some(router) = world.intent.router_at(vif) else {
            continue;
        };
        let lacks = vif
            .peers
            .iter()
            .any(|peer| world.intent.asn_of(vif, Some(peer)).is_none());
        if lacks && !unread.contains(&format!("vif.{}", vif.name.text)) {
            without[router.value].push(vif);
        }
    }
    for (router, vifs) in world.intent.routers.iter().zip(without) {
        let name = &router.name.text;
        let [first, others @ ..] = vifs.as_slice() else {
            continue;
        };
        if unread.contains(&format!("router.{name}")) {
            continue;
        }
        let whose = match others.len() {
            0 => format!("vif {}", first.name.text),
            more => format!("vif {} and {more} more", first.name.text),
        };
        let message = format!("router {name} has no `asn`, nor have the sessions of {whose}");
        let diagnostic = RULE
            .found(message)
            .at(router.name.place)
            .label("`asn` is missing")
            .subject(format!("router.{name}"));
        let diagnostic = diagnostic.concerns_each(vifs.iter().map(|vif| &*vif.name.text));
        found.push(diagnostic.help("asn = 65010, the BGP ASN that AWS shows for the vif"));
    }
}

/// How an AS number is written that could not be read.
static UNREAD: [&Code; 5] = [
    &code::WRONG_TYPE,
    &code::UNKNOWN_KEY,
    &code::ASN_NOTATION,
    &code::ASN_RANGE,
    &code::ASN_65535,
];
