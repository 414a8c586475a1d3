//! Which algorithms a login may use. libssh2 would offer everything that it has, down to SHA-1 and
//! 3DES; modern ones are the default here, and the old ones have to be asked for by name.

use ssh2::{MethodType, Session};

use super::offer::Offer;
use crate::intent::Algorithms;

struct Lists {
    exchange: &'static [&'static str],
    host_key: &'static [&'static str],
    cipher: &'static [&'static str],
    mac: &'static [&'static str],
}

const MODERN: Lists = Lists {
    exchange: &[
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256",
        "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521",
        "diffie-hellman-group16-sha512",
        "diffie-hellman-group18-sha512",
        "diffie-hellman-group14-sha256",
        "diffie-hellman-group-exchange-sha256",
    ],
    host_key: &[
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "rsa-sha2-512",
        "rsa-sha2-256",
    ],
    cipher: &[
        "chacha20-poly1305@openssh.com",
        "aes256-gcm@openssh.com",
        "aes128-gcm@openssh.com",
        "aes256-ctr",
        "aes192-ctr",
        "aes128-ctr",
    ],
    mac: &[
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com",
        "hmac-sha2-256",
        "hmac-sha2-512",
    ],
};

/// What old routers have besides; behind the modern ones.
const LEGACY: Lists = Lists {
    exchange: &[
        "diffie-hellman-group14-sha1",
        "diffie-hellman-group-exchange-sha1",
        "diffie-hellman-group1-sha1",
    ],
    host_key: &["ssh-rsa"],
    cipher: &["aes256-cbc", "aes192-cbc", "aes128-cbc", "3des-cbc"],
    mac: &["hmac-sha1-etm@openssh.com", "hmac-sha1"],
};

/// Allow these and no others. Host keys of the kinds that are on file come first: a key of another
/// kind would look like a changed one.
pub(super) fn allow(
    session: &Session,
    algorithms: Algorithms,
    on_file: &[String],
) -> Result<(), ssh2::Error> {
    let both = |modern: &[&str], legacy: &[&str]| -> Vec<String> {
        let legacy = if algorithms == Algorithms::Legacy {
            legacy
        } else {
            &[]
        };
        modern
            .iter()
            .chain(legacy)
            .map(|name| (*name).to_owned())
            .collect()
    };
    let ciphers = both(MODERN.cipher, LEGACY.cipher).join(",");
    let macs = both(MODERN.mac, LEGACY.mac).join(",");
    let mut host_keys = both(MODERN.host_key, LEGACY.host_key);
    host_keys.sort_by_key(|name| !on_file.contains(&kind_of(name)));
    for (method, list) in [
        (
            MethodType::Kex,
            both(MODERN.exchange, LEGACY.exchange).join(","),
        ),
        (MethodType::HostKey, host_keys.join(",")),
        (MethodType::CryptCs, ciphers.clone()),
        (MethodType::CryptSc, ciphers),
        (MethodType::MacCs, macs.clone()),
        (MethodType::MacSc, macs),
    ] {
        session.method_pref(method, &list)?;
    }
    Ok(())
}

/// The kind of key that an algorithm signs with.
fn kind_of(algorithm: &str) -> String {
    match algorithm {
        "rsa-sha2-512" | "rsa-sha2-256" => "ssh-rsa".to_owned(),
        other => other.to_owned(),
    }
}

/// What the two have not in common, in words.
pub(super) fn missing(offer: &Offer, algorithms: Algorithms) -> Vec<&'static str> {
    let legacy = algorithms == Algorithms::Legacy;
    let common = |offered: &[String], modern: &[&str], old: &[&str]| {
        let known = |name: &String| {
            modern.contains(&name.as_str()) || (legacy && old.contains(&name.as_str()))
        };
        offered.iter().any(known)
    };
    // These ciphers carry their own check.
    let own_mac = |name: &String| name.contains("gcm") || name.contains("poly1305");
    let mut missing = Vec::new();
    if !common(&offer.exchange, MODERN.exchange, LEGACY.exchange) {
        missing.push("key exchange");
    }
    if !common(&offer.host_key, MODERN.host_key, LEGACY.host_key) {
        missing.push("host key");
    }
    if !common(&offer.cipher, MODERN.cipher, LEGACY.cipher) {
        missing.push("cipher");
    }
    if !common(&offer.mac, MODERN.mac, LEGACY.mac) && !offer.cipher.iter().any(own_mac) {
        missing.push("MAC");
    }
    missing
}

/// The setting that would take an offer.
pub(super) fn setting(offer: &Offer, algorithms: Algorithms) -> Option<&'static str> {
    (algorithms == Algorithms::Modern && missing(offer, Algorithms::Legacy).is_empty())
        .then_some("algorithms = \"legacy\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_has_every_name_of_the_lists() {
        let session = Session::new().expect("libssh2 can be set up");
        for (method, modern, legacy) in [
            (MethodType::Kex, MODERN.exchange, LEGACY.exchange),
            (MethodType::HostKey, MODERN.host_key, LEGACY.host_key),
            (MethodType::CryptCs, MODERN.cipher, LEGACY.cipher),
            (MethodType::MacCs, MODERN.mac, LEGACY.mac),
        ] {
            let has = session.supported_algs(method).expect("it tells");
            for name in modern.iter().chain(legacy) {
                assert!(has.contains(name), "{name} is not among {has:?}");
            }
        }
    }

    #[test]
    fn the_setting_is_named_only_where_it_helps() {
        let list = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let mut offer = Offer {
            version: "SSH-2.0-Cisco-1.25".into(),
            exchange: list(&["diffie-hellman-group14-sha1"]),
            host_key: list(&["ssh-rsa"]),
            cipher: list(&["aes128-cbc"]),
            mac: list(&["hmac-sha1"]),
        };
        assert_eq!(
            missing(&offer, Algorithms::Modern),
            ["key exchange", "host key", "cipher", "MAC"]
        );
        assert_eq!(
            setting(&offer, Algorithms::Modern),
            Some("algorithms = \"legacy\"")
        );
        assert_eq!(setting(&offer, Algorithms::Legacy), None);
        offer.host_key = list(&["ssh-dss"]);
        assert_eq!(setting(&offer, Algorithms::Modern), None);
    }
}
