//! The sub-interface: tag, address, and whether anybody answers.

use super::port::is_shut;
use super::{Cause, Suspicion};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        name: "interface-shut",
        says: "the sub-interface is shut down by its configuration",
        tells: "",
        next: &["config_interface", "enable_interface"],
        advice: "find out who shut it and why, then enable it",
        look: |case| {
            let interface = case
                .failed("interface-up")
                .filter(|_| is_shut(case, "interface-up"))?;
            Some(Suspicion::certain().verdict(interface))
        },
    },
    Cause {
        name: "interface-missing",
        says: "the router has no such sub-interface",
        tells: "",
        next: &["interface", "port"],
        advice: "`vifctl render` has its configuration",
        look: |case| {
            let interface = case
                .failed("interface-up")
                .filter(|verdict| verdict.observed.is_none())?;
            Some(Suspicion::certain().verdict(interface))
        },
    },
    Cause {
        name: "line-protocol-down",
        says: "the sub-interface is enabled and down",
        tells: "the state of its port tells whether the cable is at fault or the sub-interface alone",
        next: &["port", "interface", "log"],
        advice: "",
        look: |case| {
            let interface = case
                .failed("interface-up")
                .filter(|verdict| verdict.observed.is_some())?;
            (!is_shut(case, "interface-up")).then(|| Suspicion::certain().verdict(interface))
        },
    },
    Cause {
        name: "vlan-tag-wrong",
        says: "the sub-interface has another VLAN tag than the vif",
        tells: "",
        next: &["config_interface"],
        advice: "give the sub-interface the tag of the vif",
        look: |case| Some(Suspicion::certain().verdict(case.failed("interface-vlan")?)),
    },
    Cause {
        name: "vrf-wrong",
        says: "the sub-interface is in another VRF than the BGP session",
        tells: "",
        next: &["config_interface"],
        advice: "moving it drops its addresses: give them again afterwards",
        look: |case| Some(Suspicion::certain().verdict(case.failed("interface-vrf")?)),
    },
    Cause {
        name: "addresses-swapped",
        says: "the router has Amazon's address: the two ends are swapped",
        tells: "",
        next: &["config_interface"],
        advice: "the `customer` address belongs on the router, the `amazon` address is its neighbour",
        look: |case| {
            let address = case
                .failed("interface-address")
                .filter(|verdict| verdict.reason.is_some())?;
            Some(Suspicion::certain().verdict(address))
        },
    },
    Cause {
        name: "address-wrong",
        says: "the sub-interface has another address or mask than the vif",
        tells: "",
        next: &["config_interface"],
        advice: "compare with the vif in AWS, down to the length",
        look: |case| {
            let address = case
                .failed("interface-address")
                .filter(|verdict| verdict.reason.is_none())?;
            Some(Suspicion::certain().verdict(address))
        },
    },
];

/// Our own side is as it should be, and nobody is there.
pub(super) static SILENCE: &[Cause] = &[Cause {
    name: "nobody-answers",
    says: "Amazon's side does not answer on this VLAN",
    tells: "the VLAN of the vif in AWS, and input counters of the sub-interface that grow or do not, tell a wrong tag from a far end that is off",
    next: &["arp", "interface", "ping"],
    advice: "compare the VLAN with the vif in AWS (on a hosted connection the partner maps it), and have every switch in between checked for the tag",
    look: |case| {
        if case.passed("ping").is_some() {
            return None;
        }
        let arp = case.failed("amazon-resolved");
        let ping = case
            .failed("ping")
            .filter(|_| case.passed("amazon-resolved").is_none());
        let found = match (arp, ping) {
            (Some(arp), Some(ping)) => Suspicion::certain().verdict(arp).verdict(ping),
            (Some(arp), None) => Suspicion::certain().verdict(arp),
            (None, Some(ping)) => Suspicion::likely().verdict(ping),
            (None, None) => return None,
        };
        case.is_down().then_some(found)
    },
}];
