use crate::diagnostic::{Code, Findings};
use crate::intent::{Vif, VifType};
use crate::rule::prefix::count;
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("max-prefixes-low", &["QUO-21"]),
    says: "max_prefixes leaves room for what AWS sends: every prefix of `accept` and, on a public vif, all of \
           Amazon's.",
    why: "max_prefixes is the router's own bound on what it takes from AWS in a session; past it the router ends the \
          session. AWS sends VPC CIDRs, allowed prefixes, or thousands of public prefixes that grow in number.",
    breaks: &["
[vif.prod]
accept = [\"172.31.0.0/16\", \"172.20.0.0/16\"]
max_prefixes = 1                # <-
"],
    keeps: &["
[vif.prod]
accept = [\"172.31.0.0/16\", \"172.20.0.0/16\"]
max_prefixes = 20
"],
    sources: &[
        Source::UserGuide("limits"),
        Source::Ours("room to grow costs nothing, a session that goes down does"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(most) = vif.max_prefixes else {
            continue;
        };
        let (expected, what) = expected(vif);
        if (most.value as usize) >= expected {
            continue;
        }
        let message = format!(
            "vif {} takes {} prefixes at most, and {what} {expected}",
            vif.name.text, most.value
        );
        let diagnostic = RULE
            .found(message)
            .at(most.place)
            .vif(&vif.name.text)
            .label("the router would end the session");
        found.push(diagnostic.help(format!("max_prefixes = {}", expected * 2)));
    }
}

/// How many prefixes of a family will come at least, and why.
fn expected(vif: &Vif) -> (usize, &'static str) {
    if vif.is(VifType::Public) {
        return (
            LIMITS.fewest_public_routes.value as usize,
            "Amazon announces more than",
        );
    }
    let accepted = count(vif.accepted(), true).max(count(vif.accepted(), false));
    (accepted, "`accept` has")
}
