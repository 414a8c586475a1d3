use std::net::IpAddr;

use ipnetwork::IpNetwork;

use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "interface-address",
    says: "The sub-interface has our address of the session, with its length.",
    why: "AWS talks to exactly this address. The two addresses swapped, or a /30 in place of a /31, look right at a \
          glance and never come up.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
addresses = ["169.254.96.2/30"]
"#],
    fails: &[
        r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
addresses = ["169.254.96.1/30"]
"#,
        r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
addresses = ["169.254.96.2/29"]
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = peer.peer.pair.customer();
    let Some(seen) = peer.interface_with_family("addresses").or_unknown(verdicts) else {
        return;
    };
    let all = seen.texts("addresses");
    let is = |text: &&str| match text.parse::<IpNetwork>() {
        // A bare address is one whose length the router does not say here.
        Ok(network) if text.contains('/') => network == wanted,
        _ => text
            .parse::<IpAddr>()
            .is_ok_and(|address| address == wanted.ip()),
    };
    let verdict = verdicts.holds(all.iter().any(is));
    verdict
        .expected(wanted.to_string())
        .observed(all.join(", "))
        .because([seen.evidence("addresses")]);
    let amazon = peer.amazon();
    if all
        .iter()
        .any(|text| text.split('/').next().and_then(|text| text.parse().ok()) == Some(amazon))
    {
        verdict.reason("that is Amazon's address: the two are swapped");
    }
}
