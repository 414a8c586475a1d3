//! The port: light, somebody's shut, LACP, MACsec.

use super::case::Case;
use super::{Cause, Suspicion};
use crate::check::verdict::Status;

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        name: "port-shut",
        says: "the port is shut down by its configuration",
        tells: "",
        next: &["enable_interface", "port"],
        advice: "find out who shut it and why, then enable it",
        look: |case| {
            let port = case.failed("port-up").filter(|port| says(port, "shut"))?;
            Some(Suspicion::certain().verdict(port))
        },
    },
    Cause {
        name: "no-light",
        says: "no light arrives at the port",
        tells: "light at our end only shows that somebody sends; AWS's own light levels are in CloudWatch (ConnectionLightLevelRx)",
        next: &["optics", "port"],
        advice: "have the meet-me room check the cross-connect against the LOA-CFA, and the two fibres of the pair swapped",
        look: |case| {
            let light = case.failed("light-levels")?;
            Some(Suspicion::certain().verdict(light))
        },
    },
    Cause {
        name: "lag-not-bundled",
        says: "LACP does not bundle enough members of the LAG",
        tells: "a member without light is no LACP fault; one that is up and stays out of the bundle is: mode, key or speed differ",
        next: &["lag", "port"],
        advice: "compare LACP mode (active), speed and member list with the LAG in AWS",
        look: |case| {
            let lag = case.failed("lag-bundled")?;
            Some(Suspicion::certain().verdict(lag))
        },
    },
    Cause {
        name: "macsec-not-secured",
        says: "MACsec has no secured session with AWS's side",
        tells: "a wrong CAK and a wrong CKN look alike on the router; AWS lists the CKN of the connection",
        next: &["port"],
        advice: "compare CKN and cipher with the connection in AWS, and the key with the one in Secrets Manager",
        look: |case| {
            let macsec = case.failed("macsec-secured")?;
            Some(match case.failed("port-up") {
                Some(port) => Suspicion::certain().verdict(macsec).verdict(port),
                None => Suspicion::likely().verdict(macsec),
            })
        },
    },
    Cause {
        name: "port-down",
        says: "the port is enabled and has no link",
        tells: "the light that arrives tells a missing or rolled fibre from auto-negotiation, speed or a port that is off at the other end",
        next: &["optics", "port", "log"],
        advice: "check light first; with light, compare speed and auto-negotiation with what AWS asks for on this port",
        look: |case| {
            let port = case.failed("port-up").filter(|port| !says(port, "shut"))?;
            if case.failed("light-levels").is_some() || case.failed("lag-bundled").is_some() {
                return None;
            }
            let light = case.passed("light-levels");
            let found = Suspicion::certain().verdict(port);
            Some(match light {
                Some(light) => found
                    .verdict(light)
                    .because("light arrives, so that the fibre is patched"),
                None => found,
            })
        },
    },
];

fn says(verdict: &crate::check::verdict::Verdict, word: &str) -> bool {
    debug_assert_eq!(verdict.status, Status::Fail);
    let observed = verdict.observed.as_ref().and_then(|value| value.as_str());
    observed.is_some_and(|text| text.contains(word))
}

/// Is the sub-interface down because it was shut?
pub(super) fn is_shut(case: &Case<'_>, check: &str) -> bool {
    case.failed(check)
        .is_some_and(|verdict| says(verdict, "shut"))
}
