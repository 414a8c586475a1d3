use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::MACSEC_CKN,
    says: "The name of a MACsec key (CKN) has 64 hex digits.",
    why: "AWS takes a CKN of 32 bytes and no other. Many routers take shorter ones too, and fill them up each in its \
          own way, so that the two ends do not know each other and the port stays down.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.dx.macsec]
ckn = "01"                      # <-
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
        Source::Api("AssociateMacSecKey"),
    ],
    check: Check::Reading,
};
