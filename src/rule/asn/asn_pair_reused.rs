use std::collections::HashMap;

use super::{own_place, sessions};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("asn-pair-reused", &["ASN-22"]),
    says: "Two private vifs with the same two AS numbers run over different connections.",
    why: "AWS wants the pair, yours and Amazon's, only once on a connection. Where two gateways behind one port were both left \
          at 64512, the router cannot tell their routes apart by AS path either.",
    breaks: &["
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 102
amazon_asn = 64512              # <-

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    keeps: &["
[vif.prod]
vlan = 101

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[vif.test]
vlan = 102
amazon_asn = 64513

[[vif.test.peer]]
customer = \"169.254.97.2/30\"
amazon = \"169.254.97.1/30\"
"],
    sources: &[Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    let mut first: HashMap<_, &Vif> = HashMap::new();
    for vif in intent.vifs.iter().filter(|vif| vif.is(VifType::Private)) {
        let (Some(connection), Some(amazon)) = (vif.connection, vif.amazon_asn) else {
            continue;
        };
        for peer in sessions(vif) {
            let Some(asn) = intent.asn_of(vif, peer) else {
                continue;
            };
            let other = *first
                .entry((connection.value, asn.value, amazon.value))
                .or_insert(vif);
            if std::ptr::eq(other, vif) {
                continue;
            }
            let place = own_place(vif, amazon.place);
            let message = format!(
                "vifs {} and {} have the AS numbers {} and {} on one connection",
                other.name.text, vif.name.text, asn.value, amazon.value
            );
            let diagnostic = RULE
                .found(message)
                .at(place)
                .vif(&vif.name.text)
                .label("the same pair");
            found.push(
                diagnostic
                    .related(other.name.place, "first used here")
                    .help("put them on two connections, or on gateways with different AS numbers"),
            );
            break;
        }
    }
}
