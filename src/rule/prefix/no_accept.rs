use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("no-accept", &[]),
    says: "A private or transit vif says which prefixes it lets in.",
    why: "Only what `accept` names is let in from AWS. Without it the session comes up and no route to AWS follows. \
          It is also what keeps a slip on the AWS side from taking over your own networks' routes.",
    breaks: &["
[vif.prod]
accept = []                     # <-
"],
    keeps: &["
[vif.prod]
accept = [\"172.31.0.0/16\"]      # the VPC's CIDR
"],
    sources: &[
        Source::UserGuide("allowed-to-prefixes"),
        Source::Ours("what may come in matters as much as what goes out"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        if !vif.accepted().is_empty() || vif.unread.accept {
            continue;
        }
        let place = vif
            .accept
            .as_ref()
            .map_or(vif.name.place, |list| list.place);
        let diagnostic = RULE
            .found(format!("vif {} lets no prefix in from AWS", vif.name.text))
            .at(place)
            .vif(&vif.name.text);
        found.push(
            diagnostic
                .label("what should be let in?")
                .help("name the VPC CIDRs or the allowed prefixes: accept = [\"172.31.0.0/16\"]"),
        );
    }
}
