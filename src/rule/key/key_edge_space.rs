use super::{BgpKey, bgp_keys};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("key-edge-space", &["MD5-05"]),
    says: "No white space stands before or behind a BGP key.",
    why: "Both sides have to have the same bytes. A space or an empty line that a file or a password manager adds is a \
          part of the key for some routers and not for others, and nobody sees it. One newline at the end is the \
          editor's and does not count.",
    breaks: &[
        "
[vif.prod]
key = { command = [\"printf\", \"%s \", \"correct-horse\"] }    # <-
",
        "
[vif.prod]
key = { command = [\"printf\", \"correct-horse\\n\\n\"] }       # <-
",
    ],
    keeps: &["
[vif.prod]
key = { command = [\"printf\", \"correct-horse\\n\"] }
"],
    sources: &[
        Source::UserGuide("ts-layer-3"),
        Source::CloudFormation("PrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for BgpKey { vif, at, key } in bgp_keys(world) {
        if key.has_edge_space() {
            let message = format!(
                "the key of vif {} begins or ends with white space",
                vif.name.text
            );
            let diagnostic = RULE
                .found(message)
                .at(at.place)
                .vif(&vif.name.text)
                .label("a space or an empty line belongs to it");
            found.push(
                diagnostic.help("take it off where the key is kept: the key alone, on one line"),
            );
        }
    }
}
