use super::{Said, is_internal, is_own, said, sessions};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Asn, At, Intent, Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("same-asn", &["ASN-20"]),
    says: "Your AS number is another than Amazon's on the same vif.",
    why: "The session is an external one. With the same number at both ends a router takes it for an internal one, which AWS does not speak; \
          64512 is the usual way into it, being everybody's first choice and AWS's own default.",
    breaks: &[
        "
[vif.prod]
asn = 64512                     # <-
amazon_asn = 64512
",
        "
[vif.prod]
amazon_asn = 65010              # <-
",
    ],
    keeps: &["
[vif.prod]
asn = 65010
amazon_asn = 64512
"],
    sources: &[
        Source::UserGuide("routing-and-bgp"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

/// Public vifs have 7224 there, and rules of their own for both ends.
fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for said in said(intent, |vif| !vif.is(VifType::Public)) {
        let clashing: Vec<&Vif> = said
            .vifs
            .iter()
            .copied()
            .filter(|vif| clashes(intent, vif, said.asn))
            .collect();
        // Where every vif that runs with a number of yours clashes, it is that number that is wrong.
        if clashing.len() == said.vifs.len() && clashing.len() > 1 {
            found.push(
                said.found(&RULE, "which is Amazon's on every vif that runs with it")
                    .label("the same at both ends"),
            );
            continue;
        }
        for vif in clashing {
            one_vif(&said, vif, found);
        }
    }
}

fn clashes(intent: &Intent, vif: &Vif, asn: At<Asn>) -> bool {
    is_internal(intent, vif)
        && vif
            .amazon_asn
            .is_some_and(|amazon| amazon.value == asn.value)
        && sessions(vif).any(|peer| intent.asn_of(vif, peer).map(|at| at.place) == Some(asn.place))
}

/// The end that the vif itself says is at fault, your own before Amazon's.
fn one_vif(said: &Said<'_>, vif: &Vif, found: &mut Findings) {
    let Some(amazon) = vif.amazon_asn else { return };
    let of_vif = said.subject.starts_with("vif.")
        && (is_own(vif, said.asn.place) || !is_own(vif, amazon.place));
    let yours_is_wrong = of_vif || said.is_of_a_peer();
    let (place, other, label) = match yours_is_wrong {
        true => (said.asn.place, amazon.place, "Amazon's"),
        false => (amazon.place, said.asn.place, "yours"),
    };
    let message = format!(
        "vif {} has AS number {} at both ends",
        vif.name.text, amazon.value
    );
    let diagnostic = RULE
        .found(message)
        .at(place)
        .vif(&vif.name.text)
        .label("the same at both ends")
        .related(other, label);
    found.push(diagnostic.help("AWS shows Amazon's as amazonSideAsn; yours is another one"));
}
