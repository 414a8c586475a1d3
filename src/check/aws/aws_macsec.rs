use super::ToldPort;
use crate::check::witness::{EncryptionMode, EncryptionStatus, KeyState, MacsecKey};
use crate::check::{Check, PortScene, Status, Test, Verdicts};
use crate::intent::{Macsec, MacsecMode};

pub static CHECK: Check = Check {
    name: "aws-macsec",
    says: "AWS encrypts the port as the intent says: the mode, the key of that name, and the link is encrypted.",
    why: "A key that is not associated at AWS, or with another name, leaves the link in the clear with `should_encrypt` \
          and down with `must_encrypt`. The router alone cannot tell which key AWS holds.",
    passes: &[r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
encryptionMode = "should_encrypt"
portEncryptionStatus = "Encryption Up"
macSecKeys = [{ ckn = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", state = "associated" }]
"#],
    fails: &[
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
macSecKeys = [{ ckn = "ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", state = "associated" }]
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
portEncryptionStatus = "Encryption Down"
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
encryptionMode = "should_encrypt"
macSecKeys = []
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
macSecCapable = false
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
macSecKeys = [{ ckn = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", state = "associating" }]
"#,
        r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
encryptionMode = "must_encrypt"
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = port.told() else { return };
    match &port.connection.macsec {
        Some(macsec) => {
            capable(&told, verdicts);
            mode(&told, &macsec.value, verdicts);
            key(&told, &macsec.value, verdicts);
            status(&told, &macsec.value, verdicts);
        }
        None => unwanted(&told, verdicts),
    }
}

/// Without MACsec on the router, a port that must encrypt is down.
fn unwanted(told: &ToldPort<'_>, verdicts: &mut Verdicts<'_>) {
    let said = told.port.port().encryption_mode.as_ref();
    if let Some(said) = said.filter(|said| said.value == EncryptionMode::MustEncrypt) {
        verdicts
            .fail()
            .expected("no MACsec")
            .observed(said.value.word())
            .reason(
                "the intent has no MACsec on this connection, and without it AWS lets nothing pass",
            )
            .because([told.witness.evidence(said)]);
    }
}

fn capable(told: &ToldPort<'_>, verdicts: &mut Verdicts<'_>) {
    let said = told.port.port().macsec_capable.as_ref();
    if let Some(said) = said.filter(|said| !said.value) {
        verdicts
            .fail()
            .expected("a port with MACsec")
            .observed("a port without")
            .because([told.witness.evidence(said)]);
    }
}

fn mode(told: &ToldPort<'_>, macsec: &Macsec, verdicts: &mut Verdicts<'_>) {
    let (Some(said), Some(wanted)) = (&told.port.port().encryption_mode, macsec.mode) else {
        return;
    };
    let wanted = match wanted.value {
        MacsecMode::NoEncrypt => EncryptionMode::NoEncrypt,
        MacsecMode::ShouldEncrypt => EncryptionMode::ShouldEncrypt,
        MacsecMode::MustEncrypt => EncryptionMode::MustEncrypt,
    };
    super::word(told.witness, said, wanted.word(), verdicts);
}

fn key(told: &ToldPort<'_>, macsec: &Macsec, verdicts: &mut Verdicts<'_>) {
    let Some(wanted) = &macsec.ckn else { return };
    let keys = &told.port.port().macsec_keys;
    let named = |name: &str| name.eq_ignore_ascii_case(&wanted.value);
    let is_it = |key: &&MacsecKey| key.ckn.as_ref().is_some_and(|ckn| named(&ckn.value));
    let found = keys.iter().find(is_it);
    let expected = "the CKN of the intent associated";
    if let Some(state) = found.and_then(|key| key.state.as_ref()) {
        verdicts
            .say(match state.value {
                KeyState::Associated => Status::Pass,
                KeyState::Disassociated | KeyState::Disassociating => Status::Fail,
                _ => Status::Warn,
            })
            .expected(expected)
            .observed(format!("the CKN of the intent {}", state.value))
            .because([told.witness.evidence(state)]);
        return;
    }
    if found.is_some() {
        verdicts.unknown(told.untold("the state of the MACsec key"));
        return;
    }
    // What tells the mode would list the keys.
    let mode = told.port.port().encryption_mode.as_ref();
    if keys.is_empty() && mode.is_none() {
        return;
    }
    let observed = match keys.as_slice() {
        [] => "no key",
        _ => "keys of other names",
    };
    let verdict = verdicts.fail().expected(expected).observed(observed);
    match keys.as_slice() {
        [] => verdict.because(mode.map(|mode| told.witness.evidence(mode))),
        keys => {
            let others = keys.iter().filter_map(|key| key.ckn.as_ref());
            verdict.because(others.map(|ckn| told.witness.evidence(ckn)))
        }
    };
}

fn status(told: &ToldPort<'_>, macsec: &Macsec, verdicts: &mut Verdicts<'_>) {
    let wanted = macsec
        .mode
        .is_none_or(|mode| mode.value != MacsecMode::NoEncrypt);
    let Some(said) = &told.port.port().encryption_status else {
        return;
    };
    if !wanted {
        return;
    }
    verdicts
        .say(match said.value {
            EncryptionStatus::Up => Status::Pass,
            EncryptionStatus::Down => Status::Fail,
            EncryptionStatus::Other(_) => Status::Warn,
        })
        .expected(EncryptionStatus::Up.word())
        .observed(said.value.word())
        .because([told.witness.evidence(said)]);
}
