use std::collections::HashMap;

use super::{own_place, sessions};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, Intent, Vif, VifType};
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
    for (asn, amazon, vifs) in pairs(world.intent) {
        let [first, second, others @ ..] = vifs.as_slice() else {
            continue;
        };
        let more = match others.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (first_name, name) = (&first.name.text, &second.name.text);
        let message = format!(
            "vifs {first_name} and {name}{more} have the AS numbers {asn} and {amazon} on one connection"
        );
        let place = own_place(
            second,
            second.amazon_asn.map_or(second.name.place, |at| at.place),
        );
        let diagnostic = RULE
            .found(message)
            .at(place)
            .vif(name)
            .label("the same pair");
        let diagnostic = diagnostic.concerns_each(others.iter().map(|vif| &*vif.name.text));
        found.push(
            diagnostic
                .related(first.name.place, "first used here")
                .help("put them on two connections, or on gateways with different AS numbers"),
        );
    }
}

/// The private vifs that have the same two AS numbers on one connection and in one routing table,
/// in the order of the intent.
fn pairs(intent: &Intent) -> Vec<(Asn, Asn, Vec<&Vif>)> {
    let mut at: HashMap<_, usize> = HashMap::new();
    let mut pairs: Vec<(Asn, Asn, Vec<&Vif>)> = Vec::new();
    for vif in intent.vifs.iter().filter(|vif| vif.is(VifType::Private)) {
        let (Some(connection), Some(amazon)) = (vif.connection, vif.amazon_asn) else {
            continue;
        };
        let vrf = vif.vrf.as_ref().map(|vrf| vrf.value.as_str());
        for asn in sessions(vif).filter_map(|peer| intent.asn_of(vif, peer)) {
            let pair = (connection.value, vrf, asn.value, amazon.value);
            let index = *at.entry(pair).or_insert_with(|| {
                pairs.push((asn.value, amazon.value, Vec::new()));
                pairs.len() - 1
            });
            let known = &mut pairs[index].2;
            if known.last().is_none_or(|last| !std::ptr::eq(*last, vif)) {
                known.push(vif);
            }
        }
    }
    pairs
}
