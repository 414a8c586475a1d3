use super::{BgpKey, bgp_keys};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("key-length", &["MD5-02"]),
    says: "A BGP key has {key_shortest} to {key_longest} characters.",
    why: "AWS refuses a shorter or a longer one when the vif or its BGP peer is created. \
          A key that is longer than it should be is often two lines of a file, or a whole record of a password manager.",
    breaks: &[
        "
[vif.prod]
key = { command = [\"printf\", \"%s\", \"abc\"] }      # <-
",
        "
[vif.prod]
key = { command = [\"printf\", \"%081d\", \"7\"] }     # <-
",
    ],
    keeps: &["
[vif.prod]
key = { command = [\"printf\", \"%s\", \"abcdef\"] }
"],
    sources: &[
        Source::Api("CreateBGPPeer"),
        Source::CloudFormation("PrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

/// The most characters that AWS takes.
pub(super) fn longest() -> usize {
    LIMITS.key_longest.value as usize
}

fn check(world: &World<'_>, found: &mut Findings) {
    let shortest = LIMITS.key_shortest.value as usize;
    for BgpKey { vif, at, key } in bgp_keys(world) {
        if (shortest..=longest()).contains(&key.length()) {
            continue;
        }
        let message = format!(
            "the key of vif {} has {} characters; AWS takes {shortest} to {}",
            vif.name.text,
            key.length(),
            longest()
        );
        let label = if key.length() < shortest {
            "too short"
        } else {
            "too long"
        };
        let diagnostic = RULE
            .found(message)
            .at(at.place)
            .vif(&vif.name.text)
            .label(label);
        found.push(diagnostic.help("a safe key: 16 to 20 of A-Z a-z 0-9 _ . - that begin with a letter, the same for AWS and here"));
    }
}
