use super::each;
use crate::diagnostic::{Code, Findings};
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("macsec-speed", &["MSEC-01"]),
    says: "A connection with MACsec has one of these speeds: {macsec_speeds}.",
    why: "AWS's ports of 1 Gbps cannot encrypt. At the others it depends on the location: AWS shows macSecCapable for \
          the connection.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "1Gbps"
router = "edge"
port = "GigabitEthernet0/0/1"

[connection.dx.macsec]          # <-
ckn = "5b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f05b3a0cf1d2e94786a1f0b7c8"
cak = { env = "DX_CAK" }
cipher = "gcm-aes-xpn-256"
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
    sources: &[Source::UserGuide("MACsec"), Source::Api("Connection")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, macsec, vifs) in each(world.intent) {
        let Some(speed) = connection.speed else {
            continue;
        };
        // A speed that no connection has is found by its own rule.
        let exists = BANDWIDTHS.dedicated_speeds.has(speed.value);
        if exists && !BANDWIDTHS.macsec_speeds.has(speed.value) {
            let message = format!(
                "connection {} has {}, and AWS has no MACsec at that speed",
                connection.name.text, speed.value
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(macsec.place)
                    .label(format!("{} only", BANDWIDTHS.macsec_speeds))
                    .related(speed.place, format!("{} here", speed.value))
                    .help("remove `macsec`, or order a faster connection"),
            );
        }
    }
}
