use std::sync::LazyLock;

use regex::bytes::Regex;

use super::of;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};
use crate::secret::Secret;

pub static RULE: Rule = Rule {
    code: Code::error("vpn-key-form", &["VPN-20"]),
    says: "A VPN's pre-shared key is 8 to 64 letters, digits, dots and underscores, and does not begin with 0.",
    why: "AWS takes no other. A key with a character more was probably not made by AWS, or was changed on its way.",
    breaks: &[
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { command = ["printf", "short"] } # <-

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { command = ["printf", "0tunnel_key_1"] } # <-

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
        r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { command = ["printf", "tunnel-key-1"] } # <-

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#,
    ],
    keeps: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"
key = { command = ["printf", "tunnel_key.1"] }

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("tunnel-configure")],
    check: Check::Looking(check),
};

static CHARACTERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\A[A-Za-z0-9._]*\z")
        .expect("a pattern of the program, read by the examples of this page")
});

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in &world.intent.vpns {
        for key in vpn.tunnels.iter().filter_map(|tunnel| tunnel.key.as_ref()) {
            let Some(what) = world.keys.secret(&key.value).and_then(wrong) else {
                continue;
            };
            let message = format!(
                "the pre-shared key of a tunnel of vpn {} {what}",
                vpn.name.text
            );
            let diagnostic =
                of(RULE.found(message).at(key.place), vpn).label("AWS takes no such key");
            found.push(diagnostic.help("8 to 64 of A-Z a-z 0-9 . _, and no 0 in front"));
        }
    }
}

/// What is wrong with a key, without a word of the key.
fn wrong(key: &Secret) -> Option<String> {
    match key.length() {
        length @ (0..8 | 65..) => Some(format!(
            "has {length} characters, which is not within 8 to 64"
        )),
        _ if !key.matches(&CHARACTERS) => {
            Some("has a character that is no letter, digit, dot or underscore".to_owned())
        }
        _ if key.matches(&LEADING_ZERO) => Some("begins with 0".to_owned()),
        _ => None,
    }
}

static LEADING_ZERO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\A0").expect("a pattern of the program, read by the examples of this page")
});
