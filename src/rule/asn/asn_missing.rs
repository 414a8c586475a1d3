use std::collections::{HashMap, HashSet};

use super::sessions;
use crate::rule::{Check, Rule, Source, World};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, code};

pub static RULE: Rule = Rule {
    code: Code::error("asn-missing", &["ASN-03"]),
    says: "Every session has an AS number of yours: the peer's, the vif's or the router's.",
    why: "AWS makes no vif without one, as asn or as asnLong, and the router has no BGP without one. Most networks have one number \
          for a router, so that is where it belongs; a vif or a peer may differ.",
    breaks: &[
        "
[router.edge]                   # <-
vendor = \"cisco_xe\"
",
    ],
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
    sources: &[Source::Api("NewPrivateVirtualInterface"), Source::UserGuide("long-asn-support")],
    check: Check::Looking(check),
};

/// Once for a router. A vif whose router is not known has been told about that, and a number that
/// cannot be read is not a missing one.
fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut without: HashMap<usize, Vec<&Vif>> = HashMap::new();
    for vif in &intent.vifs {
        let router = intent.connection_of(vif).and_then(|connection| connection.router);
        if let Some(router) = router.filter(|_| sessions(vif).any(|peer| intent.asn_of(vif, peer).is_none())) {
            without.entry(router.value).or_default().push(vif);
        }
    }
    if without.is_empty() {
        return;
    }
    let unread = unread(found);
    for (index, router) in intent.routers.iter().enumerate() {
        let Some(vifs) = without.get(&index) else { continue };
        let name = &router.name.text;
        let of_vif = |vif: &&Vif| unread.contains(format!("vif.{}", vif.name.text).as_str());
        if unread.contains("defaults.asn") || unread.contains(format!("router.{name}").as_str()) || vifs.iter().any(of_vif) {
            continue;
        }
        let message = format!("router {name} has no `asn`, and neither has vif {}", vifs[0].name.text);
        let diagnostic = RULE.found(message).at(router.name.place).subject(format!("router.{name}")).label("`asn` is missing");
        let diagnostic = vifs.iter().fold(diagnostic, |diagnostic, vif| diagnostic.concerns(&vif.name.text));
        found.push(diagnostic.help("for example: asn = 65010"));
    }
}

/// The tables with an AS number that could not be read.
fn unread(found: &Findings) -> HashSet<String> {
    let codes = [&code::ASN_NOTATION, &code::ASN_RANGE, &code::ASN_65535, &code::WRONG_TYPE];
    let unread = found.iter().filter(|found| codes.contains(&found.code));
    unread.filter_map(|found| found.subject.clone()).collect()
}
