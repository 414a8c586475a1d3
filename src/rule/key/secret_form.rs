use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::SECRET_FORM,
    says: "A secret is a table that says in one way where it is kept.",
    why: "`env` names an environment variable, `file` a file whose path counts from the intent file, and `command` a program \
          with its arguments, run without a shell. With two of them nobody could tell which one counts.",
    breaks: &[
        "
[vif.prod]
key = { env = \"DX_KEY\", file = \"keys/prod\" }     # <-
",
        "
[vif.prod]
key = {}                                         # <-
",
        "
[vif.prod]
key = { command = [] }                           # <-
",
    ],
    keeps: &["
[vif.prod]
key = { command = [\"pass\", \"show\", \"dx/prod\"] }
"],
    sources: &[Source::Ours("one way to a secret, and no literal one")],
    check: Check::Reading,
};
