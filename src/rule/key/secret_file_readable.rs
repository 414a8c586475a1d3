use super::{Served, by_origin, spread};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};
use crate::secret::{Origin, readable_by_others};

pub static RULE: Rule = Rule {
    code: Code::warning("secret-file-readable", &[]),
    says: "A file with a key can be read by its owner alone.",
    why: "Whoever can log in to this machine could read the key, and bring the session down or take its place.",
    breaks: &["
[vif.prod]
key = { file = \"keys/everybodys\" }      # mode 0644  # <-
"],
    keeps: &["
[vif.prod]
key = { file = \"keys/mine\" }            # mode 0600
"],
    sources: &[Source::Ours("a key is for those who need it")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let served = Served::of(world.intent);
    for uses in by_origin(world.intent) {
        let Some(first) = uses.first() else { continue };
        // What was not asked for (--no-secrets) or is not there is left alone.
        let Origin::File(path) = &first.at.value else {
            continue;
        };
        if world.keys.secret(&first.at.value).is_some() && readable_by_others(path) {
            let path = path.display();
            let message = format!(
                "{} is kept in {path}, which others can read",
                first.path(world.intent)
            );
            let diagnostic = RULE
                .found(message)
                .label("not for its owner alone")
                .help(format!("chmod 600 {path}"));
            found.push(spread(diagnostic, &uses, world.intent, &served));
        }
    }
}
