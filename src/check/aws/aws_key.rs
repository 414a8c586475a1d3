use crate::check::{Check, PeerScene, Test, Verdicts};
use crate::secret::Secret;

pub static CHECK: Check = Check {
    name: "aws-key",
    says: "AWS has the BGP key of the intent.",
    why: "Of two different keys neither end says a word: packets are dropped and the session stays in Active. The two are \
          compared by fingerprints that mean nothing outside this run, and are never shown.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", authKey = "key-of-the-examples" }]
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", authKey = "another-key" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
bgpPeers = [{ amazonAddress = "169.254.96.1/30", authKey = "key-of-the-examples " }]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = peer.told() else { return };
    let origin = peer.peer.key.as_ref().or(peer.vif.vif.key.as_ref());
    let Some(origin) = origin.map(|at| &at.value) else {
        return;
    };
    let keys = peer.vif.port.scene.keys;
    let (keys, ours) = match keys.and_then(|keys| Some((keys, keys.get(origin)?))) {
        Some((keys, Ok(secret))) => (keys, secret),
        Some((_, Err(why))) => {
            let why = &why.reason;
            verdicts.unknown(format!(
                "the key of the intent cannot be had from {origin}: {why}"
            ));
            return;
        }
        None => {
            verdicts
                .unknown("the key of the intent was not fetched, so there is nothing to compare");
            return;
        }
    };
    let Some(said) = &told.peer.key else {
        verdicts.unknown(format!(
            "{}; of a hosted vif only the owner of the connection can see it",
            told.vif.untold("the key")
        ));
        return;
    };
    let same = keys.fingerprint_of(ours) == keys.fingerprint_of(&said.value);
    let verdict = verdicts.holds(same);
    let observed = if same { "the same key" } else { "another key" };
    verdict.expected("the key of the intent").observed(observed);
    let shown = format!("\"{}\": ********", said.field);
    verdict.because([told.vif.witness.evidence_at(said.spot, shown)]);
    if let Some(hint) = hint(ours, &said.value).filter(|_| !same) {
        verdict.reason(hint);
    }
}

/// What is often behind two different keys, without a word of either.
fn hint(ours: &Secret, theirs: &Secret) -> Option<&'static str> {
    match (ours.has_edge_space(), theirs.has_edge_space()) {
        (true, false) => Some("the key of the intent has white space at one of its ends"),
        (false, true) => Some("AWS's key has white space at one of its ends"),
        _ => None,
    }
}
