use crate::check::{Check, PeerScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "bgp-stable",
    says: "The session has not been down since the snapshot that it is compared with.",
    why: "A session that is up now may have been down a minute ago. Its age and its count of flaps tell.",
    passes: &[r#"
[[before.bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
uptime_s = 3600
flaps = 1
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
uptime_s = 4200
flaps = 1
"#],
    fails: &[
        r#"
[[before.bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
uptime_s = 3600
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
uptime_s = 42
"#,
        r#"
[[before.bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
flaps = 1
[[bgp_neighbor]]
peer = "169.254.96.1"
state = "established"
flaps = 2
"#,
    ],
    test: Test::Peer(test),
};

fn test(peer: &PeerScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(before) = peer.before() else { return };
    let was_up = before
        .session("state")
        .found()
        .is_some_and(|seen| seen.text("state") == Some("established"));
    if !was_up || !peer.is_established() {
        return;
    }
    let number = |scene: &PeerScene<'_>, field: &str| {
        scene
            .session(field)
            .found()
            .and_then(|seen| seen.number(field))
    };
    let flaps = (number(&before, "flaps"), number(peer, "flaps"));
    let uptime = (number(&before, "uptime_s"), number(peer, "uptime_s"));
    let (field, holds, was, is) = match (flaps, uptime) {
        ((Some(was), Some(is)), _) if is != was => ("flaps", false, was, is),
        (_, (Some(was), Some(is))) => ("uptime_s", is >= was, was, is),
        ((Some(was), Some(is)), _) => ("flaps", true, was, is),
        _ => {
            verdicts.unknown("neither its age nor its flaps are in both");
            return;
        }
    };
    let seen = peer.session(field).found();
    let words = |number: u64| match field {
        "flaps" => format!("{number} flaps"),
        _ => format!("up for {number} s"),
    };
    verdicts
        .holds(holds)
        .expected(format!("{} or longer", words(was)).replace("flaps or longer", "flaps"))
        .observed(words(is))
        .because(seen.map(|seen| seen.evidence(field)));
}
