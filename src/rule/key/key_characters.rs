use super::{BgpKey, bgp_keys, platform, refused};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("key-characters", &["MD5-03"]),
    says: "A BGP key is made of printable ASCII characters without a space.",
    why: "Letters, digits and every ASCII punctuation mark will do. A space, a tab, an accented letter or a character \
          that a terminal leaves behind is refused by AWS, and read differently by every router.",
    breaks: &[
        "
[vif.prod]
key = { command = [\"printf\", \"%s\", \"correct horse\"] }     # <-
",
        "
[vif.prod]
key = { command = [\"printf\", \"%s\", \"corrèct-horse\"] }     # <-
",
    ],
    keeps: &["
[vif.prod]
key = { command = [\"printf\", \"%s\", \"0x12_aB.c~$%&!\"] }
"],
    sources: &[
        Source::CloudFormation("PrivateVirtualInterface"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for BgpKey { vif, at, key } in bgp_keys(world) {
        let Some(kind) = key.unprintable() else {
            continue;
        };
        // White space at an end, and what the platform itself stumbles over, have rules of their own.
        let told = key.has_edge_space()
            || platform(world, vif).is_some_and(|pack| refused(pack, key).is_some());
        if !told {
            let message = format!(
                "the key of vif {} contains {kind}, which AWS does not take",
                vif.name.text
            );
            let diagnostic = RULE
                .found(message)
                .at(at.place)
                .vif(&vif.name.text)
                .label(format!("has {kind} in it"));
            found.push(diagnostic.help("letters, digits and ASCII punctuation only; change it for AWS and here, both at once"));
        }
    }
}
