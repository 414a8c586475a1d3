use super::in_mode;
use crate::diagnostic::{Code, Findings};
use crate::intent::MacsecMode;
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("macsec-no-encrypt", &["MSEC-07"]),
    says: "A connection with a MACsec key encrypts.",
    why: "In the mode no_encrypt everything goes in clear, key or no key. That is a step on the way to MACsec or back \
          from it, and easily forgotten: nothing fails.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.dx.macsec]
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-xpn-256"
mode = "no_encrypt"             # <-
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.dx.macsec]
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-xpn-256"
mode = "must_encrypt"
"#],
    sources: &[Source::UserGuide("MACsec"), Source::Api("UpdateConnection")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, place, vifs) in in_mode(world.intent, MacsecMode::NoEncrypt) {
        let message = format!(
            "connection {} has a MACsec key and does not encrypt",
            connection.name.text
        );
        let diagnostic = connection::about(RULE.found(message), connection, &vifs);
        found.push(
            diagnostic
                .at(place)
                .label("everything goes in clear")
                .help("mode = \"must_encrypt\""),
        );
    }
}
