use super::each;
use crate::diagnostic::{Code, Findings};
use crate::intent::{At, MacsecCipher};
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("macsec-cipher", &["MSEC-04"]),
    says: "GCM-AES-256 is a cipher for {macsec_aes_256_speeds}; faster connections take GCM-AES-XPN-256 only.",
    why: "The packet counter of GCM-AES-256 has 32 bits, and at 100 Gbps runs out within minutes or less. XPN has 64. \
          AWS's fast ports speak nothing else, and with another cipher MACsec does not come up.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "100Gbps"
router = "edge"
port = "HundredGigE0/1/0"

[connection.dx.macsec]
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-256"          # <-
mode = "must_encrypt"
"#],
    keeps: &[
        r#"
[connection.dx]
kind = "dedicated"
speed = "100Gbps"
router = "edge"
port = "HundredGigE0/1/0"

[connection.dx.macsec]
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-xpn-256"
mode = "must_encrypt"
"#,
        r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.dx.macsec]
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-256"
mode = "must_encrypt"
"#,
    ],
    sources: &[
        Source::UserGuide("MACsec"),
        Source::Standard("IEEE 802.1AE"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, macsec, vifs) in each(world.intent) {
        let (Some(speed), Some(At { value, place })) = (connection.speed, macsec.value.cipher)
        else {
            continue;
        };
        let has_macsec = BANDWIDTHS.macsec_speeds.has(speed.value);
        let takes_any = BANDWIDTHS.macsec_aes_256_speeds.has(speed.value);
        if value == MacsecCipher::GcmAes256 && has_macsec && !takes_any {
            let message = format!(
                "connection {} has {} and cannot use gcm-aes-256",
                connection.name.text, speed.value
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(place)
                    .label(format!("XPN only at {}", speed.value))
                    .related(speed.place, format!("{} here", speed.value))
                    .help("cipher = \"gcm-aes-xpn-256\""),
            );
        }
    }
}
