use crate::check::{Check, Look, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "amazon-resolved",
    says: "ARP, or neighbour discovery for IPv6, knows the MAC address of Amazon's side.",
    why: "It is the first proof that both ends mean the same VLAN. Both sides up and no answer is what a wrong tag \
          looks like, at our end, at the partner's, or at AWS's.",
    passes: &[r#"
[[neighbor]]
address = "169.254.96.1"
mac = "00:00:5e:00:53:01"
interface = "TenGigabitEthernet0/1/0.101"
"#],
    fails: &[
        r#"
[[neighbor]]
address = "169.254.96.1"
state = "incomplete"
"#,
        r#"
[[neighbor]]
address = "169.254.96.2"
mac = "00:00:5e:00:53:02"
"#,
    ],
    test: Test::Peer(test),
};

/// What routers call an entry to which nobody has answered.
const UNANSWERED: &[&str] = &[
    "incomplete",
    "incmp",
    "failed",
    "unreachable",
    "invalid",
    "none",
    "probing",
];

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    match peer.resolved() {
        Look::Found(seen) => {
            let state = seen.text("state").map(str::to_lowercase);
            let mac = seen.text("mac").filter(|mac| *mac != "00:00:00:00:00:00");
            let answered =
                !state.is_some_and(|state| UNANSWERED.iter().any(|word| state.contains(word)));
            let verdict = verdicts.holds(answered && mac.is_some());
            verdict
                .expected("a MAC address")
                .because([seen.evidence("address")]);
            match mac {
                Some(mac) if answered => verdict.observed(mac),
                _ => verdict.observed("nobody answers"),
            };
        }
        // A table that was taken while nothing was sent does not know the peer, and says nothing.
        Look::Absent(answer) if peer.is_established() => {
            verdicts.unknown(format!(
                "it is not in {}, though BGP is up",
                answer.capture.source
            ));
        }
        Look::Absent(answer) => {
            verdicts
                .fail()
                .expected("a MAC address")
                .observed("no entry")
                .because([answer.evidence_of_absence()]);
        }
        Look::Dark(why) => {
            verdicts.unknown(why);
        }
    }
}
