use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::FILE_UNREADABLE,
    says: "The intent is a file, or a directory of .toml files, that can be read as UTF-8 text.",
    why: "Nothing is known of an intent that cannot be read, and half of one is worse than none. \
          Without -f, vifctl.toml and the directory vifctl.d in the working directory are read.",
    breaks: &[],
    keeps: &[],
    sources: &[Source::Ours(
        "a part of an intent must not pass for the whole",
    )],
    check: Check::Opening,
};
