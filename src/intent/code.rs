//! What can be wrong with a single value or with the file itself. These are found while an intent
//! is read; each has its page in `rule/` like every other rule.

use crate::diagnostic::Code;

pub const FILE_UNREADABLE: Code = Code::error("file-unreadable", &[]);
pub const TOML_SYNTAX: Code = Code::error("toml-syntax", &[]);
pub const SCHEMA_VERSION: Code = Code::error("schema-version", &[]);
pub const DUPLICATE_NAME: Code = Code::error("duplicate-name", &[]);
pub const UNKNOWN_KEY: Code = Code::error("unknown-key", &[]);
pub const WRONG_TYPE: Code = Code::error("wrong-type", &[]);
pub const MISSING_KEY: Code = Code::error("missing-key", &[]);
pub const UNKNOWN_VALUE: Code = Code::error("unknown-value", &[]);
pub const UNKNOWN_NAME: Code = Code::error("unknown-name", &[]);
pub const VALUE_RANGE: Code = Code::error("value-range", &[]);
pub const CONTROL_CHARACTER: Code = Code::error("control-character", &[]);
pub const BAD_ADDRESS: Code = Code::error("bad-address", &[]);
pub const LITERAL_SECRET: Code = Code::error("literal-secret", &["MD5-08"]);
pub const SECRET_FORM: Code = Code::error("secret-form", &[]);
pub const VLAN_RANGE: Code = Code::error("vlan-range", &["VLAN-01"]);
pub const ASN_NOTATION: Code = Code::error("asn-notation", &["ASN-06"]);
pub const ASN_RANGE: Code = Code::error("asn-range", &["ASN-02", "ASN-01"]);
pub const ASN_65535: Code = Code::error("asn-65535", &["ASN-07"]);
pub const MTU_VALUE: Code = Code::error("mtu-value", &["MTU-01", "MTU-02", "MTU-03"]);
pub const PREFIX_HOST_BITS: Code = Code::error("prefix-host-bits", &[]);
pub const BAD_PREFIX: Code = Code::error("bad-prefix", &[]);
pub const PEER_ADDRESS_FORM: Code = Code::error("peer-address-form", &["IP-04"]);
pub const PEER_MISMATCH: Code = Code::error("peer-mismatch", &["IP-05", "IP-01"]);
pub const PUBLIC_PEER_MISSING: Code = Code::error("public-peer-missing", &["IP-08"]);
pub const PEER_NETWORK_ADDRESS: Code = Code::error("peer-network-address", &["IP-07"]);
pub const HOLD_TIME_RANGE: Code = Code::error("hold-time-range", &["BGP-01", "LINT-09"]);
pub const BANDWIDTH_FORM: Code = Code::error("bandwidth-form", &["NAME-05"]);
pub const MACSEC_CKN: Code = Code::error("macsec-ckn", &["MSEC-02"]);

/// Those that mean that the request could not be understood at all, rather than that what it
/// asks for is wrong.
pub fn is_malformed(code: &Code) -> bool {
    [&FILE_UNREADABLE, &TOML_SYNTAX, &SCHEMA_VERSION].contains(&code)
}
