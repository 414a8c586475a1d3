use std::collections::HashSet;

use crate::diagnostic::{Code, Findings, Place, Severity};
use crate::intent::Intent;
use crate::rule::{self, Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: Code::note("unused-allow", &[]),
    says: "What is allowed is there to be allowed.",
    why: "An `allow` that silences nothing was once a decision. Left behind, it would silence the next warning of \
          that name, which nobody has decided about.",
    breaks: &[r#"
[vif.prod]
bfd = true
allow = ["no-bfd", "no-redundancy"]        # <-
"#],
    keeps: &[r#"
[vif.prod]
bfd = false
allow = ["no-bfd", "no-redundancy"]
"#],
    sources: &[Source::Ours("a decision goes when its reason goes")],
    check: Check::Closing,
};

/// The allowances that silenced nothing. One in `[defaults]` counts when it silences for one vif.
pub fn unused(intent: &Intent, used: &HashSet<Place>, found: &mut Findings) {
    for vif in &intent.vifs {
        for allowed in vif
            .allow
            .iter()
            .filter(|allowed| !used.contains(&allowed.place))
        {
            if rule::by_name(&allowed.value)
                .is_some_and(|rule| rule.code.severity != Severity::Error)
            {
                let message = format!("allow of {} silences nothing", allowed.value);
                found.push(
                    RULE.found(message)
                        .at(allowed.place)
                        .label("can go")
                        .vif(&vif.name.text),
                );
            }
        }
    }
}
