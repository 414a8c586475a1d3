use super::{Served, by_origin, spread};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("secret-unresolved", &[]),
    says: "Every key and password can be had where vifctl runs.",
    why: "A key that cannot be had cannot be checked, and nothing can be rendered or pushed with it. \
          Where keys are not at hand on purpose, as in a pipeline, --no-secrets leaves them alone.",
    breaks: &[
        "
[vif.prod]
key = { env = \"A_VARIABLE_THAT_NOBODY_HAS_SET\" }      # <-
",
        "
[vif.prod]
key = { file = \"no/such/file\" }                       # <-
",
        "
[vif.prod]
key = { command = [\"no-such-password-manager\"] }      # <-
",
    ],
    keeps: &["
[vif.prod]
key = { command = [\"printf\", \"%s\", \"a.key-on.the-spot\"] }
"],
    sources: &[Source::Ours(
        "what is not there by day is not there at night",
    )],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let failed = |origin| {
        world
            .keys
            .get(origin)
            .and_then(|result| result.as_ref().err())
    };
    let served = Served::of(world.intent);
    for uses in by_origin(world.intent) {
        let Some(first) = uses.first() else { continue };
        let Some(why) = failed(&first.at.value) else {
            continue;
        };
        let message = format!(
            "{} cannot be had from {}: {}",
            first.path(world.intent),
            first.at.value,
            why.reason
        );
        let diagnostic = RULE
            .found(message)
            .label("no key from here")
            .help(why.help.clone());
        found.push(spread(diagnostic, &uses, world.intent, &served));
    }
}
