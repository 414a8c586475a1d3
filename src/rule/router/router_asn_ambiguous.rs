use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, At};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("router-asn-ambiguous", &[]),
    says: "A router without an `asn` of its own has vifs with one and the same.",
    why: "A router runs BGP under one AS number, and shows another one to a peer only as a local AS. Where the vifs \
          have different ones, somebody has to say which of them is the router's.",
    breaks: &["
[router.edge]                   # <-
vendor = \"cisco_xe\"

[vif.prod]
vlan = 101
asn = 65010
peer = [{ customer = \"169.254.96.2/30\", amazon = \"169.254.96.1/30\" }]

[vif.test]
vlan = 102
asn = 65020
peer = [{ customer = \"169.254.97.2/30\", amazon = \"169.254.97.1/30\" }]
"],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010

[vif.prod]
vlan = 101
peer = [{ customer = \"169.254.96.2/30\", amazon = \"169.254.96.1/30\" }]

[vif.test]
vlan = 102
asn = 65020
peer = [{ customer = \"169.254.97.2/30\", amazon = \"169.254.97.1/30\" }]
"],
    sources: &[Source::Standard("RFC 7705, local AS")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut first: Vec<Option<At<Asn>>> = vec![None; intent.routers.len()];
    let mut told = vec![false; intent.routers.len()];
    for vif in &intent.vifs {
        let router = intent.router_at(vif);
        let Some(index) = router.map(|at| at.value) else {
            continue;
        };
        let router = &intent.routers[index];
        let (None, Some(asn)) = (router.asn, vif.asn) else {
            continue;
        };
        let other = *first[index].get_or_insert(asn);
        if other.value != asn.value && !std::mem::replace(&mut told[index], true) {
            let name = &router.name.text;
            let message = format!(
                "router {name} has no `asn`, and its vifs have {} and {}",
                other.value, asn.value
            );
            let diagnostic = RULE
                .found(message)
                .at(router.name.place)
                .subject(format!("router.{name}"));
            let diagnostic = diagnostic.label("which one is the router's?");
            found.push(
                diagnostic
                    .related(asn.place, "another one")
                    .help(format!("asn = {}", other.value)),
            );
        }
    }
}
