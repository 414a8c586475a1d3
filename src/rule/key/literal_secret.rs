use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::LITERAL_SECRET,
    says: "A key or password never stands in an intent file.",
    why: "Intent files go into version control, reviews, tickets and backups, and nothing that has been there is secret \
          any more. The file says where the key is kept: in the environment, in a file of its own, or in a password \
          manager that is asked. If this one has been committed already, take it as known and change it.",
    breaks: &["
[vif.prod]
key = \"correct-horse-battery\"     # <-
"],
    keeps: &[
        "
[vif.prod]
key = { env = \"DX_PROD_KEY\" }
",
        "
[vif.prod]
key = { file = \"keys/prod\" }
",
        "
[vif.prod]
key = { command = [\"pass\", \"show\", \"dx/prod\"] }
",
    ],
    sources: &[
        Source::Api("NewBGPPeer"),
        Source::Ours("a secret is never kept beside what is shared"),
    ],
    check: Check::Reading,
};
