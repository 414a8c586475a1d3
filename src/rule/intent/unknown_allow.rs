use crate::diagnostic::{Code, Findings, Severity, nearest, quote};
use crate::rule::{self, Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("unknown-allow", &[]),
    says: "`allow` lists names of rules that only warn.",
    why: "A slip in the name would leave the warning in place, or worse, look like a decision that nobody took. \
          Errors cannot be allowed: AWS or the router refuses what they are about.",
    breaks: &[
        "
[vif.prod]
allow = [\"no-bfdd\", \"no-redundancy\"]        # <-
",
        "
[vif.prod]
allow = [\"vlan-range\", \"no-redundancy\"]     # <-
",
    ],
    keeps: &["
[vif.prod]
bfd = false
allow = [\"no-bfd\", \"no-redundancy\"]
"],
    sources: &[Source::Ours("a decision should stand where it is taken")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        for allowed in &vif.allow {
            let problem = match rule::by_name(&allowed.value) {
                Some(rule) if rule.code.severity == Severity::Error => {
                    format!("{} is an error and cannot be allowed", allowed.value)
                }
                Some(_) => continue,
                None => format!("no rule is called {}", quote(&allowed.value)),
            };
            let known = rule::ALL
                .iter()
                .filter(|rule| rule.code.severity != Severity::Error)
                .map(|rule| rule.code.rule);
            let diagnostic = RULE.found(problem).at(allowed.place).vif(&vif.name.text);
            found.push(match nearest(&allowed.value, known) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => diagnostic.help("`vifctl explain` lists the rules"),
            });
        }
    }
}
