use super::in_mode;
use crate::diagnostic::{Code, Findings};
use crate::intent::MacsecMode;
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::note("macsec-should-encrypt", &["MSEC-07"]),
    says: "MACsec that matters is in the mode must_encrypt.",
    why: "should_encrypt falls back to clear text when the two ends do not agree, and the link stays up. It is the \
          mode to begin with. Once MACsec is seen to be up, must_encrypt makes sure that nothing leaves in clear; \
          then a port without MACsec is down.",
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
mode = "should_encrypt"         # <-
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
    for (connection, place, vifs) in in_mode(world.intent, MacsecMode::ShouldEncrypt) {
        let message = format!(
            "connection {} falls back to clear text when MACsec does not come up",
            connection.name.text
        );
        let diagnostic = connection::about(RULE.found(message), connection, &vifs);
        found.push(
            diagnostic
                .at(place)
                .label("encrypts if it can")
                .help("mode = \"must_encrypt\", once MACsec is seen to be up"),
        );
    }
}
