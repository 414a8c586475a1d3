use super::each;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("macsec-no-cipher", &["MSEC-04"]),
    says: "MACsec names its cipher.",
    why: "Left to itself a router takes its own default, often a cipher with keys of 128 bits, that AWS does not \
          have. GCM-AES-XPN-256 is right at every speed, if the router's port can do it.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.dx.macsec]          # <-
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
mode = "must_encrypt"
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
    sources: &[Source::UserGuide("MACsec")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, macsec, vifs) in each(world.intent) {
        if macsec.value.cipher.is_none() {
            let message = format!(
                "MACsec of connection {} names no cipher",
                connection.name.text
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(macsec.place)
                    .label("the router's default may not be AWS's")
                    .help("cipher = \"gcm-aes-xpn-256\""),
            );
        }
    }
}
