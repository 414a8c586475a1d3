use super::Told;
use crate::check::verdict::few;
use crate::check::witness::Printed;
use crate::check::{Check, Status, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-router-configuration",
    says: "What AWS prints of the vif for a router has the values that AWS itself has, and those of the intent.",
    why: "Such a text is often the oldest file of a migration: it is pasted from, and the vif has been made anew in the \
          meantime. Where it contradicts the vif, it is stale.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
amazonSideAsn = 64512
customerRouterConfig = "<logical_connection><vlan>101</vlan><amazon_bgp_asn>64512</amazon_bgp_asn></logical_connection>"
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
customerRouterConfig = "<logical_connection><vlan>110</vlan></logical_connection>"
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
customerRouterConfig = "<logical_connection><bgp_auth_key>an-old-key</bgp_auth_key></logical_connection>"
bgpPeers = [{ amazonAddress = "169.254.96.1/30", authKey = "a-new-key" }]
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
[[aws.answers]]
virtualInterfaceId = "dxvif-fgabc001"
customerRouterConfig = "interface Gi0/1.110\n encapsulation dot1Q 110"
"#,
    ],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    if let Some(printed) = &told.vif.printed {
        of_the_vif(vif, &told, printed, verdicts);
    }
    for printed in told.witness.router_configurations_of(told.vif) {
        if !printed.has_text() {
            continue;
        }
        let wanted = wanted(vif);
        let missing = wanted.iter().filter(|(_, word)| !printed.says(word));
        let mut missing: Vec<String> = missing
            .map(|(what, word)| format!("{what} {word}"))
            .collect();
        if let Some(false) = holds_key(vif, &told, printed) {
            missing.push("the key of the intent".to_owned());
        }
        let status = if missing.is_empty() {
            Status::Pass
        } else {
            Status::Fail
        };
        let router = [&printed.vendor, &printed.platform, &printed.software];
        let router = router.into_iter().flatten();
        let router: Vec<&str> = router.map(|said| said.value.as_str()).collect();
        let text = format!(
            "\"customerRouterConfig\": the text for {}",
            router.join(" ")
        );
        let verdict = verdicts.say(status);
        verdict
            .expected("the values of the intent")
            .observed(match missing.as_slice() {
                [] => "all of them".to_owned(),
                missing => format!("without {}", few(missing)),
            })
            .because([told.witness.evidence_at(printed.text_spot(), text)]);
    }
}

/// The words of the intent that any configuration has to have. A text for one family may leave out
/// the other, and AWS prints IPv4.
fn wanted(vif: &VifScene<'_>) -> Vec<(&'static str, String)> {
    let mut wanted = Vec::new();
    if let Some(vlan) = vif.vif.vlan {
        wanted.push(("VLAN", vlan.value.get().to_string()));
    }
    if let Some(asn) = vif.vif.amazon_asn {
        wanted.push(("Amazon's AS", asn.value.to_string()));
    }
    for peer in vif.peers().filter(|peer| peer.amazon().is_ipv4()) {
        wanted.push(("Amazon's address", peer.amazon().to_string()));
        wanted.push(("our address", peer.customer().to_string()));
        wanted.extend(peer.local_asn().map(|asn| ("our AS", asn.to_string())));
    }
    wanted
}

fn holds_key(
    vif: &VifScene<'_>,
    told: &Told<'_>,
    printed: &crate::check::witness::RouterConfiguration,
) -> Option<bool> {
    // Where AWS does not show the vif's key, it does not print it either.
    told.vif.peers.iter().find(|peer| peer.key.is_some())?;
    let keys = vif.port.scene.keys?;
    let ours = keys.fingerprint(&vif.vif.key.as_ref()?.value)?;
    Some(printed.holds(ours, |secret| keys.fingerprint_of(secret)))
}

/// The XML of a vif against the vif's own members.
fn of_the_vif(
    scene: &VifScene<'_>,
    told: &Told<'_>,
    printed: &Printed,
    verdicts: &mut Verdicts<'_>,
) {
    let stale = stale(scene, told, printed);
    let observed = match stale.as_slice() {
        [] => "the same".to_owned(),
        stale => format!("other values for {}", few(stale)),
    };
    let xml = "\"customerRouterConfig\": the XML of the vif".to_owned();
    verdicts
        .should(stale.is_empty())
        .expected("what the vif has")
        .observed(observed)
        .because([told.witness.evidence_at(printed.spot, xml)]);
}

/// What the XML has another value for than the vif.
fn stale(scene: &VifScene<'_>, told: &Told<'_>, printed: &Printed) -> Vec<&'static str> {
    let vif = told.vif;
    let number = |said: &Option<crate::check::witness::Said<u64>>| {
        said.as_ref().map(|said| said.value.to_string())
    };
    let kind = vif.kind.as_ref().map(|kind| kind.value.word().to_owned());
    let pairs = [
        ("the VLAN", &printed.vlan, number(&vif.vlan)),
        ("our AS", &printed.asn, number(&vif.asn)),
        ("Amazon's AS", &printed.amazon_asn, number(&vif.amazon_asn)),
        ("the type", &printed.kind, kind),
    ];
    let differs = |(_, printed, said): &&(&str, &Option<String>, Option<String>)| matches!((printed, said), (Some(printed), Some(said)) if printed != said);
    let mut stale: Vec<&'static str> = pairs
        .iter()
        .filter(differs)
        .map(|(what, ..)| *what)
        .collect();
    let has = |address: &String| {
        let of_peer = vif
            .peers
            .iter()
            .flat_map(|peer| [&peer.customer, &peer.amazon]);
        let mut all = of_peer.flatten();
        all.any(|said| said.value.to_string() == *address)
    };
    let addresses = [&printed.customer, &printed.amazon].into_iter().flatten();
    if !vif.peers.is_empty() && !addresses.into_iter().all(has) {
        stale.push("the addresses");
    }
    if other_key(scene, told, printed) {
        stale.push("the key");
    }
    stale
}

/// Does the XML have a key that no session of the vif has?
fn other_key(scene: &VifScene<'_>, told: &Told<'_>, printed: &Printed) -> bool {
    let (Some(keys), Some(key)) = (scene.port.scene.keys, &printed.key) else {
        return false;
    };
    let theirs = told.vif.peers.iter().filter_map(|peer| peer.key.as_ref());
    let theirs: Vec<u64> = theirs
        .map(|said| keys.fingerprint_of(&said.value))
        .collect();
    !theirs.is_empty() && !theirs.contains(&keys.fingerprint_of(key))
}
