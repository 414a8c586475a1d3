use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("macsec-hosted", &["MSEC-01", "HST-05"]),
    says: "A hosted connection has no MACsec of yours.",
    why: "MACsec runs between the two ends of a link, and the link to AWS is the partner's. The partner may encrypt it; \
          you cannot. For encryption of your own over a hosted connection there is IPsec.",
    breaks: &[r#"
[connection.dx]
kind = "hosted"
speed = "10Gbps"
vlan = 101
router = "edge"
port = "TenGigabitEthernet0/1/0"

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
    sources: &[
        Source::UserGuide("MACsec"),
        Source::UserGuide("hosted_connection"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (connection, vifs) in connection::each(world.intent) {
        let Some(macsec) = &connection.macsec else {
            continue;
        };
        if connection.is_hosted() {
            let message = format!(
                "connection {} is hosted and cannot have MACsec",
                connection.name.text
            );
            let diagnostic = connection::about(RULE.found(message), connection, &vifs);
            found.push(
                diagnostic
                    .at(macsec.place)
                    .label("not on a hosted connection")
                    .help("remove `macsec`"),
            );
        }
    }
}
